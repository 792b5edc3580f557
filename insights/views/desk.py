from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from employees import figures
from feedback.figures import snapshot
from insights.figures import kept as kept_words
from insights.figures import quarter as words_of
from insights.figures import relay as relay_words
from insights.figures.desk import first_of, sections
from insights.forms import KeptForm, QuarterForm, SpanForm
from tenants.here import today
from tenants.sheets import TYPES, as_download

PAGES = {
    "desk": _("Now"),
    "relay": _("Relay ledger"),
    "kept": _("Promises kept"),
    "quarter": _("The quarter, to print"),
    "uncited": _("Posts that nobody cites"),
}


def pages(current: str) -> list[dict[str, Any]]:
    """The pages that belong to the desk."""
    return [
        {"label": label, "url": reverse(f"insights:{name}"), "current": name == current}
        for name, label in PAGES.items()
    ]


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def desk(request: HttpRequest) -> HttpResponse:
    """What the champion sees to, and who can move it. The buttons post to the floors that own the rules."""
    found = sections(request.user)
    context = {
        "sections": found,
        "first": first_of(found),
        "pages": pages("desk"),
        "acts": request.user.has_perm("employees.nudge_commitment"),
    }
    return render(request, "insights/desk.html", context)


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def relay(request: HttpRequest) -> HttpResponse:
    """Who lost and who regained time against the promise, where one passed through several hands."""
    form = valid(SpanForm(request.GET))
    found = figures.relay(*span_of(form))
    query = f"?days={form.cleaned_data['days']}"
    context = {
        "form": form, "pages": pages("relay"), "says": relay_words.says(found),
        "tables": relay_words.tables(found), "downloads": downloads("relay", query),
    }  # fmt: skip
    return render(request, "insights/relay.html", context)


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def relay_file(request: HttpRequest, kind: str) -> HttpResponse:
    return as_download(relay_words.sheet(figures.relay(*span_of(valid(SpanForm(request.GET))))), kind)


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def kept(request: HttpRequest) -> HttpResponse:
    """What was kept over months, as first promised and as renegotiated, by team, kind or person."""
    form = valid(KeptForm(request.GET))
    found, by = form.months_kept(), form.cleaned_data["by"]
    links = downloads("kept", f"?{form.query()}")
    context = {
        "form": form, "pages": pages("kept"), "says": kept_words.says(found), "by": by, "downloads": links,
        "items": kept_words.items(found), "chart": kept_words.chart(found, links),
        "rows": kept_words.rows(found, by), "left_out": kept_words.left_out(found),
    }  # fmt: skip
    return render(request, "insights/kept.html", context)


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def kept_file(request: HttpRequest, kind: str) -> HttpResponse:
    form = valid(KeptForm(request.GET))
    return as_download(kept_words.sheet(form.months_kept(), form.cleaned_data["by"]), kind)


@require_safe
@permission_required("insights.view_desk", raise_exception=True)
@snapshot()
def quarter(request: HttpRequest) -> HttpResponse:
    """The quarter on two pages, to be read aloud."""
    form = valid(QuarterForm(request.GET))
    facts = words_of.gather(form.chosen)
    context = {
        "form": form, "quarter": form.chosen, "headline": words_of.headline(facts),
        "parts": words_of.parts(facts), "lens": words_of.lens(facts), "day": today(),
    }  # fmt: skip
    return render(request, "insights/quarter.html", context)


def valid(form: Any) -> Any:
    """What is not one of the choices is not there."""
    if not form.is_valid():
        raise Http404
    return form


def span_of(form: SpanForm) -> tuple[Any, Any]:
    now = timezone.now()
    return now - timedelta(days=form.cleaned_data["days"]), now


def downloads(name: str, query: str) -> list[tuple[str, str]]:
    return [(kind.upper(), reverse(f"insights:{name}_file", args=[kind]) + query) for kind in TYPES]
