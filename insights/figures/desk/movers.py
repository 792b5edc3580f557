"""Who can move what is late, as the ladder finds them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Min
from django.db.models.functions import Coalesce

from employees.actions.ladder import Rungs
from employees.models import Commitment, Employee


class Group(NamedTuple):
    """What is late of one owner in one team: keys, how many, and the date of the oldest."""

    owner: int | None
    team: int | None
    number: int
    oldest: datetime


@dataclass
class Share:
    """What one person can move: their own, that of people who are away, and what nobody owns."""

    key: int | None
    name: str = ""
    own: int = 0
    of_absent: int = 0
    of_nobody: int = 0
    oldest: datetime | None = None

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
        self.oldest = min(filter(None, (self.oldest, group.oldest)))


class Movers:
    """The owner, if they are there; else the lead who is, from the promise's team upward; else the office."""

    def __init__(self) -> None:
        self.rungs = Rungs()
        self.absent = frozenset(Employee.objects.absent().values_list("pk", flat=True))
        self.found: dict[tuple[int | None, int | None], int | None] = {}

    def of(self, owner: int | None, team: int | None) -> int | None:
        """The key of who can move a promise; None where nobody is there."""
        if owner and owner not in self.absent:
            return owner
        if (owner, team) not in self.found:
            self.found[owner, team] = self._stand_in(owner, team)
        return self.found[owner, team]

    def _stand_in(self, owner: int | None, team: int | None) -> int | None:
        rung = "lead" if team else "champion"
        reached = self.rungs.reached(rung, Commitment(owner_id=owner, team_id=team))
        return reached.pk if reached else None


def late_groups() -> Iterable[Group]:
    """What is late now, by owner and team; a promise of no team is its owner's team's."""
    grouped = Commitment.objects.overdue().order_by().annotate(of=Coalesce("team", "owner__team"))
    counted = grouped.values("owner", "of").annotate(number=Count("due_at"), oldest=Min("due_at"))
    return map(Group._make, counted.values_list("owner", "of", "number", "oldest"))


def shares(groups: Iterable[Group], movers: Movers) -> list[Share]:
    """By who can move it, most of it first; not named yet."""
    found: dict[int | None, Share] = {}
    for group in groups:
        key = movers.of(group.owner, group.team)
        found.setdefault(key, Share(key)).add(group)
    return sorted(found.values(), key=lambda share: (-share.number, share.key or 0))


def names_of(keys: Iterable[int | None]) -> dict[int, str]:
    return dict(Employee.objects.filter(pk__in={key for key in keys if key}).values_list("pk", "name"))
