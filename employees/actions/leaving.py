"""What somebody who leaves has in hand, and to whom it goes, in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.absences import end_absences, handed
from employees.actions.ladder import Letters
from employees.actions.ledger import hand_over_all
from employees.models import Absence, ApiToken, Commitment, Employee, Nudge, Team, Term
from employees.models.absences import DAY
from employees.models.ledger import late
from tenants.here import today


@dataclass(frozen=True)
class Leaving:
    """All that somebody would leave behind."""

    promises: int
    late: int
    nudges: int
    absences: int
    standing_in: int
    tokens: int
    sessions: int
    teams: Sequence[Team]
    terms: Sequence[Term]
    deputised: Sequence[Term]
    sponsored: Sequence[Term]


@dataclass(frozen=True)
class Heirs:
    """Who takes what: the promises, the teams, the champion's office, the deputy's, the sponsor's; nobody
    where it is left open."""

    hand_to: Employee | None = None
    lead_to: Employee | None = None
    successor: Employee | None = None
    deputy: Employee | None = None
    sponsor: Employee | None = None


def leaving(employee: Employee) -> Leaving:
    """What there is to hand over, before anything is done."""
    counts = Commitment.objects.open().filter(owner=employee).aggregate(
        promises=Count("pk"), late=Count("pk", filter=late())
    )  # fmt: skip
    ahead = Absence.objects.to_come()
    terms = Term.objects.to_come().select_related("employee", "deputy", "sponsor").order_by("starts")
    return Leaving(
        **counts,
        nudges=Nudge.objects.open().filter(to=employee).count(),
        absences=ahead.filter(employee=employee).count(),
        standing_in=ahead.filter(stand_in=employee).count(),
        tokens=ApiToken.objects.filter(owner=employee, revoked_at=None).count(),
        sessions=UserSession.objects.filter(user=employee).count(),
        teams=list(Team.objects.filter(lead=employee)),
        terms=list(terms.filter(employee=employee)),
        deputised=list(terms.filter(deputy=employee)),
        sponsored=list(terms.filter(sponsor=employee)),
    )


@transaction.atomic
def hand_on(employee: Employee, heirs: Heirs, *, by: Employee | None) -> dict[str, Any]:
    """Hand all over; what went to whom, for the trail."""
    facts = leaving(employee)
    _hand_promises(employee, heirs.hand_to, by)
    Team.objects.filter(lead=employee).update(lead=heirs.lead_to)
    for term in facts.terms:
        if heirs.successor:
            succeed(term, heirs.successor, on=today())
    for name in ("deputy", "sponsor"):
        _replace(name, employee, getattr(heirs, name))
    end_absences(employee)
    takers = {name: person.pk for name, person in vars(heirs).items() if person}
    return takers | {
        "promises": facts.promises, "teams": [team.pk for team in facts.teams],
        "terms": [term.pk for term in (*facts.terms, *facts.deputised, *facts.sponsored)],
    }  # fmt: skip


def _hand_promises(employee: Employee, to: Employee | None, by: Employee | None) -> None:
    """With the questions about them, which nobody else could answer; the taker gets one letter."""
    letters = Letters()
    for commitment in Commitment.objects.open().filter(owner=employee):
        letters.add(to, commitment)
    hand_over_all(employee, to=to, by=by, reason=str(_("Left")))
    asked = Nudge.objects.open().filter(to=employee)
    if to:
        asked.update(to=to)
    else:
        asked.update(acknowledged_at=timezone.now(), answer=_("Left"))
    letters.send("commitment.handed", handed, mine=True)


def succeed(term: Term, successor: Employee, *, on: date) -> None:
    """The successor takes the rest of a term from this day on; what was served stays on record."""
    deputy = None if term.deputy_id == successor.pk else term.deputy
    if term.starts >= on:
        Term.objects.filter(pk=term.pk).update(employee=successor, deputy=deputy)
        return
    Term.objects.filter(pk=term.pk).update(ends=on - DAY)
    Term.objects.create(employee=successor, deputy=deputy, sponsor=term.sponsor, starts=on, ends=term.ends)


def _replace(name: str, employee: Employee, heir: Employee | None) -> None:
    """Another deputy, or none; another sponsor, or the one who left, until somebody is named."""
    theirs = Term.objects.to_come().filter(**{name: employee})
    if heir:
        theirs.exclude(employee=heir).update(**{name: heir})
    if name == "deputy":
        theirs.update(deputy=None)
