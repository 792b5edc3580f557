"""Customers who complained are invited to try an idea; both their scores stand side by side."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from ideas.actions import testing
from ideas.figures import proposed
from ideas.forms.trials import TestersForm, TrialForm
from ideas.models import Idea, Trial
from ideas.views.page import looks, seen
from ideas.views.trial_part import who_tries
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]


def _run(request: HttpRequest, pk: int) -> Idea:
    """The idea, to who lets customers try it."""
    found = seen(request, pk)
    if not found.may_be_tested_by(request.user):
        raise PermissionDenied
    return found


def _trial(request: HttpRequest, pk: int) -> Trial:
    return get_object_or_404(Trial.objects.select_related("idea", "post"), idea=_run(request, pk))


@require_http_methods(FORM)
@looks
def new_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Say what customers try and what they are asked; then choose them."""
    found = _run(request, pk)
    form = TrialForm(request.POST or None, idea=found, by=request.user)
    if form.is_valid():
        form.begin()
        return redirect("ideas:testers", pk)
    context = {
        "form": form, "title": _("Let customers try it"), "button": _("Choose customers"),
        "text": _("Who complained about it and agreed to try what we change is asked by mail: is it better?"),
        "back": found.get_absolute_url(),
    }  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@looks
def testers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is proposed; those who are chosen get a mail."""
    trial = _trial(request, pk)
    rows = proposed(trial.idea, to=request.user)
    form = TestersForm(request.POST or None, rows=rows)
    if form.is_valid():
        return _invited(request, trial, form)
    context = {"trial": trial, "idea": trial.idea, "rows": rows, "form": form, "chosen": form["answers"].data}
    return render(request, "ideas/testers.html", context, status=422 if form.is_bound else 200)


def _invited(request: HttpRequest, trial: Trial, form: TestersForm) -> HttpResponse:
    sent = testing.invite_testers(trial, form.cleaned_data["answers"], by=request.user)
    words = ngettext("%(n)d customer is invited.", "%(n)d customers are invited.", len(sent))
    note(request, words % {"n": len(sent)}, icon="mail")
    return redirect(who_tries(trial.idea))


@require_POST
@looks
def end_trial(request: HttpRequest, pk: int) -> HttpResponse:
    trial = _trial(request, pk)
    if testing.end_trial(trial):
        undo = reverse("ideas:resume_trial", args=[pk])
        note(request, _("The test has ended. What was said stays."), undo=undo)
    return redirect(trial.idea)


@require_POST
@looks
def resume_trial(request: HttpRequest, pk: int) -> HttpResponse:
    trial = _trial(request, pk)
    if testing.resume_trial(trial):
        note(request, _("The test goes on."))
    return redirect(trial.idea)
