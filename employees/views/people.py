from django.contrib.auth.decorators import permission_required
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import importing
from employees.actions import people as actions
from employees.forms.people import DeactivateForm, EmployeeForm, ImportForm
from employees.models import Employee
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("employees.change_employee", raise_exception=True)
def people(request):
    """Who works here, with team, roles and what they have open."""
    found = Employee.objects.visible_to(request.user).select_related("team")
    if words := request.GET.get("q", "").replace("\x00", "").strip():
        found = found.filter(search=SearchQuery(_prefixes(words), search_type="raw", config="simple"))
    found = found.exclude(deactivated_at=None) if request.GET.get("gone") else found.active()
    page = Paginator(found.with_open_promises().order_by("name", "pk"), 50).get_page(request.GET.get("page"))
    return render(request, "employees/people.html", {"page": page, "q": words})


@require_http_methods(FORM)
@permission_required("employees.add_employee", raise_exception=True)
def invite(request):
    """A place for a new colleague, and a mail to them."""
    form = EmployeeForm(request.POST or None)
    if form.is_valid():
        form.save()
        note(request, _("%(name)s is invited by mail.") % {"name": form.cleaned_data["name"]}, icon="mail")
        return redirect("employees:people")
    return _form(request, form, _("Invite somebody"), _("Send the invitation"))


@require_http_methods(FORM)
@permission_required("employees.change_employee", raise_exception=True)
def person(request, pk):
    """One colleague: what an admin may change, and the way out."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user), pk=pk)
    form = EmployeeForm(request.POST or None, instance=employee)
    if form.is_valid():
        try:
            form.save()
        except ValidationError as error:
            form.add_error(None, error)
        else:
            note(request, _("Saved."))
            return redirect("employees:people")
    context = {"form": form, "employee": Employee.objects.get(pk=pk)}
    return render(request, "employees/person.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORM)
@permission_required("employees.change_employee", raise_exception=True)
def deactivate(request, pk):
    """What somebody would leave behind; let them go, and say who takes it."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user).active(), pk=pk)
    form = DeactivateForm(request.POST if request.method == "POST" else None, employee=employee)
    if form.is_valid():
        try:
            moved = actions.deactivate(employee, heirs=form.heirs(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            words = ngettext("%(n)d promise was handed over.", "%(n)d promises were handed over.", moved)
            note(
                request,
                f"{_('%(name)s can no longer sign in.') % {'name': employee.name}} {words % {'n': moved}}",
            )
            return redirect("employees:people")
    context = {"form": form, "employee": employee, "facts": form.facts}
    return render(request, "employees/leave.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("employees.change_employee", raise_exception=True)
def invite_again(request, pk):
    """Another link for whoever lost theirs, or comes back."""
    employee = get_object_or_404(Employee.objects.visible_to(request.user), pk=pk)
    done = actions.reactivate(employee) if employee.deactivated_at else actions.invite_again(employee)
    if done:
        note(request, _("%(name)s is invited by mail.") % {"name": employee.name}, icon="mail")
    else:
        note(request, _("%(name)s has a password already.") % {"name": employee.name}, state="soon")
    return redirect("employees:person", pk)


@require_http_methods(FORM)
@permission_required("employees.add_employee", raise_exception=True)
def import_people(request):
    """A CSV file: looked at first, then taken in as a whole."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return render(request, "employees/import.html", {"form": form}, status=422 if form.is_bound else 200)
    chosen, dry_run = form.cleaned_data, "take" not in request.POST
    outcome = importing.import_csv(chosen["kind"], chosen["text"], dry_run=dry_run)
    if dry_run or outcome.errors:
        context = {"form": form, "outcome": outcome} | chosen
        return render(request, "employees/import.html", context, status=422 if outcome.errors else 200)
    facts = {"new": outcome.new, "changed": outcome.changed}
    note(request, _("Taken in: %(new)d new, %(changed)d changed.") % facts)
    return redirect("employees:people" if chosen["kind"] == "people" else "employees:teams")


def _prefixes(words: str) -> str:
    """Every word as the beginning of one, for PostgreSQL's full text; nothing in it is an operator."""
    quoted = ("'" + word.replace("\\", "\\\\").replace("'", "''") + "':*" for word in words.split())
    return " & ".join(quoted)


def _form(request, form, title, button):
    context = {"form": form, "title": title, "button": button, "back": reverse("employees:people")}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)
