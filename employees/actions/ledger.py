"""The verbs of the ledger. Whatever is promised anywhere is written by `promise` or `promise_many`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import connection, transaction
from django.utils import timezone

from employees.models import (
    Commitment,
    Employee,
    HandOver,
    Policy,
    Renegotiation,
    Team,
    known_policy,
    working_hours,
)
from tenants.audit.record import record
from tenants.here import current_zone
from tenants.instances import draft
from tenants.rows import fresh_keys

COLUMNS = ["id", "promise", "kind", "owner_id", "team_id", "made_at", "owned_since", "first_due_at", "due_at",
           "climbs_at", "climbed", "source_path", "withdrawn_reason"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewPromise:
    """One promise of many that are written together, by keys."""

    what: str
    kind: str
    owner_id: int | None
    team_id: int | None
    made_at: datetime
    due_at: datetime
    source_path: str = ""


def due_after(start: datetime, hours: float, *, team: Team | None, in_working_hours: bool) -> datetime:
    """When so many hours have passed: by the calendar, or of the team's working hours. For many dates of one
    team ask `working_hours(team)` once and call its due_after."""
    return working_hours(team).due_after(start, hours) if in_working_hours else start + timedelta(hours=hours)


def end_of(day: date) -> datetime:
    """The last moment of a day of the organisation: until then a promise for that day is in time."""
    return datetime.combine(day, time(23, 59, 59), current_zone())


def promise(
    what: str,
    *,
    kind: str,
    owner: Employee | None,
    team: Team | None,
    due_at: datetime,
    source_path: str = "",
    made_at: datetime | None = None,
) -> Commitment:
    """Write a dated promise into the ledger. Without an owner it stands in the unassigned queue."""
    keys = owner.pk if owner else None, team.pk if team else None
    made = unwritten(NewPromise(what, kind, *keys, made_at or timezone.now(), due_at, source_path))
    made.save(force_insert=True)
    return made


def unwritten(new: NewPromise) -> Commitment:
    """The ledger's row of a promise, for who writes it by one statement with rows of their own."""
    return draft(
        Commitment, promise=new.what[:200], kind=new.kind, owner_id=new.owner_id, team_id=new.team_id,
        made_at=new.made_at, owned_since=new.made_at, first_due_at=new.due_at, due_at=new.due_at,
        source_path=new.source_path, climbs_at=next_rung_at(known_policy(), new.kind, new.due_at, climbed=0),
    )  # fmt: skip


@transaction.atomic
def promise_many(rows: Iterable[NewPromise]) -> list[int]:
    """Write promises by the thousand; their keys, in the order of the rows."""
    policy, new = known_policy(), list(rows)
    keys = fresh_keys(Commitment, len(new))
    into = f"COPY employees_commitment ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for key, row in zip(keys, new, strict=True):
            copy.write_row(_columns(key, row, policy))
    return keys


def _columns(key: int, row: NewPromise, policy: Policy) -> tuple[object, ...]:
    climbs_at = next_rung_at(policy, row.kind, row.due_at, climbed=0)
    return (key, row.what[:200], row.kind, row.owner_id, row.team_id, row.made_at, row.made_at, row.due_at,
            row.due_at, climbs_at, 0, row.source_path, "")  # fmt: skip


def next_rung_at(policy: Policy, kind: str, due_at: datetime, *, climbed: int) -> datetime | None:
    """When the next rung of the ladder is due; None when all are climbed."""
    ladder = policy.ladder(kind)
    return due_at + timedelta(hours=ladder[climbed][1]) if climbed < len(ladder) else None


@transaction.atomic
def keep(commitment: Commitment, *, by: Employee | None = None) -> bool:
    """Settle the promise as kept; False when it was settled before."""
    return commitment.keep(by)


@transaction.atomic
def withdraw(commitment: Commitment, *, reason: str, by: Employee | None) -> bool:
    """Take the promise back, for a reason that everybody can read; False when it was settled before."""
    withdrawn = commitment.withdraw(reason=reason, by=by)
    if withdrawn:
        record("commitment.withdrawn", subject=subject(commitment), after={"reason": reason})
    return withdrawn


