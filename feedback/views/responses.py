"""What customers said, newest first; for those who may see it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.actions import responses as verbs
from feedback.actions.compliments import may_recognise
from feedback.forms.responses import MoveForm, ReasonForm, ResponseFilter
from feedback.models import Response, Share
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

PAGE = 30


def visible(request: HttpRequest) -> Any:
    rows = Response.objects.visible_to(request.user)
    return rows.select_related("post", "team", "touchpoint", "customer", "case")


@require_safe
@permission_required("feedback.view_response", raise_exception=True)
def responses(request: HttpRequest) -> HttpResponse:
    """One page of the list. Those whose day nobody could read stand behind the dated ones."""
    form = ResponseFilter(request.GET)
    found = form.apply(visible(request))
    stretches = [
        Stretch(found.exclude(received_at=None), ("-received_at", "-id")),
        Stretch(found.filter(received_at=None), ("-created_at", "-id")),
    ]
    page = read_page(stretches, request.GET.get("after", ""), PAGE)
    asked = {name: value for name, value in request.GET.items() if name != "after"}
    context = {"form": form, "page": page} | turns(page, request.path, **asked)
    template = "feedback/responses.html#rows" if request.htmx else "feedback/responses.html"
    return render(request, template, context)


@require_safe
@permission_required("feedback.view_response", raise_exception=True)
def response(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(visible(request).select_related("version", "hidden_by"), pk=pk)
    return render(request, "feedback/response.html", _shown(request, found))


def _shown(request: HttpRequest, found: Response, **forms: Any) -> dict[str, Any]:
    shown = {"response": found, "further": further(found), "move": MoveForm(instance=found)}
    shown["share"] = Share.objects.visible().select_related("shared_by").filter(response=found).first()
    shown["may_recognise"] = may_recognise(found, request.user)
    return shown | {"hide": ReasonForm(), "case": getattr(found, "case", None)} | forms


def further(found: Response) -> list[tuple[str, Any]]:
    """The answers beside score and comment in words: labels, not keys."""
    asked = {question.key: question for question in found.version.asked}
    return [
        (question.label(found.language), question.said(value, found.language)) if question else (key, value)
        for key, value in found.answers.items()
        for question in [asked.get(key)]
    ]


@require_POST
@permission_required("feedback.hide_response", raise_exception=True)
def hide(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(visible(request).select_related("version", "hidden_by"), pk=pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "feedback/response.html", _shown(request, found, hide=form), status=422)
    if verbs.hide_response(found, reason=form.cleaned_data["reason"], by=request.user):
        undo = reverse("feedback:unhide_response", args=[pk])
        note(request, _("The response is hidden. It is in no list and no figure."), icon="hidden", undo=undo)
    return redirect(found)


@require_POST
@permission_required("feedback.hide_response", raise_exception=True)
def unhide(request: HttpRequest, pk: Any) -> HttpResponse:
    found = get_object_or_404(visible(request), pk=pk)
    if verbs.unhide_response(found):
        note(request, _("The response is shown again."))
    return redirect(found)


@require_POST
@permission_required("feedback.change_response", raise_exception=True)
def move(request: HttpRequest, pk: Any) -> HttpResponse:
    """To the team and touchpoint it belongs to."""
    found = get_object_or_404(visible(request).select_related("version", "hidden_by"), pk=pk)
    form = MoveForm(request.POST, instance=found)
    if not form.is_valid():
        return render(request, "feedback/response.html", _shown(request, found, move=form), status=422)
    said = form.cleaned_data
    verbs.move_response(found, team=said["team"], touchpoint=said["touchpoint"])
    note(request, _("The response stands at %(touchpoint)s, %(team)s now.") % said, state="moved")
    return redirect("feedback:responses") if not visible(request).filter(pk=pk).exists() else redirect(found)
