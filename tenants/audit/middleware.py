from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from tenants.audit.record import NOBODY, acting, actor_of
from tenants.limits import client_address


class ActingMiddleware:
    """Whoever is signed in acts: what is recorded during this request names them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = getattr(request, "user", None)
        signed_in = user is not None and user.is_authenticated
        address = client_address(request)
        token = acting.set(actor_of(user, address) if signed_in else NOBODY._replace(address=address))
        try:
            return self.get_response(request)
        finally:
            acting.reset(token)
