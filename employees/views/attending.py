"""Coming to a date of a programme, and what was learned there."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees import figures
from employees.actions import attending
from employees.forms.programmes import AttendanceForm, LearnedForm
from employees.models import ProgrammeDate, SignUp
from employees.notices.programmes import appointment
from employees.views.programmes import FORM, in_our_zone, seen
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns


@require_POST
@permission_required("employees.join_programme", raise_exception=True)
def sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """A place, or the next one in line."""
    made = attending.sign_up(seen(request, pk), by=request.user)
    undo = reverse("employees:leave_date", args=[pk])
    if made is None:
        note(request, _("Sign-up is closed."), state="soon")
    elif made.has_place:
        note(request, _("You have a place. The mail brings it to your calendar."), icon="mail", undo=undo)
    else:
        note(
            request, _("All places are taken. You are told as soon as one is free."), state="soon", undo=undo
        )
    return redirect("employees:programme_date", pk)


@require_POST
@permission_required("employees.join_programme", raise_exception=True)
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the place back."""
    if attending.leave(seen(request, pk), by=request.user):
        note(request, _("Your place is given back. Whoever waits gets it."))
    else:
        note(request, _("Nothing was changed: you were not signed up, or it has begun."), state="soon")
    return redirect("employees:programme_date", pk)


@require_safe
@permission_required("employees.join_programme", raise_exception=True)
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader's own place as a calendar's file."""
    rows = SignUp.objects.placed().filter(employee=request.user, date__called_off_at=None)
    found = get_object_or_404(rows.select_related("employee", "date__programme", "date__organiser"), date=pk)
    file = appointment(found, language=request.LANGUAGE_CODE).file("PUBLISH")
    return HttpResponse(
        file, content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="programme.ics"'},
    )  # fmt: skip


@require_http_methods(FORM)
@permission_required("employees.join_programme", raise_exception=True)
@in_our_zone
def attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was there: ticked by whoever organised it, or organises all."""
    dates = ProgrammeDate.objects.run_by(request.user).standing().select_related("programme")
    date = get_object_or_404(dates, pk=pk)
    form = AttendanceForm(request.POST if request.method == "POST" else None, date=date)
    if date.has_begun and form.is_valid():
        attending.note_attendance(date, attended=[row.pk for row in form.cleaned_data["attended"]])
        note(request, _("It is noted. Those who were there are asked what they learned."), icon="mail")
        return redirect("employees:programme_date", pk)
    context = {"date": date, "form": form}
    return render(request, "employees/attendance.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@permission_required("employees.join_programme", raise_exception=True)
def say_learned(request: HttpRequest, pk: int) -> HttpResponse:
    """One sentence of who was there, for all to read."""
    rows = SignUp.objects.attended().filter(employee=request.user).select_related("date__programme")
    found = get_object_or_404(rows, pk=pk)
    initial = {} if found.language else {"language": request.LANGUAGE_CODE}
    form = LearnedForm(request.POST or None, instance=found, initial=initial)
    if form.is_valid():
        attending.say_learned(found, **form.cleaned_data)
        note(request, _("Everybody can read it now."), icon="share")
        return redirect("employees:learned")
    title = _("What did you learn at “%(name)s”?") % {"name": found.date.programme}
    context = {"form": form, "title": title, "button": _("Say it"), "back": reverse("employees:learning")}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@permission_required("employees.view_programme", raise_exception=True)
@in_our_zone
def learned(request: HttpRequest) -> HttpResponse:
    """What people say they learned, the newest first."""
    told = SignUp.objects.told().select_related("employee", "date__programme")
    page = read_page([Stretch(told, ("-learned_at", "-id"))], request.GET.get("after", ""))
    return render(request, "employees/learned.html", {"told": page.rows} | turns(page, request.path))


@require_safe
@permission_required("employees.view_programme", raise_exception=True)
def coverage(request: HttpRequest) -> HttpResponse:
    """How many of each team came to anything within a year."""
    return render(request, "employees/coverage.html", {"found": figures.coverage()})
