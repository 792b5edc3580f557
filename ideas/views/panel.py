"""The pages of customers who take part on a board: without signing in and without JavaScript. Of others they
read what was said, never by whom: customers are customers, staff are their team."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import taking_part as acts
from ideas.actions.errors import DecidedError, NotOpenError
from ideas.actions.voting import left
from ideas.figures.verdicts import says
from ideas.forms.files import served
from ideas.forms.panel import LeaveForm, ProposalForm, SayForm, agreement, leaving
from ideas.models import Act, Challenge, Idea, IdeaFile, Move, PanelMember, Vote
from ideas.views.comment_part import comments_of
from ideas.views.duplicates import of_duplicates_for
from ideas.views.page import REFUSED_VOTES
from ideas.views.panel_door import by_link, takes_part
from tenants.clock import when
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns

TOLD = 3
FORM = ["GET", "HEAD", "POST"]
ORDERS = {"": ("-votes", "-id"), "newest": ("-submitted_at", "-id"), "mine": ("-submitted_at", "-id")}
VIEWS = {
    "": gettext_lazy("Most wanted"),
    "newest": gettext_lazy("Newest"),
    "mine": gettext_lazy("Yours"),
}


@require_safe
@takes_part
def panel(request: HttpRequest, member: PanelMember) -> HttpResponse:
    """What is asked, the ideas so far and what became of them."""
    view = request.GET.get("view", "")
    view = view if view in ORDERS else ""
    rows = Idea.objects.open_to(member)
    rows = rows.filter(customer=member.customer_id) if view == "mine" else rows
    reasons = Move.objects.filter(idea=OuterRef("pk")).order_by("-at", "-pk").values("reason")
    shown = rows.select_related("touchpoint").annotate(answer=Subquery(reasons[:1]))
    page = read_page([Stretch(shown, ORDERS[view])], request.GET.get("after", ""))
    views = [
        {"label": label, "url": address(request.path, view=name), "current": name == view}
        for name, label in VIEWS.items()
    ]
    context = _about(member) | _asked(member) | {"page": page, "views": views}
    context |= {"left": left(member.customer, Idea(board=member.board))}
    context |= turns(page, request.path, view=view)
    return render(request, "ideas/panel/board.html", context)


def _asked(member: PanelMember) -> dict[str, Any]:
    """What is asked now, and what became of what was."""
    here = Challenge.objects.filter(board=member.board_id)
    told = here.filter(announced_at__isnull=False).order_by("-announced_at")
    return {"challenges": here.running(), "told": told[:TOLD]}


def _about(member: PanelMember) -> dict[str, Any]:
    """What each page of the board shows."""
    board = member.board
    return {
        "member": member, "board": board, "token": member.token, "open_to": board.open_to_customers,
    }  # fmt: skip


@require_POST
@by_link
def agree(request: HttpRequest, member: PanelMember) -> HttpResponse:
    if request.POST.get("agreed") == "yes" and acts.agree(member, text=agreement()):
        note(request, _("Thank you. You take part now."))
    return redirect(member.path)


@require_http_methods(FORM)
@takes_part
def leave(request: HttpRequest, member: PanelMember) -> HttpResponse:
    """Leave the board; what was said stays, without a name where that is asked."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "ideas/panel/leave.html", _about(member) | {"form": form})
    nameless = form.cleaned_data["takes_name_off"]
    acts.leave(member, text=leaving(), takes_name_off=nameless)
    if nameless:  # their link opens nothing any more
        return render(request, "ideas/panel/left.html", {"board": member.board})
    note(request, _("You have left the board. Nobody writes to you about it any more."))
    return redirect(member.path)


@require_POST
@takes_part
def mails(request: HttpRequest, member: PanelMember) -> HttpResponse:
    """Yes or no to mails about the board."""
    wished = request.POST.get("wished") == "yes"
    words = _("You may write to me about this board.") if wished else _("Write me no mails about this board.")
    acts.wish_mails(member, wished=wished, text=words)
    note(
        request, _("We write to you again.") if wished else _("We write you no more mails about this board.")
    )
    return redirect(member.path)


@require_http_methods(FORM)
@takes_part
def propose(request: HttpRequest, member: PanelMember) -> HttpResponse:
    """An idea of theirs; whoever may hand none in is told so before they write."""
    if Act.SUBMIT not in member.board.open_to_customers:
        raise NotOpenError
    running = Challenge.objects.running().filter(board=member.board_id)
    asked = {"challenge": request.GET.get("challenge")}
    form = ProposalForm(request.POST or None, challenges=running, initial=asked)
    if member.board.closed_at and not form.is_bound:
        note(request, _("The board takes no more ideas."), icon="less")
        return redirect(member.path)
    if form.is_valid() and (made := form.submit(member)):
        day = when(made.review.due_at) if made.review else ""
        note(request, _("Thank you. Your idea is answered by %(day)s.") % {"day": day})
        return redirect(member.idea_path(made.pk))
    status = 422 if form.is_bound else 200
    return render(request, "ideas/panel/new.html", _about(member) | {"form": form}, status=status)


def _idea(member: PanelMember, pk: int) -> Idea:
    found = Idea.objects.open_to(member).select_related(
        "board", "challenge", "touchpoint", "author__team", "review", "delivery", "merged_into"
    )
    return get_object_or_404(found, pk=pk)


@require_safe
@takes_part
def idea(request: HttpRequest, member: PanelMember, pk: int) -> HttpResponse:
    found = _idea(member, pk)
    return _shown(request, member, found, SayForm(idea=found))


def _shown(
    request: HttpRequest, member: PanelMember, found: Idea, form: SayForm, status: int = 200
) -> HttpResponse:
    comments = comments_of(request, found, member.idea_path(found.pk))
    check = found.checks.judged().first()
    context = {
        "staff": found.author if member.board.shows_names else None, "idea": found, "form": form,
        "moves": found.moves.all(), "check": check,
        "says": check and says(check), "files": found.files.standing(), "left": left(member.customer, found),
        "voted": Vote.objects.filter(idea=found, customer=member.customer_id).exists(),
    }  # fmt: skip
    context |= comments | of_duplicates_for(request, found, member)
    return render(request, "ideas/panel/idea.html", _about(member) | context, status=status)


@require_safe
@takes_part
def file(request: HttpRequest, member: PanelMember, pk: int) -> FileResponse:
    """A picture or a document of an idea that they read."""
    read = IdeaFile.objects.standing().filter(idea__in=Idea.objects.open_to(member))
    return served(get_object_or_404(read, pk=pk))


@require_POST
@takes_part
def vote(request: HttpRequest, member: PanelMember, pk: int) -> HttpResponse:
    try:
        acts.vote_as(member, _idea(member, pk))
    except tuple(REFUSED_VOTES) as refused:
        note(request, REFUSED_VOTES[type(refused)], icon="less")
    return redirect(member.idea_path(pk))


@require_POST
@takes_part
def take_vote_back(request: HttpRequest, member: PanelMember, pk: int) -> HttpResponse:
    try:
        acts.take_back_as(member, _idea(member, pk))
    except DecidedError:
        note(request, _("It is decided: votes stay as they are."), icon="less")
    return redirect(member.idea_path(pk))


@require_POST
@takes_part
def comment(request: HttpRequest, member: PanelMember, pk: int) -> HttpResponse:
    found = _idea(member, pk)
    form = SayForm(request.POST, idea=found)
    if not form.is_valid():
        return _shown(request, member, found, form, status=422)
    made = acts.comment_as(member, found, **form.cleaned_data)
    return redirect(f"{address(member.idea_path(pk), said=made.pk)}#comment-{made.pk}")
