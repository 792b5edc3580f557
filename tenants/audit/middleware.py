from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tenants.audit.record import NOBODY, Actor, acting
from tenants.limits import client_address


class ActingMiddleware:
    """Whoever is signed in acts: what is recorded during this request names them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        who = Actor(user.pk, str(user), client_address(request)) if signed_in else NOBODY  # type: ignore[union-attr]
        token = acting.set(who if signed_in else NOBODY._replace(address=client_address(request)))
        try:
            return self.get_response(request)
        finally:
            acting.reset(token)
