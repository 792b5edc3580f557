"""How people come in: the sign-in's own rules, invitations, and what they decide about themselves."""

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from employees.forms.accounts import JoinForm, MeForm
from employees.models.invitations import SchemaTokens, invited
from tenants.audit.record import Actor, record
from tenants.here import absolute
from tenants.limits import allow, client_address
from tenants.notes import note


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up: people are invited. Limits hold for all workers, per organisation, address and person;
    links lead to the organisation's own domain."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def pre_authenticate(self, request: Any, **credentials: Any) -> None:
        email, address = str(credentials.get("email", "")).lower(), client_address(request)
        limits = [(f"sign in {address} {email}", 10), (f"sign in {email}", 30), (f"sign in {address}", 100)]
        verdicts = [allow(key, limit, 300) for key, limit in limits]
        if not all(verdicts):
            raise self.validation_error("too_many_login_attempts")

    def login(self, request: Any, user: Any) -> None:
        super().login(request, user)
        actor = Actor(user.pk, user.name, client_address(request))
        record("signed_in", subject=f"employees.Employee:{user.pk}", actor=actor)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """A few an hour to one address, whoever asks for them."""
        if allow(f"account mail {email.lower()}", 5, 3600):
            super().send_mail(template_prefix, email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def get_client_ip(self, request: Any) -> str:
        return client_address(request)


class MFAAdapter(DefaultMFAAdapter):
    """Whoever must have a second factor cannot take it away."""

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not authenticator.user.needs_second_factor

    def get_totp_issuer(self) -> str:
        return self._get_site_name()


class ResetTokens(SchemaTokens):
    """Of password resets, good at this organisation only."""

    def __init__(self) -> None:
        super().__init__("password-reset")


@never_cache
@sensitive_post_parameters("password")
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request, key, token):
    """The link of an invitation: choose a password and come in. Whoever is signed in signs out first."""
    if request.user.is_authenticated:
        raise PermissionDenied
    employee = invited(key, token) if allow(f"join {client_address(request)}", 60, 300) else None
    if employee is None:
        return render(request, "employees/join_gone.html", status=410)
    form = JoinForm(request.POST or None, employee=employee)
    if not form.is_valid():
        return render(request, "employees/join.html", {"form": form}, status=422 if form.is_bound else 200)
    if not form.save():
        return render(request, "employees/join_gone.html", status=410)
    login(request, employee, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(settings.LOGIN_REDIRECT_URL)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.change_preferences", raise_exception=True)
def me(request):
    """One's own settings."""
    form = MeForm(request.POST or None, instance=request.user)
    if not form.is_valid():
        return render(request, "employees/me.html", {"form": form}, status=422 if form.is_bound else 200)
    form.save()
    note(request, _("Saved."))
    return redirect("employees:me")
