"""Which roll-up rows hold a time: whole months and weeks where the answer does not need the days in them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

DAY = timedelta(days=1)
UNITS = ("month", "week")


@dataclass(frozen=True, slots=True)
class Span:
    """The rows of this unit whose days begin within these two."""

    unit: str
    first: date
    last: date


def begin(unit: str, day: date) -> date:
    """The first day of the week, month or year in which this day lies."""
    if unit in ("month", "year"):
        return day.replace(day=1, month=1 if unit == "year" else day.month)
    return day - timedelta(days=day.weekday()) if unit == "week" else day


def following(unit: str, day: date) -> date:
    """The first day of the next one."""
    longest = {"day": 1, "week": 7, "month": 31, "year": 366}[unit]
    return begin(unit, begin(unit, day) + timedelta(days=longest))


def cover(first: date, last: date, cuts: Iterable[date], steps: Iterable[str]) -> list[Span]:
    """The spans that together hold each day from the first to the last once; none of them runs over a cut or
    over the bounds of one of the steps."""
    units = _units(set(steps))
    starts = [first, *sorted({cut for cut in cuts if first < cut <= last}), last + DAY]
    pieces = (span for start, end in pairwise(starts) for span in _cover(start, end - DAY, units))
    return list(_joined(pieces))


def _units(steps: set[str]) -> tuple[str, ...]:
    """Those that never hold days of two steps, the longest first."""
    if "week" in steps:
        return ("week",) if steps == {"week"} else ()
    return () if "day" in steps else UNITS


def _cover(first: date, last: date, units: tuple[str, ...]) -> Iterator[Span]:
    if not units:
        yield Span("day", first, last)
        return
    unit, *smaller = units
    while first <= last:
        next_one = following(unit, first)
        if first == begin(unit, first) and next_one - DAY <= last:
            yield Span(unit, first, first)
        else:
            yield from _cover(first, min(last, next_one - DAY), tuple(smaller))
        first = next_one


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Neighbours of one unit as one."""
    held: Span | None = None
    for span in spans:
        if held and held.unit == span.unit and following(span.unit, held.last) == span.first:
            held = Span(held.unit, held.first, span.last)
        else:
            if held:
                yield held
            held = span
    if held:
        yield held
