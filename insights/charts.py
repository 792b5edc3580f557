"""Charts as numbers for SVG: pure geometry. The templates components/chart_*.html and spark.html draw it.

Paths live in a box of WIDTH x HEIGHT that the browser stretches; labels are HTML, so they keep their size.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 600, 240
STEPS = (1, 2, 2.5, 5, 10)
NARROW = 0.01


@dataclass(frozen=True)
class Point:
    """One place on the x axis: a value with its interval and n; no value where nobody answered."""

    label: str
    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None


def in_brief(value: float | None) -> str:
    """With one decimal, unless it is whole."""
    if value is None:
        return ""
    rounded = round(value, 1) + 0.0  # no minus before a nought
    return written(rounded, 0 if rounded == int(rounded) else 1)


def written(number: float, decimals: int | None = None) -> str:
    """A number in the reader's language; a count, which asks for no decimals, with its thousands apart."""
    return _written(number, decimals, get_language())


@lru_cache(10_000)
def _written(number: float, decimals: int | None, _language: str | None) -> str:
    """A page has hundreds of numbers, many of them often, and Django looks up the format of each."""
    return number_format(number, decimals, use_l10n=True, force_grouping=decimals is None)


@dataclass(frozen=True)
class Axis:
    """The y axis: what it shows of the scale, and where its lines are."""

    bottom: float
    top: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """Values of the lines, the highest first, as they stand beside the chart."""
        count = round((self.top - self.bottom) / self.step)
        return [round(self.top - n * self.step, 6) for n in range(count + 1)]

    def y(self, value: float) -> float:
        """Where a value stands in the box; what is outside the axis stands at its edge."""
        share = (value - self.bottom) / (self.top - self.bottom)
        return round(HEIGHT * (1 - max(0.0, min(1.0, share))), 1)


def fit_axis(values: Sequence[float], least: float, most: float, lines: int = 4) -> Axis:
    """An axis of about `lines` round steps that holds the values and stays inside the scale."""
    low, high = (min(values), max(values)) if values else (least, most if math.isfinite(most) else least + 1)
    if high - low < NARROW:
        low, high = max(least, low - 1), min(most, high + 1)
    raw = (high - low) / lines
    size = 10 ** math.floor(math.log10(raw)) if raw > 0 else 1
    step = next(size * n for n in STEPS if size * n >= raw)
    bottom, top = math.floor(low / step) * step, math.ceil(high / step) * step
    bottom, top = max(bottom, least), min(top, most)
    whole = math.ceil((top - bottom) / step - 1e-9) * step
    if bottom + whole > most:
        bottom = top - whole
    return Axis(round(bottom, 6), round(bottom + whole, 6), step)


def x_at(index: int, count: int) -> float:
    """Where the point of this index stands; a single point stands in the middle."""
    return round(WIDTH * index / (count - 1), 1) if count > 1 else WIDTH / 2


def runs(values: Sequence[float | None]) -> list[list[int]]:
    """Indices of neighbouring values, broken where there is none."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def line_path(values: Sequence[float | None], axis: Axis) -> str:
    """A line through the values that stops where there is none."""
    count = len(values)
    return "".join(
        "M" + " L".join(f"{x_at(i, count)} {axis.y(values[i] or 0)}" for i in run)
        for run in runs(values)
        if len(run) > 1
    )


def dots_path(values: Sequence[float | None], axis: Axis) -> str:
    """Dots for values that have no neighbour, and for the last one."""
    count, found = len(values), runs(values)
    alone = [run[0] for run in found if len(run) == 1] + [run[-1] for run in found[-1:] if len(run) > 1]
    return "".join(f"M{x_at(i, count)} {axis.y(values[i] or 0)}h0" for i in alone)


def band_path(points: Sequence[Point], axis: Axis) -> str:
    """The area between the ends of the intervals."""
    lows = [point.low if point.high is not None else None for point in points]
    return "".join(_piece(points, run, axis) for run in runs(lows) if len(run) > 1)


def _piece(points: Sequence[Point], run: list[int], axis: Axis) -> str:
    count = len(points)
    above = [f"{x_at(i, count)} {axis.y(points[i].high or 0)}" for i in run]
    below = [f"{x_at(i, count)} {axis.y(points[i].low or 0)}" for i in reversed(run)]
    return f"M{' L'.join(above + below)}Z"


def sparse(labels: Sequence[str], most: int = 7) -> list[str]:
    """Evenly spaced labels, the first and the last among them, so that none stands beside its point."""
    gaps = len(labels) - 1
    if gaps < 1:
        return list(labels)
    wanted = next(n for n in range(min(most, gaps + 1) - 1, 0, -1) if gaps % n == 0)
    return list(labels[:: gaps // wanted])


def spark_path(values: Sequence[float | None], width: int = 96, height: int = 24) -> str:
    """A line for a table's cell, between its own lowest and highest value."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return ""
    low, span = min(known), (max(known) - min(known)) or 1
    across = [2 + (width - 4) * i / (len(values) - 1) for i in range(len(values))]
    places = {i: f"{across[i]:.0f} {height - 3 - (height - 6) * (v - low) / span:.0f}"
              for i, v in enumerate(values) if v is not None}  # fmt: skip
    return "".join("M" + " L".join(places[i] for i in run) for run in runs(values) if len(run) > 1)


