"""Praise that waits for a name, and the person who says whose it is."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions import compliments as verbs
from feedback.actions.sharing import proposed_text
from feedback.forms.compliments import ComplimentForm
from feedback.models import Compliment, Response
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns

confirms = permission_required("feedback.confirm_compliment", raise_exception=True)
SHOWN = ("response__team", "response__touchpoint", "recognition", "settled_by")


@require_safe
@confirms
def compliments(request: HttpRequest) -> HttpResponse:
    """Compliments that wait for a name; and those that have one."""
    view = "settled" if request.GET.get("view") == "settled" else ""
    seen = Compliment.objects.visible_to(request.user).select_related(*SHOWN)
    waiting = seen.waiting()
    stretch = (
        Stretch(seen.settled().prefetch_related("recognition__people", "recognition__teams"),
                ("-settled_at", "-id"))
        if view else Stretch(waiting, ("-found_at", "-id"))
    )  # fmt: skip
    page = read_page([stretch], request.GET.get("after", ""))
    context = {"page": page, "view": view, "views": _views(view), "sentence": _sentence(waiting.count())}
    template = "feedback/compliments.html"
    template += "#list" if request.htmx and not request.htmx.boosted else ""
    return render(request, template, context | turns(page, request.path, view=view))


def _views(chosen: str) -> list[dict[str, Any]]:
    path = reverse("feedback:compliments")
    return [
        {"label": label, "url": address(path, view=view), "current": view == chosen}
        for view, label in {"": _("Waiting"), "settled": _("Settled")}.items()
    ]


def _sentence(waiting: int) -> str:
    words = ngettext("One compliment waits for a name.", "%(n)d compliments wait for a name.", waiting)
    return words % {"n": waiting} if waiting else _("Every compliment that names somebody has reached them.")


@require_http_methods(["GET", "HEAD", "POST"])
@confirms
def recognise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say whom a customer praises. Looking for a name sends the form without confirming it."""
    response = get_object_or_404(verbs.confirmable(request.user).select_related("customer", "team"), pk=pk)
    settled = Compliment.objects.settled().filter(response=response).exists()
    facts = {"names": verbs.found_names(response), "text": proposed_text(response), "user": request.user}
    if request.method == "POST" and "look" in request.POST:
        given = request.POST.dict() | {"people": request.POST.getlist("people")}
        return _form(request, response, ComplimentForm(initial=given, **facts), facts)
    form = ComplimentForm(request.POST if request.method == "POST" else None, **facts)
    if settled or (form.is_valid() and _confirmed(request, response, form)):
        return _settled(request, settled)
    return _form(request, response, form, facts, status=422 if form.is_bound else 200)


def _confirmed(request: HttpRequest, response: Response, form: ComplimentForm) -> bool:
    """Whether it is settled now; where a rule forbids it, what is wrong stands at the form."""
    words = form.cleaned_data["words"]
    try:
        made = verbs.confirm(response, by=request.user, words=words, **form.named)
    except ValidationError as error:
        form.add_error(None, error)
        return False
    if made:
        undo = reverse("feedback:undo_compliment", args=[made.pk])
        note(request, _("It is confirmed. They are told in ten minutes."), icon="good", undo=undo)
    return bool(made) or _settled_meanwhile(request)


def _settled_meanwhile(request: HttpRequest) -> bool:
    note(request, _("Nothing was changed: somebody has settled it meanwhile."), state="soon")
    return True


def _settled(request: HttpRequest, before: bool) -> HttpResponse:
    if before:
        _settled_meanwhile(request)
    return redirect("feedback:compliments")


def _form(
    request: HttpRequest, response: Response, form: ComplimentForm, facts: dict[str, Any], status: int = 200
) -> HttpResponse:
    unclear = [name["said"] for name in facts["names"] if len(name["people"]) + len(name["teams"]) > 1]
    names_reader = any(request.user.pk in name["people"] for name in facts["names"])
    context = {"form": form, "response": response, "unclear": unclear, "names_reader": names_reader}
    return render(request, "feedback/recognise.html", context, status=status)


@require_POST
@confirms
def names_nobody(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It praises nobody in particular."""
    response = get_object_or_404(verbs.confirmable(request.user), pk=pk)
    if made := verbs.names_nobody(response, by=request.user):
        undo = reverse("feedback:undo_compliment", args=[made.pk])
        note(request, _("It is off the list."), icon="hidden", undo=undo)
    else:
        _settled_meanwhile(request)
    return redirect("feedback:compliments")


@require_POST
@confirms
def undo_compliment(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever settled it takes it back, or the champion."""
    compliment = get_object_or_404(Compliment.objects.visible_to(request.user), pk=pk)
    may = Compliment.objects.undoable_by(request.user).filter(pk=pk).exists()
    if may and verbs.undo(compliment, by=request.user):
        note(request, _("It is taken back, and waits for a name again."), icon="undo")
    else:
        note(request, _("Nothing was changed: it waits already, or another settled it."), state="soon")
    return redirect("feedback:compliments")
