"""Decisions: read, made, said better, and looked at again."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import decisions as actions
from ideas.figures.decision_sheets import SHEETS
from ideas.figures.decisions import sheet
from ideas.forms.decisions import DecisionForm, RevisitForm
from ideas.models import Decision, Move
from ideas.models.decisions import DecisionQuerySet
from ideas.views.decision_page import decision_page, kept, looks_at_decisions, seen_decision
from ideas.views.page import looks
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns
from tenants.sheets import TYPES, as_download

FORM = ["GET", "HEAD", "POST"]
decides = permission_required("ideas.add_decision", raise_exception=True)
NEWEST, DUE = ("-decided_on", "-id"), ("revisit__due_at", "id")
VIEWS = {
    "": gettext_lazy("Newest"),
    "revisit": gettext_lazy("To look at again"),
    "without": gettext_lazy("Without evidence from customers"),
}


@require_safe
@looks_at_decisions
def decisions(request: HttpRequest) -> HttpResponse:
    """What was decided, newest first; what is looked at again next; what rests on no customer."""
    view = request.GET.get("view", "")
    view = view if view in VIEWS else ""
    order = DUE if view == "revisit" else NEWEST
    rows = _narrowed(Decision.objects.visible_to(request.user), view)
    shown = rows.counted().select_related("by", "revisit")
    page = read_page([Stretch(shown, order)], request.GET.get("after", ""))
    context = {
        "page": page,
        "views": _views(request.path, view),
        "view": view,
        "sheets": SHEETS,
        "kinds": TYPES,
    }
    return render(request, "ideas/decisions.html", context | turns(page, request.path, view=view))


def _narrowed(rows: DecisionQuerySet, view: str) -> DecisionQuerySet:
    if view == "revisit":
        return rows.to_revisit()
    return rows.standing().without_evidence() if view == "without" else rows


def _views(path: str, chosen: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": address(path, view=view), "current": view == chosen}
        for view, label in VIEWS.items()
    ]


@require_safe
@looks_at_decisions
def decisions_file(request: HttpRequest, kind: str) -> HttpResponse:
    """All that this reader sees, as a file."""
    return as_download(sheet(request.user), kind)


@require_safe
@looks_at_decisions
def decisions_part(request: HttpRequest, what: str, kind: str) -> HttpResponse:
    """What stands round them, as far as this reader sees it."""
    if what not in SHEETS:
        raise Http404
    return as_download(SHEETS[what](request.user), kind)


@require_safe
@looks_at_decisions
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    return decision_page(request, seen_decision(request, pk))


@require_http_methods(FORM)
@decides
def new_decision(request: HttpRequest) -> HttpResponse:
    form = DecisionForm(request.POST or None, by=request.user)
    if form.is_valid():
        made = form.make()
        note(request, _("The decision is kept. On what does it rest?"))
        return redirect(made)
    return _form(request, form, _("A new decision"), reverse("ideas:decisions"))


@require_http_methods(FORM)
@looks_at_decisions
def edit_decision(request: HttpRequest, pk: int) -> HttpResponse:
    found = kept(request, pk)
    form = DecisionForm(request.POST or None, instance=found, by=request.user)
    if form.is_valid():
        done = form.mend()
        note(request, _("The decision is kept.") if done else _("It is withdrawn, and stays as it was."))
        return redirect(found)
    return _form(request, form, _("Change the decision"), found.get_absolute_url())


def _form(request: HttpRequest, form: DecisionForm, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": _("Keep the decision"), "back": back}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@looks_at_decisions
def revisit(request: HttpRequest, pk: int) -> HttpResponse:
    """It holds, is changed or withdrawn, and why."""
    found, form = kept(request, pk), RevisitForm(request.POST, auto_id="revisit_%s")
    made = form.revisit(found, by=request.user) if form.is_valid() else None
    if form.errors:
        return decision_page(request, found, status=422, revisit_form=form)
    if made is None:
        note(request, _("It was withdrawn before."), icon="less")
    return redirect(f"{found.get_absolute_url()}#revisits")


@require_POST
@looks
def decide_by_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer to an idea becomes a decision, with the idea and its evidence."""
    moves = Move.objects.visible_to(request.user).becoming_decisions()
    move = get_object_or_404(
        moves.select_related("idea__board", "idea__review", "idea__delivery", "by"), pk=pk
    )
    if not move.idea.may_be_decided_by(request.user):
        raise PermissionDenied
    made = actions.decide_by_move(move, by=request.user)
    note(request, _("It is a decision now, and rests on what the idea rested on."))
    return redirect(made)
