"""Who is told what a check found: author and voters; of a harmful idea whoever can stop it, at once."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee, Term
from ideas.actions.telling import authors_of, concerned, told_of
from ideas.actions.telling_customers import tell_customers
from ideas.models import Idea, OutcomeCheck


@transaction.atomic
def tell_of_outcome(key: int) -> int:
    """Write to each of them once; how many. Of the others only who sees it is told. Safe to run twice."""
    untold = OutcomeCheck.objects.judged().filter(pk=key, told_at=None)
    if not untold.update(told_at=timezone.now()):
        return 0
    check = OutcomeCheck.objects.select_related("idea__board", "idea__challenge__sponsor").get(pk=key)
    is_harmful = check.verdict == OutcomeCheck.Verdict.HARMFUL
    alarmed = {person.pk: person for person in sponsors_of(check.idea)} if is_harmful else {}
    others = told_of(check.idea, concerned(check.idea).exclude(pk__in=alarmed))
    _tell("idea.harmful", check, [(person, check.idea) for person in alarmed.values()], urgent=True)
    _tell("idea.judged", check, others, urgent=False)
    customers = tell_customers(check.idea, "panel.judged", check=check.pk)
    return len(alarmed) + len(others) + customers


def sponsors_of(idea: Idea) -> list[Employee]:
    """Who acts as the champion now, the executive sponsor of their term, and the sponsor of its challenge."""
    term = Term.objects.current()
    people = [term.acting, term.sponsor] if term else []
    if idea.challenge:
        people.append(idea.challenge.sponsor)
    return [person for person in people if person and not person.deactivated_at]


def _tell(event: str, check: OutcomeCheck, people: list[tuple[Employee, Idea]], *, urgent: bool) -> None:
    authors = authors_of(check.idea)
    for person, idea in people:
        tell(
            person, event, {"check": check.pk, "reader": person.pk}, urgent=urgent,
            line=partial(_line, check, idea), path=idea.get_absolute_url(),
            mine=urgent or person.pk in authors,
        )  # fmt: skip


def _line(check: OutcomeCheck, idea: Idea) -> str:
    facts = {"title": idea.title, "verdict": check.get_verdict_display()}
    return _("“%(title)s” was checked: it is %(verdict)s.") % facts
