"""Headers that every answer carries, and pages for answers that have none."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers

from tenants.pages import unknown_charset

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
UNDERSTOOD = {"", "utf-8", "utf8", "us-ascii", "ascii"}
SAFE = {
    "Content-Security-Policy": POLICY,
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": settings.X_FRAME_OPTIONS,
}


class HeadersMiddleware:
    """The strict content policy, unless a view has set its own; outermost, so that errors carry it, too. A
    redirect shows nothing that it could guard."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code != 302:
            for name, value in SAFE.items():
                response.headers.setdefault(name, value)
        if "no-store" in response.get("Cache-Control", ""):
            return response
        if response.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
            if is_personal(request):
                response["Cache-Control"] = "private, no-store"
        return response


def is_personal(request: HttpRequest) -> bool:
    """Whether the page was made for somebody who is signed in; asks nothing that was not asked before."""
    session = getattr(request, "session", None)
    return bool(session is not None and session.accessed and not session.is_empty())


class CharsetMiddleware:
    """What is sent in another charset than UTF-8 is refused before anything reads it: Python knows some that
    are none, and fails at them."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        said = (request.content_params or {}).get("charset", "utf-8")
        return self.get_response(request) if said.lower() in UNDERSTOOD else unknown_charset(request)


class NotAllowedMiddleware:
    """A page for 405, which Django answers with an empty one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if (
            isinstance(response, HttpResponseNotAllowed)
            and not response.content
            and request.accepts("text/html")
        ):
            response.content = render_to_string("405.html", request=request)
        return response
