"""The public form: without signing in, without a session, without JavaScript."""

from collections.abc import Callable, Mapping
from functools import wraps
from itertools import chain
from typing import Any
from urllib.parse import parse_qsl, quote

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy
from django.utils.translation.trans_real import get_languages, parse_accept_lang_header
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.public import new_token, read_token, receive_public_answer
from feedback.forms.answers import CONSENT_TEXT, CONSENT_VERSION, PublicForm, is_caught, plain_facts
from feedback.models import Case, ListeningPost, Response
from feedback.models.remembered import find_public_post
from tenants.here import current_organisation
from tenants.limits import Limit, TooManyError, client_address, demand

PER_MINUTE = 30
MOST_FIELDS = 100
Sent = Mapping[str, str]
View = Callable[..., HttpResponse]
BUSY = gettext_lazy("Many answers came from here just now. Please send it again in a minute.")


def kept_by_nobody(view: View) -> View:
    """What is asked and said here is stored in no cache."""

    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        return response

    return seen


def find_post(key: str) -> ListeningPost:
    post = find_public_post(key)
    if post is None:
        raise Http404
    return post


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


@csrf_exempt  # nobody is signed in here, so there is no authority to borrow; the form has a token of its own
@kept_by_nobody
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, key: str) -> HttpResponse:
    post = find_post(key)
    if post.retired_at:
        return gone(request, post)
    sent = what_was_sent(request)
    language = form_language(request, post.version.languages, sent.get("lang", ""))
    speak(language)
    if request.method == "POST":
        return answer(request, post, language, sent)
    return show(request, post, PublicForm(post.version, language, initial=fresh(post, language)))


def what_was_sent(request: HttpRequest) -> Sent:
    """The last value of each field, as request.POST has it. That takes three times as long, and is asked
    where a form came in any other way than usual."""
    if request.content_type != "application/x-www-form-urlencoded" or request.content_params:
        return request.POST
    try:
        return dict(parse_qsl(request.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        return request.POST


def fresh(post: ListeningPost, language: str) -> dict[str, str]:
    return {"token": new_token(post), "lang": language}


def answer(request: HttpRequest, post: ListeningPost, language: str, sent: Sent) -> HttpResponse:
    """Take an answer; what is wrong is shown with all that was typed."""
    if is_caught(sent):
        return thanked(request.path, language)
    number = read_token(post, sent.get("token", ""))
    limit = Limit(f"form {client_address(request)}", PER_MINUTE, 60)
    try:
        if number and (facts := plain_facts(post.version, language, sent)):
            receive_public_answer(post=post, number=number, facts=facts, within=limit)
            return thanked(request.path, language)
        return answer_by_form(request, post, PublicForm(post.version, language, request.POST), number, limit)
    except TooManyError as refused:
        return busy(request, post, PublicForm(post.version, language, request.POST), refused.retry_after)


def answer_by_form(
    request: HttpRequest, post: ListeningPost, form: PublicForm, number: str | None, limit: Limit
) -> HttpResponse:
    """Take an answer with an address, or say what is wrong with it."""
    if number is None:
        form.renew(new_token(post))
    if number is None or not form.is_valid():
        demand(limit)
        return show(request, post, form, status=422)
    response = receive_public_answer(**said_by(form), post=post, number=number, within=limit)
    return thanked(request.path, form.language, response if form.cleaned_data["consent"] else None)


def said_by(form: PublicForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {
        "facts": form.response_facts(), "email": said["email"], "phone": said["phone"],
        "consent_text": str(CONSENT_TEXT) if said["consent"] else "", "consent_version": CONSENT_VERSION,
    }  # fmt: skip


def busy(request: HttpRequest, post: ListeningPost, form: PublicForm, seconds: int) -> HttpResponse:
    """Too many from here: nothing typed is lost, and it says when to send it again."""
    form.add_error(None, BUSY)
    response = show(request, post, form, status=429)
    response["Retry-After"] = str(seconds)
    return response


def show(request: HttpRequest, post: ListeningPost, form: PublicForm, status: int = 200) -> HttpResponse:
    language = form.language
    context = {
        "post": post, "form": form, "form_language": language,
        "heading": post.version.heading(language), "languages": post.version.languages,
    }  # fmt: skip
    return render(request, "feedback/form.html", context, status=status)


def thanked(asked_at: str, language: str, response: Response | None = None) -> HttpResponse:
    """To the page of thanks below the address of the form, so that a reload sends nothing again."""
    of = f"&of={quote(_signer().sign(str(response.pk)))}" if response is not None else ""
    return HttpResponseRedirect(f"{asked_at}thanks/?lang={quote(language)}{of}")


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"feedback.thanks:{connection.schema_name}")


@kept_by_nobody
@login_not_required
@require_safe
def thanks(request: HttpRequest, key: str) -> HttpResponse:
    """What happens now; who left an address finds the page of their case."""
    post = find_post(key)
    language = form_language(request, post.version.languages)
    speak(language)
    context: dict[str, Any] = {
        "post": post,
        "form_language": language,
        "case": _case_of(request.GET.get("of", "")),
    }
    return render(request, "feedback/thanks.html", context)


def _case_of(token: str) -> Case | None:
    try:
        response = _signer().unsign(token)
    except signing.BadSignature:
        return None
    return Case.objects.filter(response=response).select_related("commitment").first()


def gone(request: HttpRequest, post: ListeningPost) -> HttpResponse:
    """A retired post's links lead to the one that took its place, or say calmly that nobody listens here."""
    if post.successor and not post.successor.retired_at and post.successor.is_public:
        return redirect("feedback:form", post.successor.key)
    speak(form_language(request, post.version.languages, request.POST.get("lang", "")))
    return render(request, "feedback/form_gone.html", {"post": post}, status=410)
