"""What a decision rests on, and what follows from it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.actions import decisions as actions
from ideas.actions.snapshots import keep_value
from ideas.forms.decisions import CiteForm, FollowUpForm, ValueForm
from ideas.models import Decision, DecisionEvidence
from ideas.views.decision_page import decision_page, kept, looks_at_decisions
from ideas.views.evidence import bring_back, pick_evidence, take_away
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]


def _open(request: HttpRequest, pk: int) -> Decision:
    """One that this person may add to; nothing is added to what is withdrawn."""
    found = kept(request, pk)
    if found.withdrawn_at:
        raise PermissionDenied
    return found


@require_http_methods(FORM)
@looks_at_decisions
def decision_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for answers, cases and causes, and say why it rests on them."""
    return pick_evidence(request, _open(request, pk), undo="ideas:remove_decision_evidence")


def _piece(request: HttpRequest, pk: int) -> DecisionEvidence:
    found = get_object_or_404(DecisionEvidence.objects.select_related("decision"), pk=pk)
    found.decision = _open(request, found.decision_id)
    return found


@require_POST
@looks_at_decisions
def remove_decision_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    found = _piece(request, pk)
    return take_away(request, found, found.decision, undo="ideas:restore_decision_evidence")


@require_POST
@looks_at_decisions
def restore_decision_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    found = _piece(request, pk)
    return bring_back(request, found, found.decision)


@require_http_methods(FORM)
@looks_at_decisions
def keep_metric(request: HttpRequest, pk: int) -> HttpResponse:
    """A metric as it stood on that day is kept with the decision, by who may see it."""
    found = _open(request, pk)
    if not request.user.has_perm("insights.view_dashboard"):
        raise PermissionDenied
    form = ValueForm(request.POST or None, reader=request.user, until=found.decided_on)
    if form.is_valid():
        if keep_value(found, by=request.user, **form.chosen()):
            return redirect(f"{found.get_absolute_url()}#values")
        form.add_error(None, _("Nobody answered this in that time and place."))
    context = {
        "form": form, "title": _("Keep a metric with its value on that day"), "button": _("Keep its value"),
        "text": found.what, "back": found.get_absolute_url(),
    }  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@looks_at_decisions
def cite_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Look for ideas, and what customers said on their boards, and cite them."""
    found = _open(request, pk)
    form = CiteForm(request.POST or None, reader=request.user)
    if form.is_valid():
        actions.cite(found, form.cleaned_data["idea"], comment=form.cleaned_data["comment"], by=request.user)
        note(request, _("It is cited."))
        return redirect(f"{found.get_absolute_url()}#cited")
    asked = request.GET.get("q", "")[:100]
    context = {"decision": found, "form": form, "asked": asked, "rows": form.found(asked)}
    return render(request, "ideas/cite.html", context, status=422 if form.is_bound else 200)


@require_POST
@looks_at_decisions
def cite_no_more(request: HttpRequest, pk: int, cited: int) -> HttpResponse:
    found = _open(request, pk)
    if actions.cite_no_more(get_object_or_404(found.cited, pk=cited)):
        note(request, _("It is cited no more."), icon="less")
    return redirect(f"{found.get_absolute_url()}#cited")


@require_POST
@looks_at_decisions
def follow_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody promises something because of it."""
    found, form = _open(request, pk), FollowUpForm(request.POST, auto_id="follow_%s")
    if not form.is_valid():
        return decision_page(request, found, status=422, follow_up_form=form)
    if actions.promise_follow_up(found, **form.cleaned_data):
        note(request, _("It is promised, and stands on the ledger."))
    return redirect(f"{found.get_absolute_url()}#follow-ups")
