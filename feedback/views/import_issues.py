from datetime import datetime, time
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.actions.imports import settle_date, settle_text
from feedback.connectors.report import raw_text
from feedback.forms.imports import SettleForm
from feedback.models import Import, ImportIssue
from tenants.here import current_zone
from tenants.notes import note

brings_in = permission_required("feedback.add_import", raise_exception=True)
PAGE = 25


@require_safe
@brings_in
def import_issues(request: HttpRequest, pk: int) -> HttpResponse:
    """What a person must settle: dates with two readings and damaged texts, each with what is proposed."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    kind = request.GET.get("kind", "")
    found = imported.issues.open().filter(response__isnull=False).select_related("imported", "response")
    if kind in ("text", "date"):
        found = found.filter(kind=kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = [_shown(issue) for issue in page]
    pages = _pages(imported, kind, page)
    return render(request, "feedback/import_issues.html", {"imported": imported, "issues": shown} | pages)


def _pages(imported: Import, kind: str, page: Any) -> dict[str, Any]:
    path = reverse("feedback:import_issues", args=[imported.pk])
    return {
        "page": page,
        "kind": kind,
        "newer": f"{path}?kind={kind}&page={page.number - 1}" if page.has_previous() else "",
        "older": f"{path}?kind={kind}&page={page.number + 1}" if page.has_next() else "",
    }


def _shown(issue: ImportIssue) -> dict[str, Any]:
    moments = [datetime.fromisoformat(option.replace("Z", "+00:00")) for option in issue.proposal.split()
               if issue.kind == "date"]  # fmt: skip
    days = sorted({moment.astimezone(current_zone()).date() for moment in moments})
    form = SettleForm(auto_id=f"issue_{issue.pk}_%s", initial={"text": issue.proposal})
    return {"issue": issue, "raw": raw_text(issue), "days": days, "form": form}


@require_POST
@brings_in
def settle_issue(request: HttpRequest, pk: int, issue: int) -> HttpResponse:
    """Settle one: the day of a date, or the text as it should read."""
    imported = get_object_or_404(Import.objects.visible_to(request.user), pk=pk)
    found = get_object_or_404(imported.issues.select_related("imported", "response"), pk=issue)
    form = SettleForm(request.POST)
    is_date = found.kind == ImportIssue.Kind.DATE
    if not form.is_valid() or (is_date and not form.cleaned_data["day"]):
        note(request, _("Choose the day, for example 2022-05-31."), state="soon")
    elif is_date:
        at = datetime.combine(form.cleaned_data["day"], time(12), current_zone())
        settle_date(found, at=at, by=request.user)
    else:
        settle_text(found, text=form.cleaned_data["text"].strip(), by=request.user)
    back = f"{reverse('feedback:import_issues', args=[imported.pk])}?kind={found.kind}"
    return redirect(back)
