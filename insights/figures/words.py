"""Figures as words: rounded, with their interval and n, and what a tested change is called."""

from typing import Any

from django.utils.translation import gettext as _

from employees import metrics
from employees.metrics import Figure
from insights.charts import written

NAMES = {"nps": "NPS", "csat": "CSAT", "ces": "CES", "rating": "Rating"}
DECIMALS = {"nps": 0, "csat": 0, "ces": 1, "rating": 1}
UNITS = {"nps": "", "csat": "%", "ces": "", "rating": ""}
SCALES = {"nps": (-100.0, 100.0), "csat": (0.0, 100.0), "ces": (1.0, 7.0), "rating": (1.0, 5.0)}
OF = {"ces": 7, "rating": 5}


def number(value: float, decimals: int = 0) -> str:
    """In the reader's language; a whole one with its thousands apart."""
    if not decimals:
        return written(round(value))
    return written(round(value, decimals) + 0.0, decimals)  # no minus before a nought


def name_of(metric: str) -> str:
    return _("Rating") if metric == "rating" else NAMES[metric]


def item(
    name: str, figure: Figure | None, *, unit: str = "", decimals: int = 0, **more: Any
) -> dict[str, Any]:
    """One of the components/figs.html."""
    if figure is None:
        return {"name": name, "value": None, "low": None, "n": None, **more}
    sign = "%" if unit == "%" else ""
    low, high = figure.low, figure.high
    return {
        "name": name, "value": number(figure.value, decimals) + sign, "unit": "" if sign else unit,
        "low": None if low is None else number(low, decimals),
        "high": None if high is None else number(high, decimals),
        "n": figure.n, **more,
    }  # fmt: skip


def changed(now: Figure | None, before: Figure | None, *, decimals: int = 0) -> dict[str, Any]:
    """State, icon and words of a change that was tested; none where it cannot be tested."""
    change = metrics.change(now, before)
    if change is None:
        return {}
    if not change.is_real:
        return {"state": "open", "icon": "less", "change": _("no evidence of change")}
    by = {"by": number(abs(change.difference), decimals)}
    if change.difference > 0:
        return {"state": "good", "icon": "kept", "change": _("up %(by)s, a change") % by}
    return {"state": "late", "icon": "late", "change": _("down %(by)s, a change") % by}


def interval(figure: Figure, decimals: int = 0) -> str:
    """The small line below a figure in a table."""
    if figure.low is None or figure.high is None:
        return _("n = %(n)s") % {"n": written(figure.n)}
    facts = {
        "low": number(figure.low, decimals),
        "high": number(figure.high, decimals),
        "n": written(figure.n),
    }
    return _("%(low)s to %(high)s, n = %(n)s") % facts


def finding(metric: str, now: Figure | None, before: Figure | None, compared_with: str) -> str:
    """What a chart shows, in a sentence."""
    decimals, unit = DECIMALS[metric], UNITS[metric]
    if now is None:
        return _("Nobody answered in this time.")
    facts = {"now": number(now.value, decimals) + unit, "time": compared_with}
    change = metrics.change(now, before)
    if change is None or before is None:
        return _("It is %(now)s; there is nothing to compare it with yet.") % facts
    facts["before"] = number(before.value, decimals) + unit
    if not change.is_real:
        return _("It is %(now)s; %(before)s in %(time)s: no evidence of change.") % facts
    return _("It is %(now)s; %(before)s in %(time)s: a change, not chance.") % facts


def heat(figure: Figure | None, whole: Figure | None) -> str:
    """-2 to +2: tinted only what differs from the whole by more than chance, strongly by twice that."""
    change = metrics.change(figure, whole)
    if change is None or not change.is_real:
        return "0"
    return f"{'+' if change.z > 0 else '-'}{2 if abs(change.z) > 2 * metrics.Z else 1}"
