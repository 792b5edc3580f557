"""The console of those who run the platform. It shows organisations, never what is in them."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenants import actions
from tenants.console.forms import CreateForm, DeleteForm, DomainForm, SuspendForm, ZoneForm, attempt
from tenants.models import Domain, Organisation
from tenants.notes import note
from tenants.watch import outbox_health, queue_health

operator = permission_required("tenants.run_platform", raise_exception=True)


@require_safe
@operator
def console(request: HttpRequest) -> HttpResponse:
    organisations = Organisation.objects.customers().prefetch_related("domains")
    context = {"organisations": organisations, "queue": queue_health(), "outboxes": outbox_health()}
    return render(request, "tenants/console.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@operator
def create(request: HttpRequest) -> HttpResponse:
    form = CreateForm(request.POST or None)
    if form.is_bound and (made := form.make()):
        note(request, _("%(name)s is there; its first admin is invited.") % {"name": made.name})
        return redirect("tenants:organisation", made.pk)
    return render(request, "tenants/create.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@operator
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    return show(request, found(pk))


@require_POST
@operator
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    form = SuspendForm(request.POST)
    closed = lambda: actions.suspend(found(pk), reason=form.cleaned_data["reason"])  # noqa: E731
    if attempt(form, closed) is None:
        return show(request, found(pk), status=422, suspend=form)
    return done(request, pk, _("It is closed, everywhere within two seconds."), undo="resume")


@require_POST
@operator
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    actions.resume(found(pk))
    return done(request, pk, _("It is open again."))


@require_POST
@operator
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    form = DeleteForm(request.POST)
    if attempt(form, lambda: actions.delete(found(pk), **form.cleaned_data)) is None:
        return show(request, found(pk), status=422, delete=form)
    return done(request, pk, _("It is closed, and gone for good in 30 days."), undo="restore")


@require_POST
@operator
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    actions.restore(found(pk))
    return done(request, pk, _("It will not be deleted."))


@require_POST
@operator
def change_time_zone(request: HttpRequest, pk: int) -> HttpResponse:
    form = ZoneForm(request.POST)
    if attempt(form, lambda: actions.change_time_zone(found(pk), **form.cleaned_data)) is None:
        return show(request, found(pk), status=422, zone=form)
    return done(request, pk, _("Days are counted in this zone. Those that are past are counted anew now."))


@require_POST
@operator
def add_domain(request: HttpRequest, pk: int) -> HttpResponse:
    form = DomainForm(request.POST)
    if attempt(form, lambda: actions.add_domain(found(pk), **form.cleaned_data)) is None:
        return show(request, found(pk), status=422, domain=form)
    return done(request, pk, _("The domain leads here from now on."))


@require_POST
@operator
def make_primary(request: HttpRequest, pk: int, domain: int) -> HttpResponse:
    actions.make_primary(get_object_or_404(Domain, tenant=found(pk), pk=domain))
    return done(request, pk, _("It stands in mails from now on."))


@require_POST
@operator
def remove_domain(request: HttpRequest, pk: int, domain: int) -> HttpResponse:
    host = get_object_or_404(Domain, tenant=found(pk), pk=domain)
    if host.is_primary:
        note(request, _("The primary domain stays. Make another one primary first."), state="late")
        return redirect("tenants:organisation", pk)
    actions.remove_domain(host)
    return done(request, pk, _("The domain leads here no more."))


def found(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.customers(), pk=pk)


def show(request: HttpRequest, found: Organisation, *, status: int = 200, **bound: Form) -> HttpResponse:
    """The organisation's page; of its forms, the one that was sent comes back with its errors."""
    forms: dict[str, Any] = {
        "suspend": SuspendForm(), "delete": DeleteForm(), "domain": DomainForm(),
        "zone": ZoneForm(initial={"time_zone": found.time_zone}),
    } | bound  # fmt: skip
    context = {"found": found, "domains": found.domains.order_by("-is_primary", "domain"), "forms": forms}
    return render(request, "tenants/organisation.html", context, status=status)


def done(request: HttpRequest, pk: int, text: str, undo: str = "") -> HttpResponse:
    note(request, text, undo=reverse(f"tenants:{undo}", args=[pk]) if undo else "")
    return redirect("tenants:organisation", pk)
