"""What the week's letter tells."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.figures import Kept, Months, kept_by_month, losses
from employees.models import Employee
from insights.figures.desk import first_of, sections
from insights.figures.paths import path_of
from insights.figures.words import changed, interval, number
from tenants.clock import duration
from tenants.here import absolute, midnight

WEEK = timedelta(days=7)
MOVERS, PASSED = 5, 3
LEFT_OUT = {"free"}


def week(reader: Employee, monday: date) -> dict[str, Any]:
    """How things stand on this Monday, and what was kept and lost in the week before."""
    found = [section for section in sections(reader) if section.key not in LEFT_OUT]
    late = next(section for section in found if section.key == "late")
    first = first_of(found)
    last = kept_by_month([monday - 2 * WEEK, monday - WEEK], "kind", until=monday)
    return {
        "monday": monday, "sections": found, "late": late, "movers": late.facts["shares"][:MOVERS],
        "first": first, "first_url": absolute(first.url) if first else "",
        "kept": kept_lines(last), "lost": lost_lines(monday),
    }  # fmt: skip


def kept_lines(last: Months) -> list[str]:
    """What was kept in the last week, and whether that is more or less than in the one before."""
    before, now = last.months.values()
    if now.moved is None or now.first is None:
        return [_("No promise fell due last week.")]
    return [
        *(share_line(name, *pair) for name, pair in named(now, before)),
        _("This counts promises that fell due last week; what is open and late counts as broken."),
    ]


def named(now: Kept, before: Kept) -> list[tuple[str, tuple[Any, Any]]]:
    return [
        (_("Kept as first promised"), (now.first, before.first)),
        (_("Kept as renegotiated"), (now.moved, before.moved)),
    ]


def share_line(name: str, now: Any, before: Any) -> str:
    facts = {"name": name, "share": number(now.value), "interval": interval(now)}
    said = _("%(name)s: %(share)s%% (%(interval)s)") % facts
    words = changed(now, before).get("change")
    return f"{said}; {words}" if words else said


def lost_lines(monday: date) -> list[tuple[str, str]]:
    """The promises that lost most between hands in the last week: in words, and where they are."""
    lines = []
    for passed in losses(midnight(monday - WEEK), midnight(monday), PASSED):
        words = ngettext(
            "“%(promise)s” lost %(time)s in %(n)s hand.", "“%(promise)s” lost %(time)s in %(n)s hands.",
            passed.legs,
        )  # fmt: skip
        facts = {"promise": passed.promise, "time": duration(passed.lost), "n": number(passed.legs)}
        lines.append((words % facts, absolute(path_of("employees:promise", passed.key))))
    return lines
