"""Gestures of goodwill: given from a case, their ledger, the lead's answer, and the limits."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions import gestures as verbs
from feedback.figures.gestures import gesture_sums
from feedback.forms.gestures import DecideForm, GestureForm, LimitsForm, TeamLimitForm
from feedback.models import Case, Gesture, Goodwill, GoodwillLimit
from feedback.views.case_page import find_case, render_case
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns

FORM = ["GET", "HEAD", "POST"]
SHOWN = ("case", "by", "team", "commitment", "decided_by")
sees = permission_required("feedback.view_gesture", raise_exception=True)
configures = permission_required("feedback.change_goodwilllimit", raise_exception=True)


@require_POST
@permission_required("feedback.add_gesture", raise_exception=True)
def give_gesture(request: HttpRequest, pk: int) -> HttpResponse:
    """From a case: given at once, or asked for."""
    case = find_case(request, pk)
    form = GestureForm(request.POST, auto_id="gesture_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, gesture_form=form)
    made = verbs.give(case, by=request.user, **form.cleaned_data)
    undo = reverse("feedback:take_back_gesture", args=[made.pk])
    if made.given_at:
        note(request, _("It is given, and stands in the ledger."), icon="good", undo=undo)
    else:
        words = _("This is more than you may give without asking. Your lead is asked, and owes an answer.")
        note(request, words, state="soon", undo=undo)
    return redirect(case.get_absolute_url() + "#gestures")


@require_safe
@sees
def gestures(request: HttpRequest) -> HttpResponse:
    """The ledger of gestures, with what became of them, and sums by team and month."""
    view = request.GET.get("view", "")
    seen = Gesture.objects.visible_to(request.user)
    chosen = {"asked": seen.asked, "given": seen.given}.get(view, seen.all)()
    rows = chosen.with_outcome().select_related(*SHOWN)
    page = read_page([Stretch(rows, ("-made_at", "-id"))], request.GET.get("after", ""))
    cases = Case.objects.visible_to(request.user).filter(pk__in=[row.case_id for row in page.rows])
    context = {
        "page": page, "views": _views(view, seen), "may": verbs.allowance(request.user),
        "open_cases": set(cases.values_list("pk", flat=True)), "sums": gesture_sums(seen),
        "currency": Goodwill.current().currency,
    }  # fmt: skip
    return render(request, "feedback/gestures.html", context | turns(page, request.path, view=view))


def _views(chosen: str, seen: Any) -> list[dict[str, Any]]:
    path = reverse("feedback:gestures")
    named = [("", _("All"), None), ("asked", _("Waiting for an answer"), seen.asked().count()),
             ("given", _("Given"), None)]  # fmt: skip
    return [
        {"label": label, "count": count, "url": address(path, view=view), "current": view == chosen}
        for view, label, count in named
    ]


@require_safe
@sees
def gesture(request: HttpRequest, pk: int) -> HttpResponse:
    """One gesture: who asked for what, and the answer."""
    return _page(request, _seen(request, pk), DecideForm())


def _seen(request: HttpRequest, pk: int) -> Gesture:
    seen = Gesture.objects.visible_to(request.user).with_outcome()
    return get_object_or_404(seen.select_related(*SHOWN, "commitment__owner"), pk=pk)


def _page(request: HttpRequest, found: Gesture, form: DecideForm, status: int = 200) -> HttpResponse:
    may_decide = Gesture.objects.decidable_by(request.user).filter(pk=found.pk).exists()
    case = Case.objects.visible_to(request.user).filter(pk=found.case_id).first()
    reversible = Gesture.objects.reversible_by(request.user).filter(pk=found.pk).exists()
    context = {"gesture": found, "form": form if may_decide else None, "case": case, "reversible": reversible}
    return render(request, "feedback/gesture.html", context, status=status)


@require_POST
@permission_required("feedback.add_gesture", raise_exception=True)
def decide_gesture(request: HttpRequest, pk: int) -> HttpResponse:
    """The lead's yes or no, with a reason."""
    found, form = _seen(request, pk), DecideForm(request.POST)
    may_decide = Gesture.objects.decidable_by(request.user).filter(pk=pk).exists()
    if may_decide and not form.is_valid():
        return _page(request, found, form, status=422)
    if may_decide and verbs.decide(found, by=request.user, **form.cleaned_data):
        note(request, _("%(name)s is told, and your promise to answer is kept.") % {"name": found.by.name})
    else:
        _too_late(request)
    return redirect(found)


@require_POST
@permission_required("feedback.add_gesture", raise_exception=True)
def take_back_gesture(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever gave it a moment ago, or asks for it."""
    found = get_object_or_404(Gesture.objects.filter(by=request.user), pk=pk)
    if verbs.take_back(found, by=request.user):
        note(request, _("It is taken back."), icon="undo")
    else:
        _too_late(request)
    return redirect(found)


def _too_late(request: HttpRequest) -> None:
    note(request, _("Nothing was changed: it was settled meanwhile. This is how it stands."), state="soon")


@require_http_methods(FORM)
@configures
def gesture_limits(request: HttpRequest) -> HttpResponse:
    """What each role and team may give without asking."""
    form = LimitsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        form.save()
        note(request, _("Saved."))
        return redirect("feedback:gesture_limits")
    return _limits(request, form, TeamLimitForm(), status=422 if form.is_bound else 200)


def _limits(request: HttpRequest, form: Any, team_form: Any, status: int) -> HttpResponse:
    of_teams = GoodwillLimit.objects.exclude(team=None).select_related("team")
    context = {"form": form, "team_form": team_form, "of_teams": of_teams}
    return render(request, "feedback/gesture_limits.html", context, status=status)


@require_POST
@configures
def team_limit(request: HttpRequest) -> HttpResponse:
    form = TeamLimitForm(request.POST)
    if not form.is_valid():
        return _limits(request, LimitsForm(), form, status=422)
    form.save()
    note(request, _("Saved."))
    return redirect("feedback:gesture_limits")


@require_POST
@configures
def remove_limit(request: HttpRequest, pk: int) -> HttpResponse:
    verbs.remove_limit(get_object_or_404(GoodwillLimit, pk=pk))
    note(request, _("They have to ask now, unless another limit holds for them."))
    return redirect("feedback:gesture_limits")
