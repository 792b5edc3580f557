"""What was kept over months, in words, as a chart and as a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from employees import metrics
from employees.figures import LEAST, LISTED, Kept, Months, Record
from employees.metrics import Figure
from insights.charts import LineChart, Point
from insights.figures.relay import beyond
from insights.figures.sheets import part_names, parts
from insights.figures.words import changed, heat, interval, item, number
from tenants.sheets import Cell, Sheet


def months_until(day: date, count: int) -> list[date]:
    """The first days of so many months, the last one that of this day."""
    last = day.year * 12 + day.month - 1
    return [date(at // 12, at % 12 + 1, 1) for at in range(last - count + 1, last + 1)]


def label(month: date) -> str:
    return date_format(month, pgettext("date format: a month of a year", "M Y"))


def items(found: Months) -> list[dict[str, Any]]:
    """The two shares of the whole time; the change is that of the last three months, tested."""
    whole, now, before = found.whole.whole, found.whole.now, found.whole.before
    return [
        item(_("Kept as first promised"), whole.first, unit="%", **changed(now.first, before.first)),
        item(_("Kept as renegotiated"), whole.moved, unit="%", **changed(now.moved, before.moved)),
    ]


def says(found: Months) -> str:
    """What happened in the last three months, in a sentence."""
    now, before = found.whole.now.moved, found.whole.before.moved
    if now is None:
        return _("No promise fell due in the last three months.")
    facts = {"now": number(now.value), "n": number(now.n)}
    said = _("In the last three months %(now)s%% of %(n)s promises were kept in time.") % facts
    change = metrics.change(now, before)
    if change is None or before is None:
        return said
    words = (
        _("Before, it was %(before)s%%: a change, not chance.")
        if change.is_real
        else _("Before, it was %(before)s%%: no evidence of change.")
    )
    return f"{said} {words % {'before': number(before.value)}}"


def chart(found: Months, downloads: Sequence[tuple[str, str]]) -> LineChart:
    name = _("Kept as renegotiated")
    points = [point(month, kept) for month, kept in found.months.items()]
    title = _("Promises kept by month")
    return LineChart("kept", title, says(found), points, name=name, unit="%", downloads=downloads)


def point(month: date, kept: Kept) -> Point:
    figure = kept.moved
    if figure is None:
        return Point(label(month), None)
    low, high = (None if end is None else round(end, 1) for end in (figure.low, figure.high))
    return Point(label(month), round(figure.value, 1), figure.n, low, high)


def rows(found: Months, by: str) -> list[dict[str, Any]]:
    """Each team, kind or person; tinted where it differs from the whole by more than chance."""
    named = [(name_of(record, by), record) for record in found.records[:LISTED]]
    if found.small:
        named.append((_("Teams with fewer than %(n)d, together") % {"n": LEAST}, found.small))
    return [row(name, record, found.whole) for name, record in named]


def name_of(record: Record, by: str) -> str:
    return record.name or (_("Without a team") if by == "team" else _("nobody"))


def row(name: str, record: Record, whole: Record) -> dict[str, Any]:
    kept, change = record.whole, record.changed
    enough = change and min(record.now.moved.n, record.before.moved.n) >= LEAST  # type: ignore[union-attr]
    words = changed(record.now.moved, record.before.moved) if enough else {}
    first, moved = cell(kept.first, whole.whole.first), cell(kept.moved, whole.whole.moved)
    return {
        "name": name, "first": first, "moved": moved,
        "n": number(record.n), "state": words.get("state", "open"), "icon": words.get("icon", "less"),
        "change": words.get("change", _("too few to say")),
    }  # fmt: skip


def cell(figure: Figure | None, whole: Figure | None) -> dict[str, str]:
    if figure is None:
        return {"heat": "0", "value": "–", "small": ""}
    return {"heat": heat(figure, whole), "value": f"{number(figure.value)}%", "small": interval(figure)}


def left_out(found: Months) -> str:
    """Who is not in the table, and why."""
    words = ngettext(
        "One person has fewer than %(least)d promises that fell due, and is counted in the whole only.",
        "%(n)s people have fewer than %(least)d promises that fell due, and are counted in the whole only.",
        found.unlisted,
    )
    few = words % {"n": number(found.unlisted), "least": LEAST} if found.unlisted else ""
    return " ".join(filter(None, (few, beyond(len(found.records)))))


def sheet(found: Months, by: str) -> Sheet:
    """Months first, then each team, kind or person, with exact shares."""
    head = [_("Of"), *part_names(_("Kept as first promised, %")), *part_names(_("Kept as renegotiated, %"))]
    named: list[tuple[str, Kept]] = [(month.isoformat(), kept) for month, kept in found.months.items()]
    named += [(name_of(record, by), record.whole) for record in found.records]
    if found.small:
        named.append((_("Teams with fewer than %(n)d, together") % {"n": LEAST}, found.small.whole))
    lines: list[list[Cell]] = [[name, *parts(kept.first), *parts(kept.moved)] for name, kept in named]
    return Sheet("kept", _("Promises kept"), head, lines)
