"""The funnel as a page and a file show it."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ideas.figures.funnel import Funnel, Funnels
from ideas.metrics.checking import written
from tenants.sheets import Cell, Sheet


def items(whole: Funnel) -> list[dict[str, Any]]:
    """One of components/figs.html for each step."""
    share, days = whole.reviewed_in_time, _("median days: %(days)s")
    in_time = {
        "name": _("Reviewed in time"), "value": _percent(share.value) + "%" if share else None,
        "low": _percent(share.low) if share else None,
        "high": _percent(share.high) if share else None, "n": share.n if share else None,
        "note": days % {"days": _days(whole.to_answer)} if whole.to_answer is not None else "",
    }  # fmt: skip
    steps = [
        (_("Planned"), whole.planned, whole.to_start), (_("Completed"), whole.completed, whole.to_delivery),
        (_("Proven"), whole.proven, whole.to_verdict),
    ]  # fmt: skip
    return [
        {"name": _("Handed in"), "value": _count(whole.handed_in)}, in_time,
        *({"name": name, "value": _count(n),
           "note": days % {"days": _days(median)} if median is not None else ""}
          for name, n, median in steps),
    ]  # fmt: skip


def rows(found: Funnels) -> list[tuple[str, ...]]:
    """A line for each part: its name, and what its cells show."""
    return [(_name(part, found.by), *_cells(part)) for part in found.parts]


def _cells(part: Funnel) -> list[str]:
    share = part.reviewed_in_time
    return [
        _count(part.handed_in), f"{_percent(share.value)}% (n = {_count(share.n)})" if share else "–",
        _count(part.planned), _count(part.completed), _count(part.proven),
        *map(_days, (part.to_answer, part.to_start, part.to_delivery, part.to_verdict)),
    ]  # fmt: skip


def heads() -> list[str]:
    return [
        _("Handed in"), _("Reviewed in time"), _("Planned"), _("Completed"), _("Proven"),
        _("Days to the answer"), _("Days planned"), _("Days to delivery"), _("Days to the verdict"),
    ]  # fmt: skip


def sheet(found: Funnels) -> Sheet:
    """Bare numbers, the whole in the first line."""
    head = [
        _("Of"), _("Handed in"), _("Answered"), _("In time"), _("Late"), _("Planned"), _("Completed"),
        _("Judged"), _("Proven"), *heads()[5:],
    ]  # fmt: skip
    lines: list[list[Cell]] = [
        [name, one.handed_in, one.answered, one.in_time, one.late, one.planned, one.completed, one.judged,
         one.proven, one.to_answer, one.to_start, one.to_delivery, one.to_verdict]
        for name, one in [(_("all"), found.whole), *((_name(part, found.by), part) for part in found.parts)]
    ]  # fmt: skip
    return Sheet("ideas", _("Ideas in figures"), head, lines)


def _name(part: Funnel, by: str) -> str:
    return part.name or (_("without a challenge") if by == "challenge" else _("without a team"))


def _percent(share: float | None) -> str:
    return written("csat", share)


def _count(n: int) -> str:
    return number_format(n, force_grouping=True)


def _days(median: float | None) -> str:
    return "–" if median is None else number_format(round(median, 1), 1)
