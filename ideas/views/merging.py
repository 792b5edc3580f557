"""Two ideas that say the same are one, until somebody takes that back."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.actions import merging
from ideas.actions.errors import MergeError
from ideas.forms.ideas import ReasonForm
from ideas.forms.merging import MergeForm
from ideas.models import Idea
from ideas.views.form_page import form_page
from ideas.views.page import looks, page_of, seen
from tenants.notes import note


@require_http_methods(["GET", "HEAD", "POST"])
@looks
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever may answer an idea says that it is a duplicate, and of which."""
    found, looked = _theirs(request, pk), request.GET.get("q", "")[:200]
    form = MergeForm(request.POST or None, idea=found, user=request.user, looked=looked)
    late = _merged(request, found, form.cleaned_data) if form.is_valid() else merging.refusal(found)
    if form.is_valid() and not late:
        return redirect(found)
    context = {"idea": found, "looked": looked, "back": found.get_absolute_url()}
    return form_page(request, form, context, template="ideas/merge.html", late=late)


def _merged(request: HttpRequest, found: Idea, said: dict[str, Any]) -> str:
    """Why they are not one; empty where they are now."""
    try:
        merging.merge(found, by=request.user, **said)
    except MergeError as refused:
        return str(refused)
    note(
        request, _("They are one now. Its author and all who want it are told."),
        undo=reverse("ideas:unmerge", args=[found.pk]),
    )  # fmt: skip
    return ""


@require_POST
@looks
def unmerge(request: HttpRequest, pk: int) -> HttpResponse:
    """It was no duplicate; whoever undoes it right away need not say why."""
    found = _theirs(request, pk)
    said = request.POST if "reason" in request.POST else {"reason": _("It was merged by mistake.")}
    form = ReasonForm(said, auto_id="unmerge_%s")
    if not form.is_valid():
        return page_of(request, found, status=422, unmerge_form=form)
    try:
        merging.unmerge(found, by=request.user, **form.cleaned_data)
        note(request, _("It stands for itself again, with its votes, and its answer is promised anew."))
    except MergeError:
        note(request, _("It is no duplicate any more."), icon="less")
    return redirect(found)


def _theirs(request: HttpRequest, pk: int) -> Idea:
    found = seen(request, pk)
    if not found.may_be_decided_by(request.user):
        raise PermissionDenied
    return found
