"""One idea: handed in, read, wanted, talked about and answered."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import deciding, voting
from ideas.actions.errors import DecidedError, MoveError
from ideas.forms.files import FilesForm
from ideas.forms.ideas import DecideForm, IdeaForm, ObjectionForm
from ideas.models import Act, Board, Idea, IdeaDraft, with_evidence
from ideas.views.covering import covered_on
from ideas.views.form_page import form_page
from ideas.views.page import REFUSED_VOTES, ROW, demand, joins, looks, page_of, seen
from ideas.views.review import desk_of, waiting
from ideas.views.similar_part import alike, line
from tenants.clock import when
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns

PREFILLED = ("title", "challenge", "touchpoint", "cause", "segment", "problem")
"""What a link from elsewhere may bring along."""


@require_http_methods(["GET", "HEAD", "POST"])
@joins
def new_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand an idea in on a board."""
    boards = Board.objects.visible_to(request.user)
    board = get_object_or_404(boards if request.method == "POST" else boards.open(), pk=pk)
    demand(request, board, Act.SUBMIT)
    asked = {name: request.GET[name][:200] for name in PREFILLED if name in request.GET}
    draft = IdeaDraft.objects.visible_to(request.user).filter(board=board).first()
    facts = {"language": request.LANGUAGE_CODE} | (draft.facts if draft else {}) | asked
    form, files = IdeaForm(request.POST or None, board=board, initial=facts), _files(request)
    if form.is_valid() and files.is_valid() and (made := form.submit(board, by=request.user, files=files)):
        note(request, _("Your idea is handed in. You get an answer by %(day)s.") % {"day": _day(made)})
        return redirect(made)
    similar = alike(request, board, form["title"].value() or "")
    context = {"form": form, "files": files, "board": board, "draft": draft, "rows": similar}
    return render(request, "ideas/new.html", context | covered_on(board, form), status=_status(form))


def _status(form: IdeaForm) -> int:
    return 422 if form.is_bound else 200


def _files(request: HttpRequest) -> FilesForm:
    """Sent with the idea, or none."""
    return FilesForm(request.POST or None, request.FILES or None, needed=False)


def _day(idea: Idea) -> str:
    return when(idea.review.due_at) if idea.review else ""


@require_safe
@joins
def similar(request: HttpRequest, pk: int) -> HttpResponse:
    """What is there already, while a title is typed."""
    looked_in = Board.objects.visible_to(request.user).filter(allows_anonymous=False)  # their logs tell who
    board = get_object_or_404(looked_in, pk=pk)
    typed = f"{request.GET.get('title', '')} {request.GET.get('problem', '')}"[:1000]
    return render(request, "ideas/similar.html", {"rows": alike(request, board, typed), "board": board})


@require_safe
@looks
def idea(request: HttpRequest, pk: int) -> HttpResponse:
    return page_of(request, seen(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@joins
def edit_idea(request: HttpRequest, pk: int) -> HttpResponse:
    """Its author says it better, while nobody has decided."""
    found = seen(request, pk)
    if found.author_id != request.user.pk:
        raise Http404
    form = IdeaForm(request.POST or None, instance=found)
    if form.is_valid() and form.mend():
        note(request, _("Your idea is kept."))
        return redirect("ideas:idea", pk)
    context = {"board": found.board, "idea": found, "rows": [], "back": found.get_absolute_url()}
    context |= covered_on(found.board, form)
    return form_page(request, form, context, template="ideas/new.html", late=found.refusal_to_mend)


@require_POST
@joins
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    demand(request, found, Act.VOTE)
    try:
        voting.vote(found, by=request.user)
    except tuple(REFUSED_VOTES) as refused:
        return _after_vote(request, found, str(REFUSED_VOTES[type(refused)]))
    return _after_vote(request, found)


def _after_vote(request: HttpRequest, found: Idea, why: str = "") -> HttpResponse:
    """Back to its page, or to its line beside the form of a new idea. why: what was in the way."""
    if request.htmx:
        return line(request, found, why)
    if why:
        note(request, why, icon="less")
    return redirect(found)


@require_POST
@joins
def take_vote_back(request: HttpRequest, pk: int) -> HttpResponse:
    found = seen(request, pk)
    try:
        voting.take_back(found, by=request.user)
    except DecidedError:
        return _after_vote(request, found, _("It is decided: votes stay as they are."))
    return _after_vote(request, found)


@require_POST
@joins
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = seen(request, pk), ObjectionForm(request.POST, auto_id="objection_%s")
    demand(request, found, Act.VOTE)
    if not form.is_valid():
        return page_of(request, found, status=422, objection_form=form, opened="object")
    try:
        voting.object_to(found, by=request.user, reason=form.cleaned_data["reason"])
    except DecidedError:
        note(request, _("It is decided already."), icon="less")
    return redirect(found)


@require_POST
@looks
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever promised the answer gives it; the champion and those who review on the board may, too."""
    found = seen(request, pk)
    if not found.may_be_decided_by(request.user):
        raise PermissionDenied
    form = DecideForm(request.POST, idea=found, by=request.user, auto_id="decide_%s")
    try:
        if not form.is_valid():
            return _undecided(request, found, form)
        deciding.decide(found, by=request.user, **form.cleaned_data)
    except MoveError:
        found = seen(request, pk)
        again = DecideForm(request.POST, idea=found, by=request.user, auto_id="decide_%s")
        return _undecided(request, found, again)
    note(request, _("It is answered. Its author and all who want it are told."))
    desk = address(reverse("ideas:review"), at=request.POST.get("next"))
    return redirect(desk if "next" in request.POST else found.get_absolute_url())


def _undecided(request: HttpRequest, found: Idea, form: DecideForm) -> HttpResponse:
    """Nothing that was typed is lost, also where somebody else was faster."""
    status = 409 if form.is_late else 422
    return page_of(request, found, status=status, decide_form=form, **_desk(request, found))


def _desk(request: HttpRequest, found: Idea) -> dict[str, Any]:
    """Whoever answers at the desk stays there."""
    keys = waiting(request) if "next" in request.POST else []
    return desk_of(found.pk, keys) if found.pk in keys else {}


@require_safe
@looks
def mine(request: HttpRequest) -> HttpResponse:
    """What this person handed in, on any board."""
    rows = with_evidence(Idea.objects.filter(author=request.user).select_related(*ROW))
    page = read_page([Stretch(rows, ("-submitted_at", "-id"))], request.GET.get("after", ""))
    drafts = IdeaDraft.objects.visible_to(request.user).select_related("board")
    context = {"rows": page.rows, "drafts": drafts}
    return render(request, "ideas/mine.html", context | turns(page, request.path))
