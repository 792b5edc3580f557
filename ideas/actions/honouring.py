"""Authors are recognised for what became of their ideas; nobody is named who is not named on the idea."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import recognising
from employees.models import Employee, Recognition
from ideas.metrics.checking import as_read
from ideas.models import Idea, OutcomeCheck, Patent
from tenants.here import current_organisation


def delivery_path(idea: Idea) -> str:
    """Where on its page stands what is taken back with its delivery."""
    return f"{idea.get_absolute_url()}#outcome"


def honour_delivery(idea: Idea, *, by: Employee) -> None:
    """What it did for customers is not known yet: only why it should delight them."""
    with override(current_organisation().language):
        words = _("Delivered. It should delight customers: %(why)s") % {"why": idea.delight}
    _honour(idea, {idea.author}, by, words, delivery_path(idea))


def honour_proof(check: OutcomeCheck) -> None:
    """In the name of who said that it was delivered."""
    delivered = check.idea.moves.filter(after=Idea.Status.COMPLETED).select_related("by").last()
    if delivered is None or delivered.by is None:
        return
    with override(current_organisation().language):
        words = _("Proven: %(metric)s went from %(before)s to %(after)s.") % {
            "metric": check.get_metric_display(), "before": as_read(check.metric, check.before_value),
            "after": as_read(check.metric, check.after_value),
        }  # fmt: skip
    _honour(check.idea, {check.idea.author}, delivered.by, words, delivery_path(check.idea))


def honour_patent(patent: Patent, *, by: Employee) -> None:
    """The inventors with the author."""
    with override(current_organisation().language):
        words = _("Patented: %(patent)s.") % {"patent": patent}
    people = {patent.idea.author, *patent.inventors.all()}
    _honour(patent.idea, people, by, words, patent.path, is_news=True)


def take_back(idea: Idea, *, by: Employee) -> None:
    """What was said of its delivery, as it is not delivered."""
    take_back_at(delivery_path(idea), by=by)


def take_back_at(path: str, *, by: Employee) -> None:
    found = Recognition.objects.standing().filter(kind=Recognition.Kind.IDEA, source_path=path)
    for recognition in found:
        recognising.withdraw(recognition, by=by)


def _honour(
    idea: Idea,
    people: set[Employee | None],
    by: Employee,
    outcome: str,
    path: str,
    *,
    is_news: bool = False,
) -> None:
    """is_news: nothing else is written to them about it."""
    if not (idea.board.shows_names and idea.board.is_read_by_all):
        return
    here = (one for one in people if one and one.deactivated_at is None)
    named = sorted(here, key=lambda one: one.pk)
    if by in named:
        by = idea.review.owner if idea.review and idea.review.owner else by
    if not named or by in named:
        return
    recognising.recognise(
        kind=Recognition.Kind.IDEA, by=by, people=named[: recognising.PEOPLE], teams=[], words=idea.title,
        outcome=outcome[:300], language=idea.language, tells=is_news,
        source_path=path,
    )  # fmt: skip
