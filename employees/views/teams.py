from collections import defaultdict

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import retarget

from employees.actions.reach import reach
from employees.forms.people import RUNG_NAMES, PolicyForm, TeamForm, TermForm
from employees.models import Policy, Team, Term
from employees.models.champion import SOON
from tenants.audit.record import record
from tenants.here import today
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("employees.view_team", raise_exception=True)
def teams(request):
    """The tree of teams, with leads and how many people."""
    active = Count("members", filter=Q(members__deactivated_at=None))
    found = Team.objects.visible_to(request.user).select_related("lead").annotate(people=active)
    return render(request, "employees/teams.html", {"tree": tree_of(found), "number": len(found)})


def tree_of(teams):
    """Each team behind a dash for each level above it, parents before children."""
    children = defaultdict(list)
    for team in teams:
        children[team.parent_id].append(team)
    found, waiting = [], [(team, 0) for team in reversed(children[None])]
    while waiting:
        team, depth = waiting.pop()
        found.append((team, "– " * depth))
        waiting += [(child, depth + 1) for child in reversed(children[team.pk])]
    return found


@require_http_methods(FORM)
@permission_required("employees.add_team", raise_exception=True)
def new_team(request):
    return _save(request, TeamForm(request.POST or None), _("A new team"), "employees:teams", "team.made")


@require_http_methods(FORM)
@permission_required("employees.change_team", raise_exception=True)
def team(request, pk):
    found = get_object_or_404(Team.objects.visible_to(request.user), pk=pk)
    form = TeamForm(request.POST or None, instance=found)
    return _save(request, form, found.name, "employees:teams", "team.changed")


@require_safe
@permission_required("employees.view_term", raise_exception=True)
def terms(request):
    """Who was, is and will be the customer champion."""
    found = Term.objects.visible_to(request.user).select_related("employee", "deputy", "sponsor")
    current, vacant = Term.objects.current(), Term.objects.vacant_from()
    is_soon = vacant <= today() + SOON
    context = {"terms": found, "current": current, "vacant": vacant, "is_soon": is_soon}
    return render(request, "employees/terms.html", context)


@require_http_methods(FORM)
@permission_required("employees.add_term", raise_exception=True)
def new_term(request):
    """Appoint somebody, in advance as a rule: from the first day on which nobody is in office."""
    last = Term.objects.first()
    usual = {"starts": Term.objects.vacant_from(), "sponsor": last.sponsor_id if last else None}
    form = TermForm(request.POST or None, initial=usual)
    return _appoint(request, form, _("Appoint a champion"))


@require_http_methods(FORM)
@permission_required("employees.change_term", raise_exception=True)
def term(request, pk):
    found = get_object_or_404(Term.objects.visible_to(request.user), pk=pk)
    form = TermForm(request.POST or None, instance=found)
    return _appoint(request, form, _("The champion's term"))


@require_http_methods(FORM)
@permission_required("employees.change_policy", raise_exception=True)
def policy(request):
    """Working hours, second factor, reminders and ladders of the organisation; and whom these reach."""
    form, is_trial = PolicyForm(request.POST or None, instance=Policy.current()), "preview" in request.POST
    if is_trial or not form.is_valid():
        return _policy(request, form, is_trial=is_trial and form.is_valid())
    return _save(request, form, _("How we work"), "employees:policy", "policy.changed")


def _policy(request, form, *, is_trial):
    """With whom its ladders reach: as they are saved, or as they would with what was typed."""
    found = reach(form.instance if is_trial else Policy.current())
    named = [
        (form.KINDS[kind], [(RUNG_NAMES[step.rung], step) for step in steps]) for kind, steps in found.items()
    ]
    context = {"form": form, "reach": named, "is_trial": is_trial}
    part = request.htmx and not request.htmx.boosted
    if part and is_trial:
        return render(request, "employees/policy.html#reach", context)
    is_bad = form.is_bound and not is_trial
    page = render(request, "employees/policy.html", context, status=422 if is_bad else 200)
    return retarget(page, "body") if part else page


def _appoint(request, form, title):
    if form.is_valid():
        try:
            form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            note(request, _("Saved."))
            return redirect("employees:terms")
    return _page(request, form, title, "employees:terms")


def _save(request, form, title, back, event):
    if form.is_valid():
        saved = form.save()
        changed = {name: str(form.cleaned_data.get(name)) for name in form.changed_data}
        record(event, subject=f"{saved._meta.label}:{saved.pk}", after=changed)
        note(request, _("Saved."))
        return redirect(back)
    return _page(request, form, title, back)


def _page(request, form, title, back):
    context = {"form": form, "title": title, "button": _("Save"), "back": reverse(back)}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)