@transaction.atomic
def unkeep(commitment: Commitment, *, reason: str, by: Employee | None) -> bool:
    """What was said to be kept is not done: the promise is taken back. False where it was not kept."""
    facts = {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_reason": reason[:300]}
    kept = Commitment.objects.kept().filter(pk=commitment.pk)
    undone = kept.update(kept_at=None, kept_by=None, **facts)
    if undone:
        before, after = {"kept_at": commitment.kept_at}, {"reason": reason}
        record("commitment.withdrawn", subject=subject(commitment), before=before, after=after)
    commitment.refresh_from_db()
    return bool(undone)


@transaction.atomic
def renegotiate(commitment: Commitment, *, due_at: datetime, reason: str, by: Employee | None) -> bool:
    """Promise another date with a reason; the first one stays. False when it was settled meanwhile."""
    found = Commitment.objects.open().select_for_update().filter(pk=commitment.pk).first()
    if not found or due_at <= found.made_at:
        return False
    Renegotiation.objects.create(
        commitment=found, by=by, reason=reason[:300], due_before=found.due_at, due_after=due_at
    )
    climbs_at = next_rung_at(Policy.current(), found.kind, due_at, climbed=found.climbed)
    Commitment.objects.filter(pk=found.pk).update(due_at=due_at, reminded_at=None, climbs_at=climbs_at)
    before, after = {"due_at": found.due_at}, {"due_at": due_at, "reason": reason}
    record("commitment.renegotiated", subject=subject(found), before=before, after=after)
    commitment.refresh_from_db()
    return True


@transaction.atomic
def change_kind(commitment: Commitment, kind: str) -> bool:
    """Put an open promise on another ladder, such as that of a danger; False when it is settled."""
    found = Commitment.objects.open().select_for_update().filter(pk=commitment.pk).first()
    if not found or found.kind == kind:
        return False
    climbs_at = next_rung_at(Policy.current(), kind, found.due_at, climbed=found.climbed)
    Commitment.objects.filter(pk=found.pk).update(kind=kind, reminded_at=None, climbs_at=climbs_at)
    commitment.refresh_from_db()
    return True


@transaction.atomic
def hand_over(commitment: Commitment, *, to: Employee | None, by: Employee | None, reason: str = "") -> bool:
    """Pass the promise on, with its date; the relay notes how long it was held. False when it is settled, or
    theirs already."""
    passed = bool(_pass_on(Commitment.objects.filter(pk=commitment.pk), to=to, by=by, reason=reason))
    commitment.refresh_from_db()
    return passed


@transaction.atomic
def hand_over_all(giver: Employee, *, to: Employee | None, by: Employee | None, reason: str) -> int:
    """Pass on all that somebody has open, when they leave; how many there were."""
    return _pass_on(Commitment.objects.filter(owner=giver), to=to, by=by, reason=reason)


def _pass_on(chosen, *, to: Employee | None, by: Employee | None, reason: str) -> int:
    """Write the legs and change the owner of those that are open and not theirs already."""
    found = [row for row in chosen.open().select_for_update() if row.owner_id != (to.pk if to else None)]
    now = timezone.now()
    HandOver.objects.bulk_create(
        [
            HandOver(commitment=row, giver_id=row.owner_id, taker=to, by=by, at=now, reason=reason[:300],
                     held=now - row.owned_since, left=row.due_at - now)
            for row in found
        ],
        batch_size=2000,
    )  # fmt: skip
    for batch in batches([row.pk for row in found]):
        Commitment.objects.filter(pk__in=batch).update(owner=to, owned_since=now, reminded_at=None)
    return len(found)


def batches(keys: list[int], size: int = 5000) -> Iterator[list[int]]:
    """Keys in portions: one statement takes 65,535 values at most."""
    return (keys[at : at + size] for at in range(0, len(keys), size))


def subject(commitment: Commitment) -> str:
    """How the audit trail names it."""
    return f"employees.Commitment:{commitment.pk}"
