"""What an idea rests on. `pick_evidence`, `take_away` and `bring_back` do the same for any subject that has
rows of `Evidence` named `evidence`; its own view says who may."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.actions import evidence as actions
from ideas.actions.errors import FullError
from ideas.forms.evidence import EvidenceForm, EvidenceSearch
from ideas.models import Act, Evidence, IdeaEvidence
from ideas.views.page import all_evidence, demand, joins, seen
from tenants.notes import note


@require_http_methods(["GET", "HEAD", "POST"])
@joins
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for answers, cases and causes, and say which speaks for an idea."""
    found = seen(request, pk)
    demand(request, found, Act.COMMENT)
    return pick_evidence(request, found, undo="ideas:remove_evidence")


def pick_evidence(request: HttpRequest, subject: Any, *, undo: str) -> HttpResponse:
    """The page that looks for evidence, and attaches what was picked. undo: the route that takes it away."""
    form = EvidenceForm(request.POST or None, reader=request.user)
    search = EvidenceSearch(request.POST if form.is_bound else request.GET)
    if form.is_valid():
        try:
            made = actions.attach(subject, by=request.user, **form.cleaned_data)
            note(request, _("It is attached."), undo=reverse(undo, args=[made.pk]))
        except FullError:
            note(request, _("So many are attached already that nobody reads one more."), icon="less")
        return redirect(all_evidence(subject))
    context = {"subject": subject, "form": form, "search": search, "found": search.found(request.user)}
    template = "ideas/evidence.html#found" if request.htmx else "ideas/evidence.html"
    return render(request, template, context, status=422 if form.is_bound else 200)


@require_POST
@joins
def remove_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever attached it, whose idea it is and who answers it may take it away."""
    found = _of_idea(request, pk)
    return take_away(request, found, found.idea, undo="ideas:restore_evidence")


def take_away(request: HttpRequest, found: Evidence, subject: Any, *, undo: str) -> HttpResponse:
    if actions.remove(found, by=request.user):
        note(request, _("It is taken away."), icon="undo", undo=reverse(undo, args=[found.pk]))
    return redirect(all_evidence(subject))


@require_POST
@joins
def restore_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    found = _of_idea(request, pk)
    return bring_back(request, found, found.idea)


def bring_back(request: HttpRequest, found: Evidence, subject: Any) -> HttpResponse:
    if actions.restore(found, subject):
        note(request, _("It is attached again."))
    return redirect(all_evidence(subject))


def _of_idea(request: HttpRequest, pk: int) -> IdeaEvidence:
    rows = IdeaEvidence.objects.visible_to(request.user).select_related(
        "idea__board", "idea__review", "idea__delivery"
    )
    found = get_object_or_404(rows, pk=pk)
    if not found.may_be_removed_by(request.user):
        raise PermissionDenied
    return found