def percents(counts: Sequence[int]) -> list[int]:
    """Whole percentages that add up to 100: the largest remainders are rounded up."""
    total = sum(counts)
    if not total:
        return [0 for _count in counts]
    exact = [100 * count / total for count in counts]
    whole = [math.floor(share) for share in exact]
    order = sorted(range(len(counts)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: 100 - sum(whole)]:
        whole[i] += 1
    return whole


@dataclass(frozen=True)
class Event:
    """Something that happened at a point: a new version of the question, a prevention that took effect."""

    index: int
    label: str


@dataclass(frozen=True)
class Chart:
    """What line and bar charts share. `finding` says in words what is to be seen."""

    key: str
    title: str
    finding: str
    points: Sequence[Point]
    least: float = 0
    most: float = 100
    name: str = ""
    unit: str = ""
    goal: float | None = None
    events: Sequence[Event] = ()
    downloads: Sequence[tuple[str, str]] = field(default=())

    @cached_property
    def n(self) -> int:
        """All answers behind the chart."""
        return sum(point.n for point in self.points)

    @property
    def rows(self) -> list[list[str]]:
        """The table behind the chart: label, value, interval where there is any, and n."""
        none, interval = _("none"), _("%(low)s to %(high)s")
        found = []
        for point in self.points:
            row = [point.label, none if point.value is None else in_brief(point.value) + self.unit]
            if self.has_interval:
                known = None not in (point.low, point.high)
                row.append(
                    interval % {"low": in_brief(point.low), "high": in_brief(point.high)} if known else ""
                )
            found.append([*row, written(point.n)])
        return found

    @property
    def values(self) -> list[float | None]:
        return [point.value for point in self.points]

    @cached_property
    def axis(self) -> Axis:
        ends = [x for p in self.points for x in (p.value, p.low, p.high) if x is not None]
        return fit_axis(ends + ([self.goal] if self.goal is not None else []), self.least, self.most)

    @cached_property
    def axis_note(self) -> str:
        """What the axis leaves out, in words; nothing where it shows the whole scale."""
        if (self.axis.bottom, self.axis.top) == (self.least, self.most) or self.most == math.inf:
            return ""
        facts = {"bottom": self.axis.bottom, "top": self.axis.top, "least": self.least, "most": self.most}
        return _("The axis shows %(bottom)g to %(top)g; the scale runs from %(least)g to %(most)g.") % facts

    @property
    def grid(self) -> str:
        return "".join(f"M0 {self.axis.y(tick)}H{WIDTH}" for tick in self.axis.ticks)

    @cached_property
    def goal_y(self) -> float | None:
        return None if self.goal is None else self.axis.y(self.goal)

    @cached_property
    def has_interval(self) -> bool:
        return any(point.low is not None for point in self.points)


@dataclass(frozen=True)
class LineChart(Chart):
    """A metric over time, with the band of its interval."""

    @property
    def line(self) -> str:
        return line_path(self.values, self.axis)

    @property
    def dots(self) -> str:
        return dots_path(self.values, self.axis)

    @cached_property
    def band(self) -> str:
        return band_path(self.points, self.axis)

    @property
    def marks(self) -> str:
        """Upright lines at the events."""
        count = len(self.points)
        return "".join(f"M{x_at(event.index, count)} 0V{HEIGHT}" for event in self.events)

    @property
    def labels(self) -> list[str]:
        return sparse([point.label for point in self.points])


@dataclass(frozen=True)
class BarChart(Chart):
    """Counts or shares beside one another, from 0 up; bars of fewer answers than `pale_below` are pale."""

    pale_below: int = 0

    @cached_property
    def axis(self) -> Axis:
        known = [point.value for point in self.points if point.value is not None]
        return fit_axis([0, *known, *([self.goal] if self.goal is not None else [])], 0, self.most)

    @property
    def bars(self) -> str:
        """The path of the bars."""
        return self._path(lambda point: point.n >= self.pale_below)

    @property
    def pale_bars(self) -> str:
        return self._path(lambda point: point.n < self.pale_below)

    def _path(self, wanted: Callable[[Point], bool]) -> str:
        slot = WIDTH / max(1, len(self.points))
        width = round(slot * 0.7, 1)
        return "".join(
            f"M{round(slot * (i + 0.15), 1)} {self.axis.y(point.value)}h{width}V{HEIGHT}h-{width}z"
            for i, point in enumerate(self.points)
            if point.value is not None and wanted(point)
        )

    @property
    def labels(self) -> list[str]:
        """One a bar; where they would collide, only every second, third ... that has room is written."""
        count = len(self.points)
        every = math.ceil(count / 6) or 1
        return [p.label if i % every == 0 and i + every <= count else "" for i, p in enumerate(self.points)]


@dataclass(frozen=True)
class Part:
    """One part of a bar of 100 %."""

    label: str
    count: int
    percent: int
    kind: str
    x: int


@dataclass(frozen=True)
class ShareChart:
    """One bar of 100 %: promoters, passives and detractors, or any parts of a whole."""

    key: str
    title: str
    finding: str
    counts: Sequence[tuple[str, int, str]]
    """Label, count and class (c-pro, c-pas, c-det) of each part, as they follow one another."""

    @property
    def n(self) -> int:
        return sum(count for _label, count, _kind in self.counts)

    @property
    def parts(self) -> list[Part]:
        shares = percents([count for _label, count, _kind in self.counts])
        return [
            Part(label, count, share, kind, sum(shares[:i]))
            for i, ((label, count, kind), share) in enumerate(zip(self.counts, shares, strict=True))
        ]
