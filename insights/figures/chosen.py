"""What a reader chose to see: the time, where, and in which steps."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.figures import Scope, begin, first_day, following
from insights.figures.tree import Tree
from tenants.here import current_zone

DAY = timedelta(days=1)
USUAL = 90
STEPS = ("day", "week", "month", "year")
MOST = 120
"""So many points a chart has at most; a file has what was chosen."""
PARTS = 13
"""Of a branch's small line."""


@dataclass(frozen=True)
class Chosen:
    """A time and a place in the tree; `days` is None for all the time there is. Beside them the names of all
    touchpoints, and name and kind of each listening post."""

    tree: Tree
    days: int | None = USUAL
    step: str = ""
    team: int | None = None
    touchpoint: int | None = None
    post: int | None = None
    case_days: int | None = None
    most: float = MOST
    touchpoints: Mapping[int, str] = field(default_factory=dict)
    posts: Mapping[int, tuple[str, str]] = field(default_factory=dict)

    @cached_property
    def today(self) -> date:
        """Of the organisation, whoever reads."""
        return timezone.localdate(timezone=current_zone())

    @cached_property
    def start(self) -> date:
        """The first day that is shown."""
        if self.days:
            return self.today - timedelta(days=self.days - 1)
        return min(first_day() or self.today, self.today)

    @cached_property
    def length(self) -> int:
        return (self.today - self.start).days + 1

    @cached_property
    def steps(self) -> str:
        """Days, weeks, months or years: as chosen, or so that a chart has some thirteen to sixty points;
        longer ones where there would be too many."""
        usual = "day" if self.length <= 45 else "week" if self.length <= 400 else "month"
        first = STEPS.index(self.step or usual)
        return next((step for step in STEPS[first:] if len(self.divided(step)) <= self.most), STEPS[-1])

    @cached_property
    def scope(self) -> Scope:
        """What is read: the time that is shown, and as much before it to compare with; of all the time,
        the later half is compared with the earlier one."""
        return Scope(
            self.start - timedelta(days=self.days) if self.days else self.start,
            self.today,
            self.tree.branches(self.team),
            self.only(self.touchpoint),
            self.only(self.post),
            now=self.start if self.days else self.parts[len(self.parts) // 2],
            parts=tuple(self.parts),
        )

    @cached_property
    def shown(self) -> Scope:
        return replace(self.scope, start=self.start)

    @cached_property
    def cases(self) -> Scope:
        """Which cases are looked at: those opened in a time of its own, 90 days where nothing was chosen; and
        in as long a time before that, to compare with."""
        days = self.case_days or min(self.days or USUAL, USUAL)
        now = self.today - timedelta(days=days - 1)
        return replace(self.scope, start=now - timedelta(days=days), now=now)

    @cached_property
    def buckets(self) -> list[date]:
        """The first day of each step of the time that is shown."""
        return self.divided(self.steps)

    def divided(self, step: str) -> list[date]:
        found, day = [], begin(step, self.start)
        while day <= self.today:
            found.append(day)
            day = following(step, day)
        return found

    @cached_property
    def parts(self) -> list[date]:
        """The first days of at most thirteen parts of the time that is shown, of whole steps each."""
        of_one = -(-len(self.buckets) // PARTS)
        return [self.start, *self.buckets[of_one::of_one]]

    @cached_property
    def labels(self) -> list[str]:
        """A name for each step."""
        return [self.label(bucket) for bucket in self.buckets]

    def label(self, bucket: date) -> str:
        if self.steps == "year":
            return str(bucket.year)
        if self.steps == "month":
            return date_format(bucket, pgettext("date format: a month of a year", "M Y"))
        return date_format(bucket, pgettext("date format: a day in a chart", "j M"))

    @property
    def compared_with(self) -> str:
        if self.days:
            return _("the %(days)d days before") % {"days": self.days}
        return _("the first half of the time")

    @staticmethod
    def only(key: int | None) -> frozenset[int] | None:
        return None if key is None else frozenset([key])
