"""How the whole has moved from wave to wave."""

from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from employees.figures import comparable_past
from employees.metrics import Figure
from employees.models import Result, Wave
from employees.models.asking import ENPS
from insights.charts import LineChart, Point
from insights.figures.pulse.gather import Cell, Part
from insights.figures.pulse.words import month
from insights.figures.words import changed, interval, number

LISTED = 24
"""So many waves stand in the list: two years of one each month."""


@dataclass(frozen=True)
class Row:
    """A closed wave and what its whole answered."""

    wave: Wave
    enps: Figure | None
    cell: Cell | None
    change: dict[str, Any]

    @property
    def value(self) -> str:
        return number(self.enps.value) if self.enps else ""

    @property
    def interval(self) -> str:
        return interval(self.enps) if self.enps else ""

    @property
    def rate(self) -> str:
        rate = self.cell.rate if self.cell else None
        return f"{number(rate.value)}%" if rate else ""


def rows() -> list[Row]:
    """The latest waves, the latest first."""
    waves = list(Wave.objects.closed()[:LISTED])
    whole = Result.objects.filter(wave__in=waves, group__parent=None, part=Part.WHOLE, value="")
    cells: dict[int, Cell] = {}
    for row in whole.select_related("group"):
        cell = cells.setdefault(row.wave_id, Cell(row.group, row.part))
        cell.results[row.question] = row
    figures = {wave.pk: _enps(wave, cells.get(wave.pk)) for wave in waves}
    return [
        Row(
            wave,
            figures[wave.pk],
            cells.get(wave.pk),
            changed(figures[wave.pk], _before(wave, waves, figures)),
        )
        for wave in waves
    ]


def _before(wave: Wave, waves: list[Wave], figures: dict[int, Figure | None]) -> Figure | None:
    """What the whole answered in the wave before it, of the same programme and people."""
    older = waves[waves.index(wave) + 1 :]
    return next((figures[one.pk] for one in older if is_alike(one, wave)), None)


def is_alike(one: Wave, other: Wave) -> bool:
    return (one.programme_id, one.branches) == (other.programme_id, other.branches)


def _point(label: str, figure: Figure) -> Point:
    return Point(label, round(figure.value, 1), figure.n, figure.low, figure.high)


def _enps(wave: Wave, cell: Cell | None) -> Figure | None:
    question = next((one for one in wave.asked if one.kind == ENPS), None)
    return cell.figure(question) if cell and question else None


def chart(rows: list[Row]) -> LineChart | None:
    """Of the latest wave and those like it, and of everybody in another tool that counted as we do; where
    there are two or more."""
    known = [row for row in reversed(rows) if row.enps and is_alike(row.wave, rows[0].wave)]
    earlier = comparable_past([]) if known and not known[0].wave.branches else []
    if len(known) + len(earlier) < 2 or not known:
        return None
    points = [
        *(_point(f"{date_format(one.closed_on, 'F Y')}, {one.tool}", one.figure) for one in earlier),
        *(_point(month(row.wave), row.enps) for row in known if row.enps),
    ]
    last = known[-1]
    facts = {"now": last.value, "change": last.change.get("change", _("nothing to compare it with yet"))}
    finding = _("It is %(now)s: %(change)s.") % facts
    return LineChart("enps", _("eNPS from wave to wave"), finding, points, -100, 100, name="eNPS")
