"""What the board shows in numbers: promises open, late, due today, and the share that was kept."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Value
from django.utils import timezone

from employees.metrics import Figure, attainment
from employees.models import Commitment, Employee, Team
from employees.models.ledger import CommitmentQuerySet
from employees.models.people import EmployeeQuerySet
from tenants.here import current_zone, today

WINDOW = timedelta(days=90)
LISTED = 100
"""So many people, teams or kinds are shown."""
# Counts are of a date, which each index has; not each has the key.
KEPT = {
    "kept": Count("due_at"),
    "met": Count("due_at", filter=Q(kept_at__lte=F("due_at"))),
    "first_met": Count("due_at", filter=Q(kept_at__lte=F("first_due_at"))),
}


@dataclass(frozen=True)
class Standing:
    """How many promises stand open now, and how."""

    open: int
    overdue: int
    today: int
    unowned: int


@dataclass(frozen=True)
class Kept:
    """The share of promises kept, of those of the last 90 days that were kept or fell due: by the date that
    was promised first, and by the date it was moved to."""

    first: Figure | None
    moved: Figure | None


@dataclass(frozen=True)
class Share:
    """One person's, team's or kind's part of the board."""

    key: Any
    name: str
    open: int
    overdue: int
    kept: Figure | None


@dataclass(frozen=True)
class Sums:
    """All that the board counts; `shares` where it was asked for by person, team or kind."""

    standing: Standing
    kept: Kept
    shares: list[Share]


def day_ends() -> datetime:
    """The end of today where the organisation is."""
    return datetime.combine(today() + timedelta(days=1), time(), current_zone())


def standing(chosen: CommitmentQuerySet) -> Standing:
    """Counted in one query over the index of what is open."""
    return Standing(**chosen.open().aggregate(**_open_counts(timezone.now())))


def sums(chosen: CommitmentQuerySet, by: str = "") -> Sums:
    """Counted by "owner", "team", "kind" or in one: what is open, and what was kept of the last 90 days, each
    from the one index that holds it all."""
    now, found = timezone.now(), defaultdict[Any, Counter[str]](Counter)
    kept = chosen.kept().filter(due_at__gte=now - WINDOW)
    for part, counts in ((chosen.open(), _open_counts(now) | _late_counts(now)), (kept, KEPT)):
        keyed = part.order_by().annotate(key=F(by) if by else Value("")).values("key")
        for row in keyed.annotate(**counts):
            found[row.pop("key")].update(row)
    whole = Counter[str]()
    for counted in found.values():
        whole.update(counted)
    return Sums(_standing(whole), _kept(whole), _shares(found, by) if by else [])


def owning_nothing(people: EmployeeQuerySet) -> EmployeeQuerySet:
    """Those of these people who are active and own no open promise."""
    owned = Commitment.objects.open().filter(owner=OuterRef("pk")).order_by()
    return people.active().filter(~Exists(owned))


def _open_counts(now: datetime) -> dict[str, Count]:
    return {
        "open": Count("due_at"),
        "overdue": Count("due_at", filter=Q(due_at__lt=now)),
        "today": Count("due_at", filter=Q(due_at__gte=now, due_at__lt=day_ends())),
        "unowned": Count("due_at", filter=Q(owner=None)),
    }


def _late_counts(now: datetime) -> dict[str, Count]:
    """What is open and counts as broken."""
    recent = Q(due_at__gte=now - WINDOW)
    return {
        "late": Count("due_at", filter=recent & Q(due_at__lt=now)),
        "first_late": Count("due_at", filter=recent & Q(first_due_at__lt=now)),
    }


def _standing(counts: Counter[str]) -> Standing:
    return Standing(counts["open"], counts["overdue"], counts["today"], counts["unowned"])


def _kept(counts: Counter[str]) -> Kept:
    """What was withdrawn is in neither."""
    kept, first, met = counts["kept"], counts["first_met"], counts["met"]
    return Kept(
        attainment(first, kept - first + counts["first_late"]), attainment(met, kept - met + counts["late"])
    )


def _shares(found: dict[Any, Counter[str]], by: str) -> list[Share]:
    """The hundred with most late promises."""
    worst = sorted(found.items(), key=lambda one: (-one[1]["overdue"], -one[1]["open"]))[:LISTED]
    names = _names(by, [key for key, _counts in worst if key])
    shares = [
        Share(key, names.get(key, ""), counts["open"], counts["overdue"], _kept(counts).moved)
        for key, counts in worst
    ]
    return sorted(shares, key=lambda share: (-share.overdue, -share.open, share.name))


def _names(by: str, keys: list[Any]) -> dict[Any, str]:
    if by == "kind":
        return {key: str(label) for key, label in Commitment.Kind.choices}
    model = Employee if by == "owner" else Team
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "name"))
