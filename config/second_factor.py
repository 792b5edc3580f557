from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from config.reader import reader

SET_UP = "second_factor"
"""In the session: seen to be set up, so that it is not asked for again at every page."""


class SecondFactorMiddleware:
    """Whoever must sign in with a second factor and has none yet sets it up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_MFA and not self.is_open(request.path) and self.is_missing(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)

    def is_missing(self, request: HttpRequest) -> bool:
        user: Any = reader(request)
        if user is None or request.session.get(SET_UP) or not user.needs_second_factor:
            return False
        if is_mfa_enabled(user):
            request.session[SET_UP] = True
            return False
        return True

    def is_open(self, path: str) -> bool:
        """The pages of sign-in and second factor, and what every page is drawn with."""
        return path.startswith(("/accounts/", reverse("brand"), reverse("logo"), f"/{settings.STATIC_URL}"))
