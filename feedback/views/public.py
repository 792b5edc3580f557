"""The public form: without signing in, without a session, without JavaScript."""

from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.public import new_token, read_token, receive_public_answer
from feedback.forms.answers import (
    CONSENT_TEXT,
    CONSENT_VERSION,
    TESTER_TEXT,
    PublicForm,
    is_caught,
    plain_facts,
)
from feedback.models import Case, ListeningPost, Response
from feedback.models.remembered import find_public_post
from tenants.limits import Limit, TooManyError, client_address, demand
from tenants.public import Sent, form_language, kept_by_nobody, speak, what_was_sent

PER_MINUTE = 30
BUSY = gettext_lazy("Many answers came from here just now. Please send it again in a minute.")


def find_post(key: str) -> ListeningPost:
    post = find_public_post(key)
    if post is None:
        raise Http404
    return post


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
        "tester_text": str(TESTER_TEXT) if said["tester"] else "",
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
