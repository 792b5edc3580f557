"""Who can move what is late, as the ladder finds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf
from typing import NamedTuple

from django.db.models import Count, FloatField, Func, Min

from employees.actions.ladder import Rungs
from employees.models import Commitment, Employee


class Epoch(Func):
    template = "extract(epoch FROM %(expressions)s)::float"
    output_field = FloatField()


class Group(NamedTuple):
    """What is late of one owner in one team: keys, how many, and when the oldest was due, in seconds of the
    epoch: of hundreds of groups a page names eight."""

    owner: int | None
    team: int | None
    number: int
    since: float


@dataclass
class Share:
    """What one person can move: their own, that of people who are away, and what nobody owns."""

    key: int | None
    name: str = ""
    own: int = 0
    of_absent: int = 0
    of_nobody: int = 0
    since: float = inf

    @property
    def number(self) -> int:
        return self.own + self.of_absent + self.of_nobody

    def add(self, group: Group) -> None:
        if group.owner is None:
            self.of_nobody += group.number
        elif group.owner == self.key:
            self.own += group.number
        else:
            self.of_absent += group.number
        self.since = min(self.since, group.since)

    @property
    def oldest(self) -> datetime:
        return datetime.fromtimestamp(self.since, UTC)


class Movers:
    """The owner, if they are there; else the lead who is, from the promise's team upward; else the office."""

    def __init__(self) -> None:
        self.rungs = Rungs("name", "is_admin")
        self.absent = dict(Employee.objects.absent().values_list("pk", "team"))
        self.found: dict[tuple[int | None, int | None], int | None] = {}

    def of(self, owner: int | None, team: int | None) -> int | None:
        """The key of who can move a promise; None where nobody is there. One of no team is its owner's."""
        if owner and owner not in self.absent:
            return owner
        team = team or self.absent.get(owner or 0)
        if (owner, team) not in self.found:
            self.found[owner, team] = self._stand_in(owner, team)
        return self.found[owner, team]

    def name_of(self, mover: int | None, promise: Commitment) -> str:
        """Of who can move it: its owner, or one of those who are reached in their stead."""
        if promise.owner and mover == promise.owner_id:
            return promise.owner.name
        return self.rungs.present[mover].name if mover else ""

    def _stand_in(self, owner: int | None, team: int | None) -> int | None:
        rung = "lead" if team else "champion"
        reached = self.rungs.reached(rung, Commitment(owner_id=owner, team_id=team))
        return reached.pk if reached else None


def late_groups() -> Iterable[Group]:
    """What is late now, by owner and team."""
    grouped = Commitment.objects.overdue().order_by().values("owner", "team")
    counted = grouped.annotate(number=Count("due_at"), since=Epoch(Min("due_at")))
    return map(Group._make, counted.values_list("owner", "team", "number", "since"))


def shares(groups: Iterable[Group], movers: Movers) -> list[Share]:
    """By who can move it, most of it first; not named yet."""
    found: dict[int | None, Share] = {}
    for group in groups:
        key = movers.of(group.owner, group.team)
        found.setdefault(key, Share(key)).add(group)
    return sorted(found.values(), key=lambda share: (-share.number, share.key or 0))


def names_of(keys: Iterable[int | None]) -> dict[int, str]:
    return dict(Employee.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))
