"""Who is away when."""

from datetime import timedelta
from itertools import groupby

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import absences as actions
from employees.forms.absences import AbsenceForm, DecideForm, MonthForm
from employees.models import Absence
from employees.models.absences import DAY
from tenants.here import today
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]
SHOWN = 500


@require_safe
@permission_required("employees.view_absence", raise_exception=True)
def absences(request):
    """A month: who of those whom the reader sees is away on which days."""
    first = MonthForm(request.GET).first()
    after = (first + timedelta(days=32)).replace(day=1)
    seen = Absence.objects.visible_to(request.user).filter(employee__deactivated_at=None)
    found = seen.within(first, after - DAY).select_related("employee__team", "stand_in")
    days = [first + DAY * number for number in range((after - first).days)]
    context = {
        "first": first, "before": first - DAY, "after": after, "days": days, "today": today(),
        "lines": calendar(found.order_by("employee__name", "employee", "starts")[:SHOWN], days),
        "mine": Absence.objects.to_come().filter(employee=request.user).select_related("stand_in"),
        "away_now": seen.on(today()).count(),
    }  # fmt: skip
    return render(request, "employees/absences.html", context)


def calendar(found, days):
    """For each person their absences and, for each day, whether they are away."""
    lines = []
    for person, theirs in groupby(found, key=lambda absence: absence.employee):
        spans = list(theirs)
        away = [(day, any(each.starts <= day <= each.ends for each in spans)) for day in days]
        lines.append((person, spans, away))
    return lines


@require_http_methods(FORM)
@permission_required("employees.change_absence", raise_exception=True)
def new_absence(request):
    """Days of one's own; a lead enters those of their teams, who configures anybody's."""
    form = AbsenceForm(request.POST or None, user=request.user)
    if saved := _save(form):
        return _entered(request, saved)
    return _form(request, form)


@require_safe
@permission_required("employees.view_absence", raise_exception=True)
def absence(request, pk):
    """One absence: its days, and what falls due in them."""
    found = _found(Absence.objects.visible_to(request.user), pk)
    return render(request, "employees/absence.html", _context(request, found))


@require_http_methods(FORM)
@permission_required("employees.change_absence", raise_exception=True)
def change_absence(request, pk):
    found = _found(Absence.objects.managed_by(request.user).to_come(), pk)
    form = AbsenceForm(request.POST or None, instance=found, user=request.user)
    if saved := _save(form):
        return _entered(request, saved)
    return _form(request, form)


@require_POST
@permission_required("employees.change_absence", raise_exception=True)
def decide(request, pk):
    """Who takes what falls due, or when else it is kept: all in one step."""
    found = _found(Absence.objects.managed_by(request.user).to_come(), pk)
    form = DecideForm(request.POST, absence=found)
    if not form.is_valid():
        return render(request, "employees/absence.html", _context(request, found, form), status=422)
    moved = actions.decide(found, form.decisions, by=request.user)
    words = ngettext("%(n)d promise is settled for these days.", "%(n)d promises are settled for these days.",
                     moved)  # fmt: skip
    note(request, words % {"n": moved}, icon="moved")
    return redirect("employees:absence", pk)


@require_POST
@permission_required("employees.change_absence", raise_exception=True)
def end_absence(request, pk):
    """Back early, or not away at all."""
    found = _found(Absence.objects.managed_by(request.user), pk)
    if actions.end_absence(found):
        note(request, _("The days that were left are taken out of the calendar."))
    else:
        note(request, _("These days are over already."), state="soon")
    return redirect("employees:absences")


def _found(seen, pk):
    return get_object_or_404(seen.select_related("employee__team", "stand_in"), pk=pk)


def _save(form):
    """The absence as it was saved; nothing where the form, or the calendar, refuses it."""
    if not form.is_valid():
        return None
    try:
        return form.save()
    except ValidationError as error:
        form.add_error(None, error)
        return None


def _entered(request, saved):
    note(request, _("The days stand in the calendar."))
    falls_due = saved.falling_due().exists()
    return redirect("employees:absence", saved.pk) if falls_due else redirect("employees:absences")


def _form(request, form):
    return render(
        request, "employees/absence_form.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _context(request, found, form=None):
    may_change = Absence.objects.managed_by(request.user).to_come().filter(pk=found.pk).exists()
    form = form or (DecideForm(absence=found) if may_change else None)
    return {"absence": found, "may_change": may_change, "form": form}
