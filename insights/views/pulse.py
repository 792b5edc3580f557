"""The results of waves, for all staff; what a lead or the champion sees beyond that the groups decide."""

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from employees.models import PulseComment, Result, Wave, WaveGroup
from feedback.figures import snapshot
from insights.figures.pulse import trend, words
from insights.figures.pulse.gather import Pulse, comments, gather, published_comments, top_of
from insights.figures.pulse.sheets import SHEETS
from tenants.sheets import TYPES, as_file

SOME = 4
"""So many comments stand on the page of the results; the others have a page of their own."""


class Counted(Paginator):
    """Pages of so many rows, which need not be counted."""

    def __init__(self, rows: QuerySet[PulseComment], number: int) -> None:
        super().__init__(rows, 50)
        self.count = number


@require_safe
@permission_required("employees.view_result", raise_exception=True)
@snapshot()
def pulses(request: HttpRequest) -> HttpResponse:
    """Every wave that was closed, and how the whole has moved."""
    rows = trend.rows()
    context = {"rows": rows, "chart": trend.chart(rows), "open": Wave.objects.taking_answers()}
    return render(request, "insights/pulses.html", context)


@require_safe
@permission_required("employees.view_result", raise_exception=True)
@snapshot()
def pulse(request: HttpRequest, pk: int) -> HttpResponse:
    """What a group answered, its parts beside one another."""
    return render(request, "insights/pulse.html", page_of(_chosen(request, pk)))


@require_safe
@permission_required("employees.view_result", raise_exception=True)
@snapshot()
def pulse_table(request: HttpRequest, pk: int, key: str, kind: str) -> HttpResponse:
    """A table of it as a file."""
    if key not in SHEETS:
        raise Http404
    found = SHEETS[key](_chosen(request, pk, in_full=True))
    response = HttpResponse(as_file(found, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="pulse-{pk}-{key}.{kind}"'
    return response


@require_safe
@permission_required("employees.view_result", raise_exception=True)
@snapshot()
def pulse_comments(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """All that was written to one open question, shuffled."""
    wave, group = _group(request, pk)
    question = next((one for one in wave.asked if one.key == key), None)
    if question is None:
        raise Http404
    shown, theme = published_comments(wave, group, question), request.GET.get("theme", "")
    if theme and not (shown and theme in shown.counts):
        raise Http404
    page = _comment_pages(shown, group, theme).get_page(request.GET.get("page"))
    context = {
        "wave": wave, "name": words.name_of(group), "question": words.label(question), "page": page,
        "themes": words.theme_items(shown, theme, group) if shown else [], "theme": theme,
        "back": f"{reverse('insights:pulse', args=[pk])}?group={group.pk}", "group": group,
    }  # fmt: skip
    return render(request, "insights/pulse_comments.html", context)


def _comment_pages(shown: Result | None, group: WaveGroup, theme: str) -> Paginator:
    if shown is None:
        return Counted(PulseComment.objects.none(), 0)
    return Counted(comments(shown, group, theme), shown.counts[theme] if theme else shown.n)


def _group(request: HttpRequest, pk: int) -> tuple[Wave, WaveGroup]:
    """The group that was asked for, else the whole; one that is not this reader's does not exist."""
    wave = get_object_or_404(Wave.objects.closed(), pk=pk)
    seen = wave.groups.visible_to(request.user).select_related("parent")
    asked = request.GET.get("group", "")
    if asked and not asked.isdecimal():
        raise Http404
    return wave, get_object_or_404(seen, pk=asked[:18]) if asked else top_of(wave)


def _chosen(request: HttpRequest, pk: int, **how: bool) -> Pulse:
    wave, group = _group(request, pk)
    return gather(wave, group, request.user, **how)


def page_of(pulse: Pulse) -> dict[str, object]:
    """What the template shows."""
    wave, group = pulse.wave, pulse.group

    def downloads(key: str) -> list[tuple[str, str]]:
        paths = [(kind.upper(), reverse("insights:pulse_table", args=[wave.pk, key, kind])) for kind in TYPES]
        return [(name, f"{path}?group={group.pk}") for name, path in paths]

    return {
        "pulse": pulse, "wave": wave, "group": group, "name": words.name_of(group),
        "teams_in": words.teams_in(group), "sentence": words.sentence(pulse),
        "figures": words.figure_items(pulse), "shares": words.shares(pulse),
        "teams": words.team_rows(pulse), "team_downloads": downloads("teams"),
        "drivers": words.driver_table(pulse), "driver_downloads": downloads("drivers"),
        "values": words.value_rows(pulse), "lens": words.lens(pulse),
        "said": _said(pulse),
    }  # fmt: skip


def _said(pulse: Pulse) -> list[dict[str, object]]:
    """Some of what was written to each open question, where it is shown."""
    shown = pulse.whole.results if pulse.whole else {}
    return [
        {"question": words.label(one), "key": one.key, "n": shown[one.key].n,
         "some": comments(shown[one.key], pulse.group)[:SOME]}
        for one in pulse.open_questions
        if one.key in shown
    ]  # fmt: skip
