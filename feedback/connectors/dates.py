"""Dates as files hold them. A date that can be read in two ways is never guessed: it has two readings."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

DMY, MDY, OPEN, EPOCH = "dmy", "mdy", "open", "epoch"
ORDERS = (OPEN, DMY, MDY, EPOCH)
NOON = time(12)
"""The time of an answer whose day alone is known: the same day in nearly every zone."""
CLOCK = r"(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([ap]\.?m\.?)?)?"
NUMBERS = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4}|\d{2})" + CLOCK, re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})([/.\-])(\d{1,2})\2(\d{1,2})" + CLOCK, re.IGNORECASE)
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([a-z]{3,9})\.?,?[ \-](\d{4})" + CLOCK, re.IGNORECASE)
MONTH_DAY = re.compile(r"([a-z]{3,9})\.?[ \-](\d{1,2})(?:st|nd|rd|th)?,?[ \-](\d{4})" + CLOCK, re.IGNORECASE)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@lru_cache(maxsize=4096)
def readings(text: str, order: str, zone: str) -> tuple[datetime, ...]:
    """Every moment that the text can mean in this order: none, one or two. `open` allows both orders."""
    if order == EPOCH:
        return _epoch(text)
    if match := NUMBERS.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        year += 2000 if len(match[4]) == 2 else 0
        pairs = {DMY: [(second, first)], MDY: [(first, second)]}
        months = pairs.get(order) or pairs[DMY] + pairs[MDY]
        found = [_moment(year, month, day, match.groups()[4:], zone) for month, day in dict.fromkeys(months)]
    else:
        found = [_plain(text, zone)]
    return tuple(moment for moment in found if moment)


def _plain(text: str, zone: str) -> datetime | None:
    """A date that says itself which number is the month."""
    if len(text) > 10 and (moment := _iso(text)):
        return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    if match := YEAR_FIRST.fullmatch(text):
        return _moment(int(match[1]), int(match[3]), int(match[4]), match.groups()[4:], zone)
    if match := DAY_MONTH.fullmatch(text):
        return _moment(int(match[3]), _month(match[2]), int(match[1]), match.groups()[3:], zone)
    if match := MONTH_DAY.fullmatch(text):
        return _moment(int(match[3]), _month(match[1]), int(match[2]), match.groups()[3:], zone)
    return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _month(name: str) -> int:
    return MONTHS.index(name[:3].lower()) + 1 if name[:3].lower() in MONTHS else 0


def _moment(year: int, month: int, day: int, clock: Sequence[str | None], zone: str) -> datetime | None:
    hour, minute, second, half = clock
    try:
        if hour is None:
            return datetime.combine(date(year, month, day), NOON, ZoneInfo(zone))
        hours = int(hour)
        if half:
            if not 1 <= hours <= 12:
                return None
            hours = hours % 12 + (12 if half[0] in "pP" else 0)
        return datetime(year, month, day, hours, int(minute or 0), int(second or 0), tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


def _epoch(text: str) -> tuple[datetime, ...]:
    try:
        seconds = float(text)
        return (datetime.fromtimestamp(seconds / 1000 if abs(seconds) > 1e11 else seconds, UTC),)
    except (ValueError, OverflowError, OSError):
        return ()


def decide(rows: Iterable[Sequence[datetime]]) -> datetime | None:
    """The moment of a response from the readings of its rows: the one day that all of them allow.

    A certain row decides; rows that contradict one another, or leave two days, decide nothing. Of several
    times of that day the earliest counts.
    """
    dated = list(rows)
    days = [{moment.date() for moment in found} for found in dated]
    common = set.intersection(*days) if days else set()
    if len(common) != 1:
        return None
    return min(moment for found in dated for moment in found if moment.date() in common)


@dataclass
class Orders:
    """How many values can be read in which order."""

    dmy: int = 0
    mdy: int = 0
    both: int = 0
    same: int = 0
    plain: int = 0
    unreadable: int = 0

    def add(self, text: str) -> None:
        """Count one value."""
        if not NUMBERS.fullmatch(text):
            self.plain += 1 if _plain(text, "UTC") else 0
            self.unreadable += 0 if _plain(text, "UTC") else 1
            return
        day_first, month_first = readings(text, DMY, "UTC"), readings(text, MDY, "UTC")
        self.dmy += bool(day_first and not month_first)
        self.mdy += bool(month_first and not day_first)
        self.both += bool(day_first and month_first)
        self.same += bool(day_first and day_first == month_first)
        self.unreadable += not day_first and not month_first

    @property
    def fits(self) -> str:
        """The one order that no value speaks against, though some speak for it."""
        return {(True, False): DMY, (False, True): MDY}.get((self.dmy > 0, self.mdy > 0), OPEN)


@dataclass
class DateReport:
    """What the page says of a date column: by value, and by the value of another column."""

    all: Orders = field(default_factory=Orders)
    by: dict[str, Orders] = field(default_factory=dict)
    responses: Counter[str] = field(default_factory=Counter)


def analyse(values: Iterable[tuple[str, str]]) -> DateReport:
    """Count pairs of (date, value of the other column)."""
    report = DateReport()
    for text, other in values:
        if text:
            report.all.add(text)
            report.by.setdefault(other, Orders()).add(text)
    return report


def count_responses(rows: Iterable[tuple[str, str, str]], orders: dict[str, str], order: str) -> Counter[str]:
    """How many responses have a date, of (response, date, value of the other column): dated, open."""
    found: dict[str, list[tuple[datetime, ...]]] = {}
    for response, text, other in rows:
        dates = found.setdefault(response, [])
        if text:
            dates.append(readings(text, orders.get(other, order), "UTC"))
    return Counter("dated" if decide(dates) else "open" if dates else "none" for dates in found.values())
