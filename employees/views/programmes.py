"""Programmes and their dates: what is offered, who organises it. Times are of the organisation's own zone."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import offering as actions
from employees.forms.programmes import CallOffForm, ProgrammeDateForm, ProgrammeForm
from employees.models import Programme, ProgrammeDate, SignUp
from tenants.here import current_zone
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

View = Callable[..., HttpResponse]
FORM = ["GET", "HEAD", "POST"]
SHOWN = 10


def in_our_zone(view: View) -> View:
    """A date takes place where the organisation is: its times are read and written there."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with timezone.override(current_zone()):
            return view(request, *args, **kwargs)

    return within


def with_own(request: HttpRequest, dates: Any) -> list[tuple[ProgrammeDate, SignUp | None]]:
    """Each of these dates with what the reader has there: a place, a wait, or nothing."""
    dates = list(dates)
    own = SignUp.objects.standing().filter(employee=request.user, date__in=dates)
    mine = {row.date_id: row for row in own}
    return [(date, mine.get(date.pk)) for date in dates]


@require_safe
@permission_required("employees.view_programme", raise_exception=True)
@in_our_zone
def learning(request: HttpRequest) -> HttpResponse:
    """What lies ahead, the nearest date first, and which programmes there are."""
    ahead = ProgrammeDate.objects.visible_to(request.user).ahead().counted().select_related("programme")
    page = read_page([Stretch(ahead, ("starts", "id"))], request.GET.get("after", ""))
    context = {
        "rows": with_own(request, page.rows), "number": ProgrammeDate.objects.ahead().count(),
        "programmes": Programme.objects.visible_to(request.user).offered(),
        "untold": SignUp.objects.untold_by(request.user), "zone": current_zone(),
    }  # fmt: skip
    return render(request, "employees/learning.html", context | turns(page, request.path))


@require_safe
@permission_required("employees.view_programme", raise_exception=True)
@in_our_zone
def programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    dates = ProgrammeDate.objects.filter(programme=found).counted().select_related("programme")
    told = SignUp.objects.told().filter(date__programme=found).select_related("employee", "date__programme")
    context = {
        "programme": found, "ahead": with_own(request, dates.ahead()),
        "past": dates.past().order_by("-starts", "-id")[:SHOWN],
        "told": told.order_by("-learned_at", "-id")[:SHOWN],
    }  # fmt: skip
    return render(request, "employees/programme.html", context)


@require_safe
@permission_required("employees.view_programme", raise_exception=True)
@in_our_zone
def programme_date(request: HttpRequest, pk: int) -> HttpResponse:
    return date_page(request, seen(request, pk))


def seen(request: HttpRequest, pk: int) -> ProgrammeDate:
    dates = ProgrammeDate.objects.visible_to(request.user).counted()
    return get_object_or_404(dates.select_related("programme", "organiser"), pk=pk)


def date_page(request: HttpRequest, date: ProgrammeDate, status: int = 200, **bound: Any) -> HttpResponse:
    ((_date, mine),) = with_own(request, [date])
    runs = ProgrammeDate.objects.run_by(request.user).filter(pk=date.pk).exists()
    people = SignUp.objects.standing().filter(date=date).select_related("employee")
    told = people.told().select_related("date__programme")
    context = {
        "date": date, "mine": mine, "runs": runs, "zone": current_zone(), "told": told,
        "people": people.order_by(F("place_at").asc(nulls_last=True), "at") if runs else [],
        "call_off": CallOffForm(),
    }  # fmt: skip
    return render(request, "employees/programme_date.html", context | bound, status=status)


@require_http_methods(FORM)
@permission_required("employees.change_programme", raise_exception=True)
def new_programme(request: HttpRequest) -> HttpResponse:
    return _save_programme(request, ProgrammeForm(request.POST or None), _("A new programme"))


@require_http_methods(FORM)
@permission_required("employees.change_programme", raise_exception=True)
def edit_programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    return _save_programme(request, ProgrammeForm(request.POST or None, instance=found), found.name)


def _save_programme(request: HttpRequest, form: ProgrammeForm, title: str) -> HttpResponse:
    if form.is_valid():
        kept = actions.save_programme(form.instance, form.cleaned_data)
        note(request, _("Saved."))
        return redirect("employees:programme", kept.pk)
    return _form(request, form, title, reverse("employees:learning"))


@require_POST
@permission_required("employees.change_programme", raise_exception=True)
def end_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it no longer."""
    found = get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)
    if actions.end_programme(found):
        note(request, _("It is offered no longer."), undo=reverse("employees:offer_again", args=[pk]))
    else:
        note(
            request, _("It has dates ahead. Call them off first, or wait until they are over."), state="soon"
        )
    return redirect("employees:programme", pk)


@require_POST
@permission_required("employees.change_programme", raise_exception=True)
def offer_again(request: HttpRequest, pk: int) -> HttpResponse:
    actions.offer_again(get_object_or_404(Programme.objects.visible_to(request.user), pk=pk))
    note(request, _("It is offered again."))
    return redirect("employees:programme", pk)


@require_http_methods(FORM)
@permission_required("employees.change_programme", raise_exception=True)
@in_our_zone
def new_date(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Programme.objects.visible_to(request.user).offered(), pk=pk)
    form = ProgrammeDateForm(request.POST or None, initial={"organiser": request.user, "places": 8})
    title, back = _("A date: %(name)s") % {"name": found}, reverse("employees:programme", args=[pk])
    return _save_date(request, form, title, back, lambda: actions.offer_date(found, form.cleaned_data))


@require_http_methods(FORM)
@permission_required("employees.change_programme", raise_exception=True)
@in_our_zone
def edit_date(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time, place or number of places; who is coming is told."""
    found = seen(request, pk)
    form = ProgrammeDateForm(request.POST or None, instance=found)
    back = reverse("employees:programme_date", args=[pk])
    return _save_date(
        request, form, found.programme.name, back, lambda: actions.change_date(found, form.cleaned_data)
    )


def _save_date(
    request: HttpRequest, form: ProgrammeDateForm, title: str, back: str, save: Callable[[], ProgrammeDate]
) -> HttpResponse:
    """What the rules refuse stands at its field."""
    if form.is_valid():
        try:
            kept = save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            note(request, _("Saved."))
            return redirect("employees:programme_date", kept.pk)
    return _form(request, form, title, back)


@require_POST
@permission_required("employees.change_programme", raise_exception=True)
@in_our_zone
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    date, form = seen(request, pk), CallOffForm(request.POST)
    if not form.is_valid():
        return date_page(request, date, status=422, call_off=form)
    if actions.call_off(date, reason=form.cleaned_data["reason"]):
        note(request, _("It is called off, and everybody is told."), icon="mail")
    else:
        note(request, _("It was called off before, or has begun."), state="soon")
    return redirect("employees:programme_date", pk)


def _form(request: HttpRequest, form: Any, title: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": _("Save"), "back": back}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)
