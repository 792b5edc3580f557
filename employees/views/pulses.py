"""Programmes of the pulse, as who plans them sees them: never who answered, and nothing of what."""

from datetime import date

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import cards, programmes
from employees.figures.pulses import plan_of, programmes_sentence, taking_part
from employees.forms.answering import PulseForm
from employees.forms.pulses import CardsForm, ProgrammeForm
from employees.models import PulseProgramme, Wave
from employees.models.asking import languages_of
from employees.views.cards import printed
from tenants.notes import note
from tenants.public import form_language

FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("employees.view_pulse", raise_exception=True)
def pulse_programmes(request: HttpRequest) -> HttpResponse:
    found = list(PulseProgramme.objects.visible_to(request.user).prefetch_related("waves"))
    waves = Wave.objects.filter(called_off_at=None, refused_at=None).order_by("-opened_at", "-pk")[:20]
    context = {
        "running": [plan_of(each) for each in found if not each.ended_at],
        "ended": [each for each in found if each.ended_at],
        "waves": taking_part(waves),
        "sentence": programmes_sentence([each for each in found if not each.ended_at]),
    }  # fmt: skip
    return render(request, "employees/pulse/programmes.html", context)


@require_http_methods(FORM)
@permission_required("employees.change_pulse", raise_exception=True)
def new_programme(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(FORM)
@permission_required("employees.change_pulse", raise_exception=True)
def edit_programme(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit(request, get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk))


def _edit(request: HttpRequest, found: PulseProgramme | None) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, instance=found)
    if form.is_valid():
        try:
            kept = form.save()
        except ValidationError as refused:
            form.add_error(None, refused.messages)
        else:
            note(request, _("%(name)s is kept.") % {"name": kept})
            return redirect("employees:pulse_programme", kept.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "programme": PulseProgramme.objects.get(pk=found.pk) if found else None}
    return render(request, "employees/pulse/programme_form.html", context, status=status)


@require_safe
@permission_required("employees.view_pulse", raise_exception=True)
def pulse_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """What is asked, when, and what could be published of it."""
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    seen = programmes.foresee(found)
    context = {
        "programme": found, "plan": plan_of(found), "seen": seen, "branches": found.branches.all(),
        "refusal": "" if seen.is_enough else programmes.refusal(seen.people, seen.k),
        "waves": taking_part(found.waves.all()[:20]),
        "questions": [(q, q.label(request.LANGUAGE_CODE)) for q in found.asked],
        "languages": languages_of(found.asked),
    }  # fmt: skip
    return render(request, "employees/pulse/programme.html", context)


@require_safe
@permission_required("employees.view_pulse", raise_exception=True)
def preview_programme(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as staff will see it, in a chosen language."""
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    languages = languages_of(found.asked)
    language = form_language(request, languages, request.GET.get("lang", ""))
    wave = Wave(title=found.name, k=found.k, attribute=found.attribute, questions=found.questions)
    form = PulseForm(wave.asked, language, is_preview=True)
    context = {
        "wave": wave, "form": form, "form_language": language, "languages": languages, "is_preview": True,
    }  # fmt: skip
    return render(request, "employees/pulse/form.html", context)


@require_POST
@permission_required("employees.change_pulse", raise_exception=True)
def end_programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    if programmes.end_programme(found):
        undo = reverse("employees:resume_pulse", args=[pk])
        note(request, _("%(name)s has ended: no further wave opens.") % {"name": found}, undo=undo)
    return redirect("employees:pulse_programme", pk)


@require_POST
@permission_required("employees.change_pulse", raise_exception=True)
def resume_programme(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    if programmes.resume_programme(found):
        note(request, _("%(name)s goes on.") % {"name": found})
    return redirect("employees:pulse_programme", pk)


@require_POST
@permission_required("employees.change_pulse", raise_exception=True)
def call_off(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    """Leave out one wave, before it opens."""
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    undo = reverse("employees:call_on_wave", args=[pk, day])
    if programmes.call_off(found, _day(day)):
        note(request, _("The wave is called off. Nobody was written to."), undo=undo)
    else:
        note(request, _("It is too late, or no wave opens on that day."), state="soon")
    return redirect("employees:pulse_programme", pk)


@require_POST
@permission_required("employees.change_pulse", raise_exception=True)
def call_on(request: HttpRequest, pk: int, day: str) -> HttpResponse:
    found = get_object_or_404(PulseProgramme.objects.visible_to(request.user), pk=pk)
    if programmes.call_on(found, _day(day)):
        note(request, _("The wave opens as planned."))
    return redirect("employees:pulse_programme", pk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@require_http_methods(FORM)
@permission_required("employees.change_pulse", raise_exception=True)
def pulse_cards(request: HttpRequest, pk: int) -> HttpResponse:
    """Cards with a code for people without e-mail. They are shown once: only their hashes are kept."""
    wave = get_object_or_404(Wave.objects.taking_answers(), pk=pk)
    form = CardsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return printed(request, wave, cards.make_cards(wave, team=form.cleaned_data["team"]))
        except cards.TooManyCardsError:
            form.add_error("team", _("At most %(n)d at once: choose a team.") % {"n": cards.MOST})
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "employees/pulse/cards_form.html", {"form": form, "wave": wave}, status=status)
