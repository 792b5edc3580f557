"""The tables behind the figures: the same rows on the page, in CSV, in XLSX and in the API."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from employees import metrics
from employees.metrics import Figure
from feedback.figures import CaseFigures, Tally
from insights.figures.dashboard import METRICS, PLACES, Numbers
from insights.figures.words import name_of
from tenants.sheets import Cell, Sheet


def sheet(numbers: Numbers, key: str) -> Sheet | None:
    """The table of this name, or none."""
    if key in METRICS:
        return metric_sheet(numbers, key)
    makers: dict[str, Callable[[Numbers], Sheet]] = {"answers": answers_sheet, "cases": cases_sheet}
    makers |= {place: (lambda found, place=place: place_sheet(found, place)) for place in PLACES}
    return makers[key](numbers) if key in makers else None


def parts(figure: Figure | None) -> list[Cell]:
    """Value, low, high and n, exact."""
    return [figure.value, figure.low, figure.high, figure.n] if figure else [None, None, None, 0]


def part_names(name: str) -> list[str]:
    return [name, _("%(name)s, low") % {"name": name}, _("%(name)s, high") % {"name": name},
            _("%(name)s, n") % {"name": name}]  # fmt: skip


def metric_sheet(numbers: Numbers, metric: str) -> Sheet:
    days = [(day, numbers.over_time.get(day, Tally())) for day in numbers.chosen.buckets]
    rows = [[day.isoformat(), *parts(one.figure(metric))] for day, one in days]
    return Sheet(metric, name_of(metric), [_("From"), *part_names(name_of(metric))], rows)


def answers_sheet(numbers: Numbers) -> Sheet:
    days = [(day, numbers.over_time.get(day, Tally())) for day in numbers.chosen.buckets]
    rows: list[list[Cell]] = [[day.isoformat(), one.received] for day, one in days]
    return Sheet("answers", _("Answers"), [_("From"), _("Answers")], rows)


def place_sheet(numbers: Numbers, place: str) -> Sheet:
    """Teams, touchpoints or posts, each metric beside the other."""
    titles = {"branch": _("Team"), "touchpoint": _("Touchpoint"), "post": _("Listening post")}
    head = [titles[place], _("Answers"), *(name for m in numbers.metrics for name in part_names(name_of(m)))]
    rows: list[list[Cell]] = []
    for key, one in numbers.places[place].items():
        figures = [cell for metric in numbers.metrics for cell in parts(one.figure(metric))]
        rows.append([numbers.names[place].get(key, ""), one.received, *figures])
    return Sheet(place, titles[place], head, sorted(rows, key=lambda row: str(row[0])))


def cases_sheet(numbers: Numbers) -> Sheet:
    """What became of the cases, in all and by team."""
    head = [_("Team"), _("Cases"), *part_names(_("Answered within 24 h, %")), *part_names(_("Answered, %")),
            _("Median time to answer, h"), _("P90, h"), *part_names(_("Answer rated, of 5")),
            *part_names(_("Won back, %")), _("Shared")]  # fmt: skip
    rows = [[_("all"), *case_cells(numbers.cases.now), numbers.whole.shared]]
    for branch, cases in numbers.cases.by_branch.items():
        name, answers = numbers.names["branch"].get(branch, ""), numbers.places["branch"].get(branch)
        rows.append([name, *case_cells(cases), answers.shared if answers else 0])
    return Sheet("cases", _("Cases"), head, rows)


def case_cells(cases: CaseFigures) -> list[Any]:
    times = cases.reply_times or metrics.Times(0, 0, 0)
    hours = [times.median / 3600, times.p90 / 3600] if times.n else [None, None]
    return [
        cases.opened, *parts(cases.attainment), *parts(cases.reply_rate), *hours,
        *parts(cases.reply_quality), *parts(cases.win_back.rate),
    ]  # fmt: skip
