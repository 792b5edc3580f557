"""The pages that stand where no organisation's page can: they ask the database for nothing."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

RETRY_AFTER = "10"


def unknown_host(request: HttpRequest) -> HttpResponse:
    return _answer(
        request, 404, _("No organisation is here"),
        _("Check the address, or ask whoever sent it to you."),
    )  # fmt: skip


def suspended(request: HttpRequest) -> HttpResponse:
    return _answer(
        request, 403, _("This organisation is closed for now"),
        _("Nothing is lost. Whoever runs the platform can tell you more."),
    )  # fmt: skip


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database is away or a schema is being changed: come back, nothing was half done."""
    title, text = _("We are away for a moment"), _("Please try again in a minute.")
    response = problem(503, title, text) if _by_api(request) else _page("503.html", 503)
    response["Retry-After"] = RETRY_AFTER
    return response


def unknown_charset(request: HttpRequest) -> HttpResponse:
    return _answer(
        request, 415, _("We could not read that"), _("Send it as UTF-8, please."),
    )  # fmt: skip


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400; Django's own asks for the form once more, which is what could not be read."""
    return problem(400, _("We could not read that")) if _by_api(request) else _page("400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: the database's absence is 503, whichever layer noticed it; all else is our mistake."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return problem(500, _("Something broke on our side")) if _by_api(request) else _page("500.html", 500)


def _answer(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    if _by_api(request):
        return problem(status, title, text)
    return _page("tenants/plain.html", status, title=title, text=text, icon="less")


def _by_api(request: HttpRequest) -> bool:
    return request.path.startswith("/api/")


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=status)


def problem(status: int, title: str, detail: str = "", **more: Any) -> JsonResponse:
    """An error as RFC 9457 words it."""
    facts = {"type": "about:blank", "title": title, "status": status} | ({"detail": detail} if detail else {})
    return JsonResponse(facts | more, status=status, content_type="application/problem+json")
