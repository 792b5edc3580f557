"""How one reader is served: language, time zone, light or dark. A person's own choice, else the browser's,
else the organisation's."""

import zoneinfo
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import get_languages, parse_accept_lang_header

GetResponse = Callable[[HttpRequest], HttpResponseBase]
THEMES = ("light", "dark")
THEME_COOKIE = "theme"


def chosen_theme(request: HttpRequest) -> str:
    """Light or dark as the reader chose; empty where the system decides."""
    chosen = getattr(reader(request), "theme", "") or request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else ""


def reader(request: HttpRequest) -> Any:
    """The employee who is signed in, or None; also where no session exists."""
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None


def interface_languages() -> list[tuple[str, str]]:
    """The languages the pages can be read in: English, and each that has a catalogue of ours."""
    return [(code, str(name)) for code, name in settings.LANGUAGES if code == "en" or has_catalogue(code)]


def has_catalogue(code: str) -> bool:
    """Whether the interface was translated into this language."""
    return _is_there(translation.to_locale(code), *settings.LOCALE_PATHS)


@cache
def _is_there(locale: str, *folders: Path) -> bool:
    """Looked for once in the life of a process."""
    return any((Path(folder) / locale / "LC_MESSAGES" / "django.mo").exists() for folder in folders)


def supported(code: str) -> str:
    """The interface language for a wished one (cy-GB reads cy), or nothing."""
    code = code.lower()
    wishes = (code, code.split("-")[0])
    return next(
        (wish for wish in wishes if wish in get_languages() and (wish == "en" or has_catalogue(wish))), ""
    )


def chosen_language(request: HttpRequest) -> str:
    """The language of a reader: own choice, cookie, browser, organisation, English."""
    wishes = [
        getattr(reader(request), "language", ""),
        request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, ""),
        *(code for code, _q in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))),
    ]
    organisation = getattr(getattr(request, "tenant", None), "language", "") or ""
    if reader(request):
        wishes = [wishes[0], wishes[1], organisation]
    return next((found for wish in [*wishes, organisation] if wish and (found := supported(wish))), "en")


def chosen_time_zone(request: HttpRequest) -> str:
    """The time zone of a reader: own choice, else the organisation's."""
    own = getattr(reader(request), "time_zone", "")
    return own or getattr(getattr(request, "tenant", None), "time_zone", "") or settings.TIME_ZONE


class ReaderMiddleware:
    """Activates language and time zone. It stands after sign-in, as a person's own choice comes first."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = chosen_language(request)
        translation.activate(language)
        request.LANGUAGE_CODE = language
        try:
            timezone.activate(zoneinfo.ZoneInfo(chosen_time_zone(request)))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            timezone.deactivate()
        response = self.get_response(request)
        if response.status_code != 302:
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response
