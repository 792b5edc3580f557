"""The promise clock: how much of a promised time is used, left or lost, in words and as a bar."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

BAR = 100
"""Units of the bar that stand for the promised time; what is late crosses them."""
OVER = 20
"""Units that four weeks of lateness fill."""
FOUR_WEEKS = timedelta(weeks=4)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """What the component draws: a state, an icon, words that stand alone, a date and two lengths."""

    state: str
    icon: str
    words: str
    small: str
    run: int
    over: int = 0

    @property
    def end(self) -> int:
        """Where the thick, late part of the bar ends."""
        return BAR + self.over


def duration(span: timedelta) -> str:
    """A length of time as people say it: 42 min, 5 h 50 min, 21 h, 3 days, 5 weeks."""
    minutes = int(span.total_seconds() // 60)
    hours, rest = divmod(minutes, 60)
    days = hours // 24
    if minutes < 60:
        return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("under a minute")
    if hours < 12 and rest:
        return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}
    if hours < 48:
        return _("%(hours)d h") % {"hours": hours}
    if days < 35:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return ngettext("%(weeks)d week", "%(weeks)d weeks", days // 7) % {"weeks": days // 7}


def when(at: datetime, now: datetime | None = None) -> str:
    """A moment as people say it, in the reader's zone: today 17:10, Sunday 16:20, Fri 27 November."""
    at, now = timezone.localtime(at), timezone.localtime(now)
    away = (at.date() - now.date()).days
    time = date_format(at, pgettext("date format: a time", "H:i"))
    names = {-1: _("yesterday %(time)s"), 0: _("today %(time)s"), 1: _("tomorrow %(time)s")}
    if away in names:
        return names[away] % {"time": time}
    if -7 < away < 0:
        return date_format(at, pgettext("date format: a day of this week", "l H:i"))
    if at.year == now.year:
        return date_format(at, pgettext("date format: a day of this year", "D j F"))
    return date_format(at, "DATE_FORMAT")


def is_soon(left: timedelta, whole: timedelta) -> bool:
    """Less than four hours, or less than a sixth of the time where that is shorter."""
    return left < min(4 * HOUR, whole / 6)


def share_used(made_at: datetime, due_at: datetime, end: datetime) -> int:
    """How much of the promised time is used at `end`, 0 to 100."""
    whole = due_at - made_at
    return BAR if whole <= timedelta(0) else max(0, min(BAR, round(BAR * ((end - made_at) / whole))))


def over(late: timedelta) -> int:
    """How far the bar crosses its stroke: logarithmic, visible from the first minute, full at four weeks."""
    if late <= timedelta(0):
        return 0
    full = math.log(1 + FOUR_WEEKS / HOUR)
    return max(2, min(OVER, round(OVER * math.log(1 + late / HOUR) / full)))


def read_clock(
    *,
    made_at: datetime,
    due_at: datetime,
    first_due_at: datetime | None = None,
    kept_at: datetime | None = None,
    withdrawn_at: datetime | None = None,
    now: datetime | None = None,
) -> Clock:
    """The clock of one promise as it stands now; a settled one as it stood when it was settled."""
    now = now or timezone.now()
    run = share_used(made_at, due_at, kept_at or withdrawn_at or now)
    if withdrawn_at:
        words = _("withdrawn %(when)s") % {"when": when(withdrawn_at, now)}
        return Clock("open", "less", _("Withdrawn"), words, run)
    if kept_at:
        return _kept(made_at, due_at, kept_at, now, run)
    return _running(made_at, due_at, first_due_at, now, run)


def _kept(made_at: datetime, due_at: datetime, kept_at: datetime, now: datetime, run: int) -> Clock:
    small = _("kept %(when)s") % {"when": when(kept_at, now)}
    if kept_at > due_at:
        words = _("Kept %(time)s late") % {"time": duration(kept_at - due_at)}
        return Clock("soon", "kept", words, small, run, over(kept_at - due_at))
    return Clock("kept", "kept", _("Kept, took %(time)s") % {"time": duration(kept_at - made_at)}, small, run)


def _running(
    made_at: datetime, due_at: datetime, first_due_at: datetime | None, now: datetime, run: int
) -> Clock:
    moved = first_due_at if first_due_at != due_at else None
    first = _("first promised for %(when)s") % {"when": when(moved, now)} if moved else ""
    if now >= due_at:
        words = _("%(time)s late") % {"time": duration(now - due_at)}
        small = first or _("promised for %(when)s") % {"when": when(due_at, now)}
        return Clock("late", "late", words, small, run, over(now - due_at))
    left = {"time": duration(due_at - now)}
    small = first or _("by %(when)s") % {"when": when(due_at, now)}
    if is_soon(due_at - now, due_at - made_at):
        return Clock("soon", "soon", _("%(time)s left") % left, small, run)
    if moved:
        return Clock("moved", "moved", _("Moved, %(time)s left") % left, small, run)
    return Clock("open", "clock", _("%(time)s left") % left, small, run)
