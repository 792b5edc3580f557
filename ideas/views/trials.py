"""Customers who complained are invited to try an idea; both their scores stand side by side."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import testing
from ideas.actions.errors import BegunError
from ideas.figures import last_testers, proposed, results, testers_seen
from ideas.forms.trials import ChangeTrialForm, TestersForm, TrialForm
from ideas.models import Idea, Trial
from ideas.views.page import looks, seen
from tenants.notes import note
from tenants.paging import address

FORM = ["GET", "HEAD", "POST"]
TYPED, MOST = ("what", "goal", "touchpoint", "team"), 200
"""What may be brought along to the page where a test is changed; of each so many letters."""
EACH = 20
"""So many testers stand on a page, those who answered or were asked last on the first. They are few, and
counted: who answers meanwhile moves the others by one."""


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
    begun = Trial.objects.filter(idea=found).first()
    if begun and request.method != "POST":
        return redirect("ideas:edit_trial", pk)
    form = TrialForm(request.POST or None, idea=found, by=request.user)
    if form.is_valid():
        return _begin(request, form, begun)
    context = {
        "form": form, "title": _("Let customers try it"), "button": _("Choose customers"),
        "text": _("Who complained about it and agreed to try what we change is asked by mail: is it better?"),
        "back": found.get_absolute_url(),
    }  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


def _begin(request: HttpRequest, form: TrialForm, begun: Trial | None) -> HttpResponse:
    """Where another test was begun meanwhile, what was typed stands on the page where that is changed."""
    try:
        form.begin()
    except BegunError:
        there = Trial.objects.get(idea=form.idea)
        note(request, _("%(test)s Below stands what you typed.") % {"test": _known(there)}, icon="less")
        typed = {name: form.data[name][:MOST] for name in TYPED}
        return redirect(address(reverse("ideas:edit_trial", args=[form.idea.pk]), **typed))
    if begun:
        note(request, _known(begun), icon="less")
    return redirect("ideas:testers", form.idea.pk)


def _known(trial: Trial) -> str:
    facts = {"what": trial.what, "metric": trial.get_metric_display()}
    return _("It is tested already: “%(what)s”, %(metric)s.") % facts


@require_http_methods(FORM)
@looks
def edit_trial(request: HttpRequest, pk: int) -> HttpResponse:
    """Say better what customers try."""
    trial = _trial(request, pk)
    typed = {name: request.GET[name][:MOST] for name in TYPED if name in request.GET}
    form = ChangeTrialForm(request.POST or None, instance=trial, initial=typed)
    if form.is_valid():
        form.change()
        note(request, _("It is kept. Who is invited from now on reads it."))
        return redirect(trial.idea)
    asked = _("They are asked: %(metric)s. That stays, so that their scores can be compared.")
    context = {
        "form": form, "title": _("Change what is tried"), "button": _("Keep it"),
        "text": asked % {"metric": trial.get_metric_display()}, "back": trial.idea.get_absolute_url(),
    }  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@looks
def testers(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is proposed; those who are chosen get a mail."""
    trial = _trial(request, pk)
    rows = proposed(trial.idea, to=request.user)
    form = TestersForm(request.POST or None, rows=rows, invited=testers_seen(trial, to=request.user))
    if form.is_valid():
        return _invited(request, trial, form)
    context = {"trial": trial, "idea": trial.idea, "rows": rows, "form": form, "chosen": form["answers"].data}
    return render(request, "ideas/testers.html", context, status=422 if form.is_bound else 200)


def _invited(request: HttpRequest, trial: Trial, form: TestersForm) -> HttpResponse:
    if sent := testing.invite_testers(trial, form.cleaned_data["answers"], by=request.user):
        words = ngettext("%(n)d customer is invited.", "%(n)d customers are invited.", len(sent))
        note(request, words % {"n": len(sent)}, icon="mail")
    elif trial.post.retired_at:
        note(request, _("The test has ended: nobody is invited."), icon="less")
    else:
        note(request, _("Nobody more is invited: they were before, or may not be asked now."), icon="less")
    return redirect("ideas:scores", trial.idea_id)


@require_safe
@looks
def scores(request: HttpRequest, pk: int) -> HttpResponse:
    """Each one who tries it, both scores side by side, as far as the reader sees what they had said."""
    idea = seen(request, pk)
    trial = get_object_or_404(Trial.objects.select_related("post"), idea=idea)
    asked, path = request.GET.get("page", "")[:6], reverse("ideas:scores", args=[pk])
    number = max(int(asked) if asked.isdecimal() else 1, 1)
    found = last_testers(trial, to=request.user, first=(number - 1) * EACH, most=EACH + 1)
    if not found and number > 1:
        number, found = 1, last_testers(trial, to=request.user, most=EACH + 1)
    context = {
        "idea": idea, "trial": trial, "may_test": idea.may_be_tested_by(request.user),
        "tested": results(trial), "testers": found[:EACH],
        "before": address(path, page=number - 1) if number > 1 else "",
        "after": address(path, page=number + 1) if len(found) > EACH else "",
    }  # fmt: skip
    return render(request, "ideas/scores.html", context)


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
