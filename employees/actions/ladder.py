"""Reminders before a promise's date, and the ladder after it: lead, the levels above, champion; each once.

A run takes promises by the thousand and writes one letter a person, however many of theirs are due.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from employees.actions.ledger import next_rung_at
from employees.actions.telling import tell
from employees.models import Commitment, Employee, Escalation, Policy, Team, Term

PORTION = 2000
LEVELS = {"lead": 0, "up": 1, "up2": 2}
"""How many levels above the promise's team a rung looks for a lead."""
NAMED = 20
"""How many promises a letter names; of the others it gives the number."""


class Rungs:
    """Whom each rung reaches, read once for many promises."""

    def __init__(self, *known: str) -> None:
        """known: the only columns of people that are asked for; all where they are to be told."""
        self.teams = {pk: (up, lead) for pk, up, lead in Team.objects.values_list("pk", "parent", "lead")}
        self.term = term = Term.objects.current()
        office = [term.employee_id, term.deputy_id, term.sponsor_id] if term else []
        named = {lead for _up, lead in self.teams.values()} | set(office)
        may_be = Employee.objects.present().filter(Q(pk__in=named - {None}) | Q(is_admin=True))
        self.present = {person.pk: person for person in (may_be.only(*known) if known else may_be)}

    def reached(self, rung: str, commitment: Commitment, told: Iterable[int | None] = ()) -> Employee | None:
        """Who is told at this rung: of the leads from its level upward the first who is there, neither owns
        the promise nor was told before; else the champion; else nobody."""
        passed = {commitment.owner_id, *told}
        people = self.office() if rung == "champion" else [*self.leads(rung, commitment), *self.office()]
        return next((employee for employee in people if employee.pk not in passed), None)

    def leads(self, rung: str, commitment: Commitment) -> list[Employee]:
        """The leads who are there, from this rung's level to the top of the tree."""
        leads = [self.teams[pk][1] for pk in self.chain(commitment)[LEVELS[rung] :]]
        return [self.present[lead] for lead in leads if lead in self.present]

    def meant(self, rung: str, commitment: Commitment) -> int | None:
        """Whom the rung names, by key, whether they are there or not."""
        if rung == "champion":
            return self.term.employee_id if self.term else None
        above = self.chain(commitment)[LEVELS[rung] :]
        return self.teams[above[0]][1] if above else None

    def chain(self, commitment: Commitment) -> list[int]:
        """The keys of the promise's team, or its owner's, and of those above it."""
        chain: list[int] = []
        team = commitment.team_id or (commitment.owner.team_id if commitment.owner else None)
        while team in self.teams and team not in chain:
            chain.append(team)
            team = self.teams[team][0]
        return chain

    def office(self) -> list[Employee]:
        """The champion, and who stands in; where nobody is in office, those who configure."""
        term = self.term
        people = [term.employee_id, term.deputy_id, term.sponsor_id] if term else []
        admins = [employee for employee in self.present.values() if employee.is_admin]
        return [self.present[pk] for pk in people if pk in self.present] or admins


class Letters:
    """What is to be told to whom, gathered over a portion and sent as one letter a person."""

    def __init__(self) -> None:
        self.to: dict[Employee, list[Commitment]] = defaultdict(list)

    def add(self, employee: Employee | None, commitment: Commitment) -> None:
        if employee:
            self.to[employee].append(commitment)

    def send(self, event: str, line: Callable[[int], str], *, mine: bool) -> None:
        """A danger goes at once, whatever its reader chose, and stands first."""
        for employee, found in self.to.items():
            ordered = sorted(found, key=lambda row: (row.kind != Commitment.Kind.DANGER, row.due_at))
            tell(
                employee, event,
                {"commitments": [row.pk for row in ordered[:NAMED]], "number": len(found), "mine": mine},
                line=partial(line, len(found)), mine=mine,
                path=reverse("employees:mine" if mine else "employees:board"),
                urgent=ordered[0].kind == Commitment.Kind.DANGER,
            )  # fmt: skip


def escalate_due() -> int:
    """Climb each rung that is due; how many times one was climbed."""
    climbed = 0
    while portion := escalate_portion():
        climbed += portion
    return climbed


