"""Authors are recognised for what became of their ideas; nobody is named who is not named on the idea."""

from collections.abc import Collection

from django.db.models import QuerySet
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
    """The inventors with the author, as its line says: that it is filed, and once more when it is granted."""
    with override(current_organisation().language):
        filed = _("Patent filed: %(patent)s.") % {"patent": patent}
        granted = _("Patented: %(patent)s.") % {"patent": patent}
    is_granted = patent.granted_on is not None
    _keep_up(patent, filed, patent.path, by=by, begins=not is_granted)
    if is_granted:
        _keep_up(patent, granted, patent.granted_path, by=by, begins=True)
    else:
        take_back_at(patent.granted_path, by=by)


def _keep_up(patent: Patent, outcome: str, path: str, *, by: Employee, begins: bool) -> None:
    """What was said names those whom the line names now. begins: where nothing was said, it is said now."""
    people = {patent.idea.author, *patent.inventors.all()}
    said = _said_at(path).select_related("by").first()
    if said is None:
        if begins:
            _honour(patent.idea, people, by, outcome, path, is_news=True)
        return
    found = _named(patent.idea, people, said.by, by, already=said.people.all())
    if found is None:
        recognising.withdraw(said, by=by)
    else:
        recognising.say_anew(said, by=found[0], people=found[1], outcome=outcome[:300])


def take_back_patent(patent: Patent, *, by: Employee) -> None:
    for path in (patent.path, patent.granted_path):
        take_back_at(path, by=by)


def take_back(idea: Idea, *, by: Employee) -> None:
    """What was said of its delivery, as it is not delivered."""
    take_back_at(delivery_path(idea), by=by)


def take_back_at(path: str, *, by: Employee) -> None:
    for recognition in _said_at(path):
        recognising.withdraw(recognition, by=by)


def _said_at(path: str) -> QuerySet[Recognition]:
    return Recognition.objects.standing().filter(kind=Recognition.Kind.IDEA, source_path=path)


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
    if found := _named(idea, people, by):
        says, named = found
        recognising.recognise(
            kind=Recognition.Kind.IDEA, by=says, people=named, teams=[], words=idea.title,
            outcome=outcome[:300], language=idea.language, tells=is_news, source_path=path,
        )  # fmt: skip


def _named(
    idea: Idea, people: set[Employee | None], *by: Employee, already: Collection[Employee] = ()
) -> tuple[Employee, list[Employee]] | None:
    """Who names whom: the first of `by`, or who owes its answer, that is not named themselves. None where
    nobody is named. already: who are named before, and stay so where they have left since."""
    if not (idea.board.shows_names and idea.board.is_read_by_all):
        return None
    here = (one for one in people if one and (one.deactivated_at is None or one in already))
    named = sorted(here, key=lambda one: one.pk)
    owner = idea.review.owner if idea.review else None
    says = next((one for one in (*by, owner) if one and one not in named), by[0])
    others = [one for one in named if one != says][: recognising.PEOPLE]
    return (says, others) if others else None
