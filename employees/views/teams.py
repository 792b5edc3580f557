from collections import defaultdict

from django.contrib.auth.decorators import permission_required
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from employees.forms.people import PolicyForm, TeamForm, TermForm
from employees.models import Policy, Team, Term
from tenants.audit.record import record
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
    return render(request, "employees/terms.html", {"terms": found, "current": Term.objects.current()})


@require_http_methods(FORM)
@permission_required("employees.add_term", raise_exception=True)
def new_term(request):
    form = TermForm(request.POST or None)
    return _save(request, form, _("Appoint a champion"), "employees:terms", "term.made")


@require_http_methods(FORM)
@permission_required("employees.change_term", raise_exception=True)
def term(request, pk):
    found = get_object_or_404(Term.objects.visible_to(request.user), pk=pk)
    form = TermForm(request.POST or None, instance=found)
    return _save(request, form, _("The champion's term"), "employees:terms", "term.changed")


@require_http_methods(FORM)
@permission_required("employees.change_policy", raise_exception=True)
def policy(request):
    """Working hours, second factor, reminders and ladders of the organisation."""
    form = PolicyForm(request.POST or None, instance=Policy.current())
    return _save(request, form, _("How we work"), "employees:policy", "policy.changed")


def _save(request, form, title, back, event):
    if form.is_valid():
        saved = form.save()
        changed = {name: str(form.cleaned_data.get(name)) for name in form.changed_data}
        record(event, subject=f"{saved._meta.label}:{saved.pk}", after=changed)
        note(request, _("Saved."))
        return redirect(back)
    context = {"form": form, "title": title, "button": _("Save"), "back": reverse(back)}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)
