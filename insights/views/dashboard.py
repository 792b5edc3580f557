import math
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from employees.metrics import Figure
from feedback.figures import snapshot
from insights.charts import written
from insights.figures import drawing, summary
from insights.figures.dashboard import Numbers, gather
from insights.figures.sheets import sheet
from insights.figures.words import DECIMALS, UNITS, heat, interval, name_of, number
from insights.forms import Choices
from tenants.sheets import TYPES, as_file

Cell = dict[str, str] | str


@require_safe
@permission_required("insights.view_dashboard", raise_exception=True)
@snapshot()
def dashboard(request: HttpRequest) -> HttpResponse:
    """NPS, CSAT, CES and cases over time and by place, for what was chosen."""
    form = chosen_by(request)
    numbers = gather(form.chosen())
    template = (
        "insights/dashboard.html#figures" if getattr(request, "htmx", False) else "insights/dashboard.html"
    )
    return render(request, template, page_of(numbers, form))


@require_safe
@permission_required("insights.view_dashboard", raise_exception=True)
@snapshot()
def table(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """A chart's table as a file."""
    numbers = gather(chosen_by(request).chosen(most=math.inf))
    found = sheet(numbers, key)
    if found is None:
        raise Http404
    response = HttpResponse(as_file(found, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{key}-{numbers.chosen.today}.{kind}"'
    return response


def chosen_by(request: HttpRequest) -> Choices:
    """What was asked for; a team, touchpoint or post that is not this reader's to see does not exist."""
    form = Choices(request.GET, reader=request.user)  # type: ignore[arg-type]
    if not form.is_valid():
        raise Http404
    return form


def page_of(numbers: Numbers, form: Choices) -> dict[str, Any]:
    query = form.query()

    def downloads(key: str) -> list[tuple[str, str]]:
        paths = [(kind.upper(), reverse("insights:table", args=[key, kind])) for kind in TYPES]
        return [(name, f"{path}?{query}") for name, path in paths]

    return {
        "form": form,
        "numbers": numbers,
        "headline": summary.headline(numbers),
        "scores": summary.score_items(numbers),
        "cases": summary.case_items(numbers),
        "decisions": summary.decision_items(numbers),
        "lines": [drawing.line(numbers, metric, downloads) for metric in numbers.metrics],
        "received": drawing.received(numbers, downloads),
        "recommend": drawing.recommend(numbers),
        "breakdowns": [
            place_table(numbers, form, place) | {"downloads": downloads(place)} for place in place_titles()
        ],
        "case_downloads": downloads("cases"),
        "lens": summary.lens(numbers),
    }


def place_titles() -> dict[str, tuple[str, str]]:
    """Each table of places: its title, and the head of its first column."""
    return {
        "branch": (_("By team, those below counted in"), _("Team")),
        "touchpoint": (_("By touchpoint"), _("Touchpoint")),
        "post": (_("By listening post"), _("Listening post")),
    }


def place_table(numbers: Numbers, form: Choices, place: str) -> dict[str, Any]:
    """A heat table; the best of the first metric stands on top."""
    (title, head), is_team = place_titles()[place], place == "branch"
    parameter = "team" if is_team else place
    path = f"?{form.query(**{parameter: None})}&{parameter}="
    rows = [place_row(numbers, place, key, f"{path}{key}") for key in numbers.places[place]]
    rows.sort(key=lambda row: (-row["order"], row["name"]))
    heads = [name_of(metric) for metric in numbers.metrics]
    return {
        "key": place,
        "title": title,
        "head": head,
        "heads": heads,
        "rows": rows,
        "is_team": is_team,
    }


def place_row(numbers: Numbers, place: str, key: int, url: str) -> dict[str, Any]:
    one = numbers.places[place][key]
    figures = {metric: one.figure(metric) for metric in numbers.metrics}
    first = next(iter(figures.values()), None)
    row = {
        "name": numbers.names[place].get(key, ""),
        "url": url,
        "answers": written(one.received),
        "cells": [score_cell(numbers, metric, figure) for metric, figure in figures.items()],
        "order": first.value if first else float("-inf"),
    }
    if place == "branch":
        row["cells"].append(kept_cell(numbers, key))
        row["spark"] = drawing.trend(numbers, key, numbers.metrics[0]) if numbers.metrics else ""
    return row


def score_cell(numbers: Numbers, metric: str, figure: Figure | None) -> Cell:
    if figure is None:
        return _("none")
    tint, places = heat(figure, numbers.overall[metric]), DECIMALS[metric]
    value = number(figure.value, places) + UNITS[metric]
    return {"heat": tint, "value": value, "small": interval(figure, places)}


def kept_cell(numbers: Numbers, branch: int) -> Cell:
    """What became of a team's cases: how many were answered in time."""
    cases = numbers.cases.by_branch.get(branch)
    kept = cases.attainment if cases else None
    if kept is None:
        return _("none due")
    tint = heat(kept, numbers.cases.now.attainment)
    return {"heat": tint, "value": f"{number(kept.value)}%", "small": interval(kept)}
