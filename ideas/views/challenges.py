"""Questions with dates: asked, answered by ideas, and what became of them."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import challenging, voting
from ideas.actions.errors import OverError
from ideas.forms.challenges import AnnounceForm, ChallengeForm
from ideas.forms.ideas import ReasonForm
from ideas.models import Board, Challenge, Idea, with_evidence
from ideas.models.challenges import ChallengeQuerySet
from ideas.views.form_page import form_page
from ideas.views.page import ROW, looks, refused
from tenants.notes import note
from tenants.numbers import number_of
from tenants.paging import Stretch, address, read_page, turns

FORM = ["GET", "HEAD", "POST"]
SHOWN = ("board", "sponsor", "promise__owner", "announced_by", "called_off_by")
ORDERS = {"": ("-submitted_at", "-id"), "wanted": ("-votes", "-id")}
VIEWS = {"": gettext_lazy("Newest"), "wanted": gettext_lazy("Most wanted")}
configures = permission_required("ideas.change_challenge", raise_exception=True)


@require_safe
@looks
def challenges(request: HttpRequest) -> HttpResponse:
    """Those that run, those that come, and those that are over, the latest first."""
    seen = _numbered(Challenge.objects.visible_to(request.user).select_related(*SHOWN))
    over = read_page([Stretch(seen.over(), ("-closes_on", "-id"))], request.GET.get("after", ""))
    context = {
        "running": seen.running(), "coming": seen.coming().order_by("opens_on", "pk"), "over": over,
    }  # fmt: skip
    return render(request, "ideas/challenges.html", context | turns(over, request.path))


def _numbered(challenges: ChallengeQuerySet) -> ChallengeQuerySet:
    """Each with `number`, how many ideas answer it; counted of those that are shown alone."""
    return challenges.annotate(number=number_of(Idea.objects.all(), "challenge"))


@require_safe
@looks
def challenge(request: HttpRequest, pk: int) -> HttpResponse:
    """The question, its clock, its ideas, and what became of them."""
    found = _seen(request, pk)
    view = request.GET.get("view", "") if request.GET.get("view") in ORDERS else ""
    ideas = Idea.objects.on(found.board, request.user).filter(challenge=found)
    shown = ideas.select_related(*ROW)
    page = read_page([Stretch(with_evidence(shown), ORDERS[view])], request.GET.get("after", ""))
    context = _facts(request, found, ideas) | {"page": page, "views": _views(request.path, view)}
    return render(request, "ideas/challenge.html", context | turns(page, request.path, view=view))


def _seen(request: HttpRequest, pk: int) -> Challenge:
    rows = Challenge.objects.visible_to(request.user).select_related(*SHOWN)
    return get_object_or_404(rows.prefetch_related("board__audiences__team"), pk=pk)


def _facts(request: HttpRequest, found: Challenge, ideas: Any) -> dict[str, Any]:
    answer = Idea(board=found.board, challenge=found)
    return {
        "challenge": found, "refused": refused(found.board, request.user), "number": found.ideas.count(),
        "left": voting.left(request.user, answer) if found.is_running else None, "budget": answer.budget,
        "named": ideas.filter(pk__in=found.named.values("pk")).order_by("-votes", "-pk"),
        "may_announce": found.state == Challenge.State.ENDED and found.may_be_announced_by(request.user),
    }  # fmt: skip


def _views(path: str, chosen: str) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": address(path, view=view), "current": view == chosen}
        for view, label in VIEWS.items()
    ]


@require_http_methods(FORM)
@configures
def new_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the people of a board a question."""
    board = get_object_or_404(Board.objects.visible_to(request.user).open(), pk=pk)
    form = ChallengeForm(request.POST or None)
    if form.is_valid():
        made = form.ask(board)
        note(request, _("The challenge is kept. It opens and ends by itself."))
        return redirect(made)
    return _form(
        request, form, _("A new challenge"), _("Keep the challenge"), reverse("ideas:board", args=[pk])
    )


@require_http_methods(FORM)
@configures
def edit_challenge(request: HttpRequest, pk: int) -> HttpResponse:
    """Until it has ended it may be asked otherwise."""
    found = get_object_or_404(Challenge.objects.visible_to(request.user), pk=pk)
    form = ChallengeForm(request.POST or None, instance=found)
    if form.is_valid() and form.change():
        note(request, _("The challenge is kept."))
        return redirect("ideas:challenge", pk)
    found.refresh_from_db()  # the form has set in it what was typed
    title, button = _("Change the challenge"), _("Keep the challenge")
    return _form(request, form, title, button, found.get_absolute_url(), late=found.refusal)


@require_http_methods(FORM)
@configures
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not go on, for a reason that everybody reads."""
    found = get_object_or_404(Challenge.objects.visible_to(request.user), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid() and challenging.call_off(found, by=request.user, **form.cleaned_data):
        words = _("It is called off. Those who took part are told in ten minutes.")
        note(request, words, icon="moved", undo=reverse("ideas:go_on_challenge", args=[pk]))
        return redirect("ideas:challenge", pk)
    title, button = _("Call the challenge off"), _("Call it off")
    return _form(request, form, title, button, found.get_absolute_url(), late=found.refusal)


@require_POST
@configures
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """It was a slip: it goes on."""
    if challenging.go_on(get_object_or_404(Challenge.objects.visible_to(request.user), pk=pk)):
        note(request, _("It goes on."))
    else:
        note(request, _("It is too late: those who took part were told."), icon="less")
    return redirect("ideas:challenge", pk)


@require_http_methods(FORM)
@looks
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Its sponsor, or the champion, says what became of it."""
    found = _seen(request, pk)
    if not found.may_be_announced_by(request.user):
        raise PermissionDenied(_("What became of a challenge is said by its sponsor, or the champion."))
    form = AnnounceForm(request.POST or None, challenge=found)
    if found.state == Challenge.State.ENDED and not form.is_valid():
        title, back = (
            _("What became of “%(question)s”?") % {"question": found.question},
            found.get_absolute_url(),
        )
        return _form(request, form, title, _("Say it to all who took part"), back)
    return _announced(request, found, form)


def _announced(request: HttpRequest, found: Challenge, form: AnnounceForm) -> HttpResponse:
    try:
        said = form.is_valid() and challenging.announce(found, by=request.user, **form.cleaned_data)
    except OverError:
        said = False
    if said:
        note(request, _("It is said. Everybody who took part is told."))
    else:
        note(request, _("It has not ended, or what became of it was said already."), icon="less")
    return redirect(found)


def _form(
    request: HttpRequest, form: Any, title: str, button: str, back: str, *, late: str = ""
) -> HttpResponse:
    return form_page(request, form, {"title": title, "button": button, "back": back}, late=late)
