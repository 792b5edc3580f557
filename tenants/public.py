"""Forms for whoever comes without signing in: in their language, and kept by nobody."""

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import get_languages, parse_accept_lang_header

from tenants.here import current_organisation

MOST_FIELDS = 100
Sent = Mapping[str, str]
View = Callable[..., HttpResponse]


def kept_by_nobody(view: View) -> View:
    """What is asked and said here is stored in no cache."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return seen


def form_language(request: HttpRequest, languages: list[str], chosen: str = "") -> str:
    """The language of the form: chosen, else the browser's, else the organisation's, else any that it has."""
    if chosen in languages:  # as with every answer
        return chosen
    wishes = chain(
        [chosen, request.GET.get("lang", "")],
        (code for code, _q in parse_accept_lang_header(request.META.get("HTTP_ACCEPT_LANGUAGE", "")[:200])),
        [current_organisation().language],
    )
    found = (code for wish in wishes for code in (wish, wish.split("-")[0]) if code in languages)
    return next(found, languages[0] if languages else settings.LANGUAGE_CODE)


def speak(language: str) -> None:
    """Our own words in the form's language, where there is a catalogue of it."""
    translation.activate(language if language in get_languages() else settings.LANGUAGE_CODE)


def what_was_sent(request: HttpRequest) -> Sent:
    """The last value of each field, as request.POST has it. That takes three times as long, and is asked
    where a form came in any other way than usual."""
    if request.content_type != "application/x-www-form-urlencoded" or request.content_params:
        return request.POST
    try:
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return request.POST
