"""An idea that is begun: kept by a button, and while it is typed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ideas.actions import drafting
from ideas.actions.errors import UnkeptError
from ideas.forms.ideas import typed_in
from ideas.models import Act, Board
from ideas.views.page import demand, joins
from tenants.notes import note


def _board(request: HttpRequest, pk: int) -> Board:
    return get_object_or_404(Board.objects.visible_to(request.user).open(), pk=pk)


@require_POST
@joins
def keep_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Asked by htmx it says below the form that it is kept."""
    board = _board(request, pk)
    demand(request, board, Act.SUBMIT)
    try:
        draft = drafting.keep_draft(board, by=request.user, facts=typed_in(request.POST))
    except UnkeptError:
        return render(request, "ideas/no_draft.html", {"board": board}, status=409)
    if request.htmx:
        return render(request, "ideas/draft.html", {"draft": draft, "board": board})
    note(
        request, _("It is kept as a draft, which only you see.") if draft else _("There was nothing to keep.")
    )
    return redirect("ideas:new_idea", pk)


@require_POST
@joins
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    board = _board(request, pk)
    if drafting.discard_draft(board, by=request.user):
        undo = reverse("ideas:bring_draft_back", args=[pk]) if board.keeps_drafts else ""
        note(request, _("Your draft is discarded."), icon="less", undo=undo)
    return redirect("ideas:new_idea", pk)


@require_POST
@joins
def bring_draft_back(request: HttpRequest, pk: int) -> HttpResponse:
    if drafting.bring_draft_back(_board(request, pk), by=request.user):
        note(request, _("Your draft is here again."))
    return redirect("ideas:new_idea", pk)
