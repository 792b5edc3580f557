"""The bare host: what the site is, and the way to one's own organisation."""

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tenants import finding
from tenants.here import host_address
from tenants.limits import allow, client_address

LIMIT, SECONDS = 10, 600


class NameForm(forms.Form):
    """By name."""

    name = forms.CharField(label=gettext_lazy("Name of your organisation"), max_length=100)


class EmailForm(forms.Form):
    """By one's own address."""

    email = forms.EmailField(label=gettext_lazy("Your e-mail address at work"))


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    return show(request)


@require_http_methods(["POST"])
def find_by_name(request: HttpRequest) -> HttpResponse:
    """To the organisation, where its whole name was typed."""
    form = NameForm(request.POST)
    if refused := too_many(request):
        return refused
    if form.is_valid():
        if found := finding.by_name(form.cleaned_data["name"]):
            return redirect(host_address(found.primary_domain))
        form.add_error("name", _("No organisation of this name is here. Type it whole, or use your e-mail."))
    return show(request, name_form=form, status=422)


@require_http_methods(["POST"])
def find_by_email(request: HttpRequest) -> HttpResponse:
    """The same page for every address: only the mail says where."""
    form = EmailForm(request.POST)
    if refused := too_many(request):
        return refused
    if form.is_valid():
        finding.ask_by_email(form.cleaned_data["email"])
        return show(request, asked=True)
    return show(request, email_form=form, status=422)


def show(request: HttpRequest, *, status: int = 200, **context: object) -> HttpResponse:
    forms_ = {"name_form": NameForm(auto_id="by_%s"), "email_form": EmailForm(auto_id="by_%s")}
    return render(
        request, "tenants/front.html", forms_ | {"site": settings.SITE_DOMAIN} | context, status=status
    )


def too_many(request: HttpRequest) -> HttpResponse | None:
    verdict = allow(f"find {client_address(request)}", LIMIT, SECONDS)
    if verdict:
        return None
    response = render(request, "429.html", status=429)
    response["Retry-After"] = str(verdict.retry_after)
    return response