@transaction.atomic
def escalate_portion() -> int:
    """One portion, in one transaction: rungs, promises and letters stand or fall together."""
    found = _claim(Commitment.objects.open().filter(climbs_at__lte=timezone.now()).order_by("climbs_at"))
    if not found:
        return 0
    told: dict[int, set[int | None]] = defaultdict(set)
    for commitment, reached in Escalation.objects.filter(commitment__in=found).values_list(
        "commitment_id", "reached_id"
    ):
        told[commitment].add(reached)
    policy, rungs, letters = Policy.current(), Rungs(), Letters()
    rows = [row for row in (_climb(c, policy, rungs, told[c.pk]) for c in found) if row]
    Escalation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    Commitment.objects.bulk_update(found, ["climbed", "climbs_at"], batch_size=500)
    for row in rows:
        letters.add(row.reached, row.commitment)
    letters.send("commitment.escalated", _late, mine=False)
    return len(found)


def _climb(commitment: Commitment, policy: Policy, rungs: Rungs, told: set[int | None]) -> Escalation | None:
    """The next rung of one promise, and when the one after it is due. None when the ladder was shortened."""
    ladder = policy.ladder(commitment.kind)
    rung = ladder[commitment.climbed][0] if commitment.climbed < len(ladder) else ""
    commitment.climbed += 1
    commitment.climbs_at = next_rung_at(
        policy, commitment.kind, commitment.due_at, climbed=commitment.climbed
    )
    if not rung:
        return None
    return Escalation(commitment=commitment, rung=rung, reached=rungs.reached(rung, commitment, told))


@transaction.atomic
def remind_due() -> int:
    """Remind the owners whose dates come near, each date once; how many promises. The half of a short promise
    passes before anybody is reminded."""
    now, policy = timezone.now(), Policy.current()
    hours = {kind: policy.remind_hours(kind) for kind in Commitment.Kind.values}
    near = Q()
    for kind, ahead in hours.items():
        near |= Q(kind=kind, due_at__lte=now + timedelta(hours=ahead))
    soon = Commitment.objects.due_before(now + timedelta(hours=max(hours.values()), seconds=1)).filter(
        near, reminded_at=None, owner__isnull=False
    )
    passed = ExpressionWrapper(Value(now, DateTimeField()) - F("made_at"), output_field=DurationField())
    left = ExpressionWrapper(F("due_at") - Value(now, DateTimeField()), output_field=DurationField())
    found = _claim(soon.annotate(passed=passed, left=left).filter(left__lte=F("passed")))
    Commitment.objects.filter(pk__in=[row.pk for row in found]).update(reminded_at=now)
    letters = Letters()
    for row in found:
        letters.add(row.owner, row)
    letters.send("commitment.reminder", _soon, mine=True)
    return len(found)


@transaction.atomic
def alarm_unowned() -> int:
    """Tell once who should find an owner for what nobody owns: the lead upward, else the champion."""
    found = _claim(Commitment.objects.unowned().exclude(escalations__rung="unowned").order_by("due_at"))
    rungs, letters = Rungs() if found else None, Letters()
    rows = [
        Escalation(commitment=row, rung="unowned", reached=rungs and rungs.reached("lead", row))
        for row in found
    ]
    Escalation.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
    for row in rows:
        letters.add(row.reached, row.commitment)
    letters.send("commitment.unowned", _unowned, mine=False)
    return len(found)


def _claim(chosen: QuerySet[Commitment]) -> list[Commitment]:
    """A portion that nobody else is working on."""
    return list(chosen.select_related("owner").select_for_update(skip_locked=True, of=("self",))[:PORTION])


def _late(n: int) -> str:
    return ngettext("%(n)d promise of your teams is late", "%(n)d promises of your teams are late", n) % {
        "n": n
    }


def _soon(n: int) -> str:
    return ngettext("%(n)d promise of yours falls due", "%(n)d promises of yours fall due", n) % {"n": n}


def _unowned(n: int) -> str:
    return ngettext("%(n)d promise has no owner", "%(n)d promises have no owner", n) % {"n": n}
