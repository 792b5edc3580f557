"""When people work: intervals of the week in one time zone, holidays left out, right across summer time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FARTHEST = 3 * 366
"""Days that are looked at: whoever works on none of them is counted by the calendar."""

Shift = tuple[timedelta, timedelta]
"""From and until, since midnight by the clock on the wall."""


@dataclass(frozen=True)
class WorkingHours:
    """Somebody's week: shifts a day (0 is Monday), by the clock on the wall of their zone."""

    zone: ZoneInfo
    week: Mapping[int, Sequence[Shift]]
    holidays: frozenset[date] = frozenset()

    def due_after(self, start: datetime, hours: float) -> datetime:
        """The moment at which so many working hours have passed since `start`."""
        left = hours * HOUR
        for begins, ends in self._pieces_from(start):
            begins = max(begins, start)
            if begins < ends:
                if ends - begins >= left:
                    return begins + left
                left -= ends - begins
        return start + hours * HOUR

    def _pieces_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = start.astimezone(self.zone).date()
        for away in range(FARTHEST if self.week else 0):
            yield from self._pieces(first + away * DAY)

    def _pieces(self, day: date) -> list[tuple[datetime, datetime]]:
        """The stretches of real time in which the wall clock stands within a shift of this day."""
        shifts = () if day in self.holidays else self.week.get(day.weekday(), ())
        if not shifts:
            return []
        midnight = datetime.combine(day, time(), UTC)
        found = [
            (max(midnight + opens - offset, since), min(midnight + closes - offset, until))
            for since, until, offset in offsets(self.zone, day)
            for opens, closes in shifts
        ]
        return sorted(piece for piece in found if piece[0] < piece[1])


@lru_cache(maxsize=4096)
def offsets(zone: tzinfo, day: date) -> list[tuple[datetime, datetime, timedelta]]:
    """Which offset from UTC holds when, around this day: one stretch, or two when the clocks change."""
    noon = datetime.combine(day, time(12), UTC)
    since, until = noon - 27 * HOUR, noon + 27 * HOUR
    before, after = _offset(zone, since), _offset(zone, until)
    if before == after:
        return [(since, until, before)]
    low, high = since, until
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    change = high.replace(microsecond=0)
    return [(since, change, before), (change, until, after)]


def _offset(zone: tzinfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def read_week(text: Mapping[str, Sequence[Sequence[str]]]) -> dict[int, list[Shift]]:
    """The week as it is stored: {"0": [["09:00", "12:30"], ["13:30", "24:00"]]}."""
    return {
        int(day): [(since_midnight(a), since_midnight(b)) for a, b in shifts] for day, shifts in text.items()
    }


def since_midnight(text: str) -> timedelta:
    """Of `09:30`; the day's end is `24:00`."""
    hours, minutes = text.split(":")
    return timedelta(hours=int(hours), minutes=int(minutes))


def validate_week(week: object) -> None:
    """Refuse a week whose intervals are malformed, empty, overlapping or out of order."""
    try:
        read = read_week(week)  # type: ignore[arg-type]
    except (ValueError, TypeError, AttributeError):
        raise ValidationError(_("Write intervals as 09:00-12:30, 13:30-17:00.")) from None
    for day, shifts in read.items():
        edges = [edge for shift in shifts for edge in shift]
        if edges != sorted(set(edges)) or (edges and not timedelta() <= edges[0] < edges[-1] <= DAY):
            raise ValidationError(_("The intervals of a day must follow one another within the day."))
        if day not in range(7):
            raise ValidationError(_("A week has the days 0 to 6."))


def validate_holidays(days: object) -> None:
    """Refuse a list that holds anything but dates."""
    try:
        _holidays(days)  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise ValidationError(_("Write dates as 2026-12-25.")) from None


def read_hours(
    zone: ZoneInfo, week: Mapping[str, Sequence[Sequence[str]]], days: Sequence[str]
) -> WorkingHours:
    """Working hours from what is stored."""
    return WorkingHours(zone, read_week(week), _holidays(days))


def _holidays(days: Sequence[str]) -> frozenset[date]:
    return frozenset(date.fromisoformat(day) for day in days)
