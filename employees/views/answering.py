"""Answering the pulse: by one's own link or the code on a card, without signing in. These pages stand before
sessions and sign-in, so that nothing notes whose browser it was; nothing that is sent here is logged."""

from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from employees.actions.sealing import KeyAwayError, TooLongError
from employees.actions.waves import AnsweredError, ClosedError, take_answer
from employees.figures import promised_after
from employees.forms.answering import CodeForm, PulseForm, plain_answer
from employees.models import Employee, Wave
from employees.models.pulse_cards import read_key
from employees.models.pulses import known_wave
from tenants.here import current_organisation
from tenants.instances import draft
from tenants.limits import Limit, TooManyError, allow, client_address, demand
from tenants.public import Sent, View, form_language, kept_by_nobody, speak, what_was_sent

PER_MINUTE, GUESSES = 120, 20
"""Answers from one address, as a whole office has; and links and codes that open nothing."""
FORM = ["GET", "HEAD", "POST"]
REFUSED = {
    TooManyError: (
        429,
        gettext_lazy("Many answers came from here just now. Please send it again in a minute."),
    ),
    KeyAwayError: (
        409,
        gettext_lazy(
            "No answer can be sealed at this moment, so yours was not taken. Please try again later."
        ),
    ),
    TooLongError: (422, gettext_lazy("Your texts are too long together. Please shorten them.")),
}


def quietly(view: View) -> View:
    """No cache keeps it, no other page learns its address, and no report of an error holds what was sent."""
    kept = kept_by_nobody(require_http_methods(FORM)(view))

    @csrf_exempt  # the link itself is the authority; no session takes part
    @login_not_required
    @sensitive_post_parameters()
    @wraps(view)
    def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = kept(request, *args, **kwargs)
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return seen


@quietly
@sensitive_variables()
def answer_pulse(request: HttpRequest, key: str) -> HttpResponse:
    """One person's form of one wave."""
    found = read_key(key)
    if found is None or (wave := known_wave(found[0])) is None:
        return unknown(request)
    person = draft(Employee, id=found[1])
    if request.method == "POST":
        sent = what_was_sent(request)
        language = form_language(request, wave.languages, sent.get("lang", ""))
        speak(language)
        return take(request, wave, person, language, sent)
    language = form_language(request, wave.languages, wished(request, person))
    speak(language)
    return look(request, wave, language)


def wished(request: HttpRequest, person: Employee) -> str:
    """The language that was chosen here, else the reader's own."""
    chosen = request.GET.get("lang", "")
    return chosen or Employee.objects.filter(pk=person.pk).values_list("language", flat=True).first() or ""


def look(request: HttpRequest, wave: Wave, language: str) -> HttpResponse:
    """The form, also to who has answered: whoever holds cards of others must not learn from them who did."""
    if not Wave.objects.taking_answers().filter(pk=wave.pk).exists():
        return closed(request)
    return show(request, wave, PulseForm(wave.asked, language))


@sensitive_variables()
def take(request: HttpRequest, wave: Wave, person: Employee, language: str, sent: Sent) -> HttpResponse:
    """Take an answer; what is wrong is shown with all that was typed."""
    limit = Limit(f"pulse {client_address(request)}", PER_MINUTE, 60)
    try:
        if said := plain_answer(wave.asked, sent):
            take_answer(wave, person, scores=said.scores, comments=said.comments, within=limit)
            return HttpResponseRedirect(reverse("employees:pulse_thanks", args=[language]))
        demand(limit)
    except ClosedError:
        return closed(request)
    except AnsweredError:
        return answered(request)
    except tuple(REFUSED) as refused:
        return again(request, wave, PulseForm(wave.asked, language, request.POST), refused)
    return show(request, wave, PulseForm(wave.asked, language, request.POST), 422)


def again(request: HttpRequest, wave: Wave, form: PulseForm, refused: Exception) -> HttpResponse:
    """Nothing was taken, and nothing that was typed is lost."""
    status, words = REFUSED[type(refused)]
    form.add_error(None, words)
    response = show(request, wave, form, status)
    if isinstance(refused, TooManyError):
        response["Retry-After"] = str(refused.retry_after)
    return response


def show(request: HttpRequest, wave: Wave, form: PulseForm, status: int = 200) -> HttpResponse:
    before = wave.before()
    context = {
        "wave": wave, "form": form, "form_language": form.language, "languages": wave.languages,
        "before": before, "promises": promised_after(before) if before else [],
    }  # fmt: skip
    return render(request, "employees/pulse/form.html", context, status=status)


def closed(request: HttpRequest) -> HttpResponse:
    text = _("This pulse takes no more answers, and nothing was kept of what you may have typed.")
    return calm(request, _("This pulse has closed"), text, 410)


def answered(request: HttpRequest) -> HttpResponse:
    text = _("Each link and each card takes one answer. It is sealed: nobody can read, change or repeat it.")
    return calm(request, _("Your answer is there"), text, 409)


def unknown(request: HttpRequest) -> HttpResponse:
    """Guessing is counted by the address that guesses."""
    speak(current_organisation().language)
    if not (verdict := allow(f"pulse key {client_address(request)}", GUESSES, 60)):
        response = calm(request, _("Too much at once"), _("Please wait a minute, and try again."), 429)
        response["Retry-After"] = str(verdict.retry_after)
        return response
    text = _("It may be mistyped or cut off, or its card was printed again. Ask whoever gave it to you.")
    return calm(request, _("This link or code opens nothing"), text, 404)


def calm(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    return render(request, "employees/pulse/calm.html", {"title": title, "text": text}, status=status)


@quietly
@sensitive_variables()
def pulse(request: HttpRequest) -> HttpResponse:
    """Where the code of a card is typed."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "employees/pulse/code.html", {"form": form}, status=status)
    if read_key(form.cleaned_data["code"]) is None:
        return unknown(request)
    return redirect("employees:answer_pulse", form.cleaned_data["code"])


@kept_by_nobody
@login_not_required
@require_safe
def pulse_thanks(request: HttpRequest, language: str) -> HttpResponse:
    """It says the same to everybody."""
    speak(language)
    return render(request, "employees/pulse/thanks.html", {"form_language": language})
