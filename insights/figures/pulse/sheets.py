"""The tables behind the results, for CSV, XLSX and the API."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from insights.figures.pulse.gather import Cell, Pulse
from insights.figures.pulse.words import label, name_of
from insights.figures.sheets import part_names, parts
from tenants.sheets import Sheet


def teams_sheet(pulse: Pulse) -> Sheet:
    """The group and its parts: who answered, and each question with interval and n."""
    scored = [question for question in pulse.wave.asked if question.is_scored]
    head = [
        _("Team"),
        _("Asked"),
        _("Answered"),
        *(name for one in scored for name in part_names(label(one))),
    ]
    cells: list[Cell] = [*([pulse.whole] if pulse.whole else []), *pulse.parts]
    rows = [
        [name_of(cell.group, cell.part), cell.asked, cell.answered,
         *(value for one in scored for value in parts(cell.figure(one)))]
        for cell in cells
    ]  # fmt: skip
    return Sheet("teams", _("By team"), head, rows)


def drivers_sheet(pulse: Pulse) -> Sheet:
    """What goes with the score."""
    head = [_("Driver"), _("Correlation"), _("low"), _("high"), _("Share of R²"), _("n")]
    found = pulse.association
    by_key = found.by_key if found else {}
    rows = [
        [label(one), driver["correlation"], driver["low"], driver["high"], driver["share"], found.n]
        for one in pulse.drivers
        if found and (driver := by_key.get(one.key))
    ]
    return Sheet("drivers", _("What goes with a high answer"), head, rows)


SHEETS: dict[str, Callable[[Pulse], Sheet]] = {"teams": teams_sheet, "drivers": drivers_sheet}
