from django.contrib.auth.decorators import login_not_required, permission_required
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import monthly, recognising
from employees.forms.recognition import ThankForm
from employees.models import Employee, Recognition
from employees.models.recognition import STOP
from tenants.limits import allow, client_address
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns
from tenants.signing import unsign

A_MINUTE = 60
"""So often one address may open the page that ends the letters."""


@require_safe
@permission_required("employees.view_recognition", raise_exception=True)
def recognition(request):
    """What colleagues and customers say of those who did well, the newest first."""
    view = request.GET.get("view", "")
    found = Recognition.objects.visible_to(request.user)
    if view in Recognition.Kind.values:
        found = found.filter(kind=view)
    elif view == "mine":
        found = found.about(request.user)
    page = read_page([Stretch(found.with_names(), ("-at", "-id"))], request.GET.get("after", ""))
    context = {"page": page, "views": _views(view), "withdrawable": _withdrawable(request.user, page.rows)}
    template = "employees/recognition/list.html"
    template += "#list" if request.htmx and not request.htmx.boosted else ""
    return render(request, template, context | turns(page, request.path, view=view))


def _views(chosen):
    named = {"": _("All"), "thanks": _("Thanks"), "compliment": _("From customers"), "idea": _("Ideas"),
             "mine": _("About me")}  # fmt: skip
    path = reverse("employees:recognition")
    return [
        {"label": label, "url": address(path, view=view), "current": view == chosen}
        for view, label in named.items()
    ]


def _withdrawable(user, rows):
    return set(Recognition.objects.withdrawable_by(user).filter(pk__in=[row.pk for row in rows])
               .values_list("pk", flat=True))  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.add_recognition", raise_exception=True)
def thank(request):
    """Thank somebody. Looking for a name sends the form without giving it."""
    if request.method != "POST":
        return _form(request, ThankForm(user=request.user))
    if "look" in request.POST:
        given = request.POST.dict() | {"people": request.POST.getlist("people")}
        return _form(request, ThankForm(user=request.user, initial=given))
    form = ThankForm(request.POST, user=request.user)
    if form.is_valid() and (made := _thanked(request.user, form)):
        undo = reverse("employees:withdraw_thanks", args=[made.pk])
        note(request, _("Your thanks are said, and everybody can read them."), icon="good", undo=undo)
        return redirect("employees:recognition")
    return _form(request, form, status=422)


def _thanked(user, form):
    """What was given; none, with what is wrong at the form, where a rule forbids it."""
    said = {name: form.cleaned_data[name] for name in ("words", "outcome")}
    try:
        return recognising.thank(by=user, **form.named, **said)
    except ValidationError as error:
        form.add_error(None, error)
    return None


def _form(request, form, status=200):
    return render(request, "employees/recognition/thank.html", {"form": form}, status=status)


@require_POST
@permission_required("employees.add_recognition", raise_exception=True)
def withdraw_thanks(request, pk):
    """Whoever gave them a moment ago takes them back."""
    given = get_object_or_404(
        Recognition.objects.filter(by=request.user, kind=Recognition.Kind.THANKS), pk=pk
    )
    fresh = Recognition.objects.withdrawable_by(request.user).filter(pk=pk).exists()
    if fresh and recognising.withdraw(given, by=request.user):
        note(request, _("Your thanks are taken back. Nobody was told of them."), icon="undo")
    else:
        note(request, _("Nothing was changed: it is too late for that."), state="soon")
    return redirect("employees:recognition")


@csrf_exempt  # RFC 8058: the mail program posts it, without a session
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop_monthly(request, token):
    """No more monthly letters; asked by GET, done by POST, so that a scanner of links does nothing."""
    if not (verdict := allow(f"stop {client_address(request)}", A_MINUTE, 60)):
        busy = render(request, "employees/stop_monthly.html", {"is_busy": True}, status=429)
        busy["Retry-After"] = verdict.retry_after
        return busy
    try:
        reader = get_object_or_404(Employee.objects.active(), pk=unsign(token, purpose=STOP))
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        monthly.stop_monthly(reader)
    return render(request, "employees/stop_monthly.html", {"done": request.method == "POST"})
