"""The front-line log: days that executives and leads spent with customers, for all to read."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import frontline as actions
from employees.forms.frontline import FrontlineDayForm
from employees.models import FrontlineDay
from tenants.here import today
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

RELATED = ("by__team", "commitment__owner")


@require_safe
@permission_required("employees.view_frontlineday", raise_exception=True)
def frontline(request: HttpRequest) -> HttpResponse:
    """The newest note first."""
    found = FrontlineDay.objects.visible_to(request.user).select_related(*RELATED)
    page = read_page([Stretch(found, ("-at", "-id"))], request.GET.get("after", ""))
    context = {"days": page.rows, "removable": removable(request, page.rows)}
    return render(request, "employees/frontline.html", context | turns(page, request.path))


def removable(request: HttpRequest, days: list[FrontlineDay]) -> set[int]:
    mine = actions.removable(request.user).filter(pk__in=[day.pk for day in days])
    return set(mine.values_list("pk", flat=True))


@require_safe
@permission_required("employees.view_frontlineday", raise_exception=True)
def frontline_day(request: HttpRequest, pk: int) -> HttpResponse:
    """One day; where the promise that came of it leads back to."""
    days = FrontlineDay.objects.visible_to(request.user).select_related(*RELATED)
    day = get_object_or_404(days, pk=pk)
    context = {"days": [day], "removable": removable(request, [day]), "one": day}
    return render(request, "employees/frontline.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.add_frontlineday", raise_exception=True)
def new_frontline_day(request: HttpRequest) -> HttpResponse:
    initial = {"on": today(), "language": request.LANGUAGE_CODE}
    form = FrontlineDayForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        day = form.save()
        undo = reverse("employees:take_back_day", args=[day.pk])
        note(request, _("Everybody can read it now."), icon="share", undo=undo)
        return redirect("employees:frontline")
    context = {
        "form": form, "title": _("A day with customers"), "button": _("Keep it"),
        "back": reverse("employees:frontline"),
    }  # fmt: skip
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("employees.view_frontlineday", raise_exception=True)
def take_back_day(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer takes back a slip; the champion whatever should not be read."""
    found = actions.removable(request.user).select_related("commitment")
    actions.take_back(get_object_or_404(found, pk=pk), by=request.user)
    note(request, _("It is taken back."), icon="hidden")
    return redirect("employees:frontline")
