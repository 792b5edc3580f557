"""Boards and their ideas."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import boards as actions
from ideas.figures import Counts, counts_of
from ideas.figures.sheets import SHEETS
from ideas.forms.boards import BoardFilter, BoardForm
from ideas.models import Board, Challenge, Idea, with_evidence
from ideas.models.idea_rows import IdeaQuerySet
from ideas.views.feeds import feed_address
from ideas.views.page import ROW, refused
from ideas.views.rules import rules_of
from tenants.here import absolute
from tenants.notes import note
from tenants.paging import Stretch, address, read_page, turns
from tenants.sheets import TYPES

NEWEST = ("-submitted_at", "-id")
ORDERS = {
    "": NEWEST, "wanted": ("-votes", "-id"), "trending": ("-trend", "-id"), "review": NEWEST, "mine": NEWEST,
}  # fmt: skip
VIEWS = {
    "": gettext_lazy("Newest"),
    "wanted": gettext_lazy("Most wanted"),
    "trending": gettext_lazy("Trending"),
    "review": gettext_lazy("Not answered yet"),
    "mine": gettext_lazy("Mine"),
}
NOTHING = {
    "trending": gettext_lazy("Nobody has voted or said anything here in the last two weeks."),
    "review": gettext_lazy("Every idea is answered."),
    "mine": gettext_lazy("You have handed in none here. It takes five minutes."),
}


@require_safe
@permission_required("ideas.view_idea", raise_exception=True)
def boards(request: HttpRequest) -> HttpResponse:
    """Every board that this person sees, the open ones first."""
    found = list(Board.objects.visible_to(request.user).order_by("name"))
    counts = counts_of(found)
    for board in found:
        board.counts = counts.get(board.pk, Counts())
    context = {
        "open": [board for board in found if not board.closed_at],
        "closed": [board for board in found if board.closed_at],
        "waiting": Idea.objects.for_review_by(request.user).count(),
        "challenges": Challenge.objects.visible_to(request.user).running(),
    }
    return render(request, "ideas/boards.html", context)


@require_safe
@permission_required("ideas.view_idea", raise_exception=True)
def board(request: HttpRequest, pk: int) -> HttpResponse:
    """Its ideas, in the order that was asked for."""
    boards = Board.objects.visible_to(request.user).prefetch_related("audiences__team")
    found, form = get_object_or_404(boards, pk=pk), BoardFilter(request.GET)
    chosen = form.chosen
    view = chosen.get("view", "") if chosen.get("view") in ORDERS else ""
    rows = _narrowed(Idea.objects.on(found, request.user), view, chosen, request)
    shown = Stretch(with_evidence(rows.select_related(*ROW)), ORDERS[view])
    page = read_page([shown], request.GET.get("after", ""))
    asked = {name: chosen.get(name, "") for name in ("status", "q")}
    views = _views(request.path, view, asked)
    context = {"form": form, "page": page, "views": views, "nothing": NOTHING.get(view, "")}
    template = "ideas/board.html#list" if request.htmx and not request.htmx.boosted else "ideas/board.html"
    context |= _about(request, found) | turns(page, request.path, view=view, **asked)
    return render(request, template, context)


def _about(request: HttpRequest, found: Board) -> dict[str, Any]:
    """How it works, what of it is not open to the reader, and what is asked there."""
    return {
        "board": found, "rules": rules_of(found), "refused": refused(found, request.user),
        "challenges": found.challenges.ahead(),
    }  # fmt: skip


def _narrowed(rows: IdeaQuerySet, view: str, chosen: dict[str, str], request: HttpRequest) -> IdeaQuerySet:
    if view == "mine":
        rows = rows.filter(author=request.user)
    elif view == "review":
        rows = rows.undecided()
    elif view == "trending":
        rows = rows.trending()
    if "status" in chosen:
        rows = rows.filter(status=chosen["status"])
    return rows.matching(chosen["q"]) if "q" in chosen else rows


def _views(path: str, chosen: str, asked: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"label": label, "url": address(path, view=view, **asked), "current": view == chosen}
        for view, label in VIEWS.items()
    ]


@require_safe
@permission_required("ideas.view_idea", raise_exception=True)
def outside(request: HttpRequest, pk: int) -> HttpResponse:
    """The board elsewhere: in a feed reader, on a page of the intranet, as a file."""
    found = get_object_or_404(Board.objects.visible_to(request.user), pk=pk)
    link = absolute(reverse("ideas:new_idea", args=[pk]))
    context = {
        "board": found, "feed": feed_address(found, request.user), "link": link, "sheets": SHEETS,
        "snippet": format_html('<a href="{}">{}</a>', link, _("Hand in an idea")), "kinds": TYPES,
    }  # fmt: skip
    return render(request, "ideas/outside.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.change_board", raise_exception=True)
def new_board(request: HttpRequest) -> HttpResponse:
    return _edit(request, BoardForm(request.POST or None), _("A new board"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("ideas.change_board", raise_exception=True)
def edit_board(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Board, pk=pk)
    return _edit(request, BoardForm(request.POST or None, instance=found), found.name)


def _edit(request: HttpRequest, form: BoardForm, title: str) -> HttpResponse:
    if form.is_valid():
        made = form.keep()
        note(request, _("The board is kept."))
        return redirect("ideas:board", made.pk)
    context = {"form": form, "title": title, "button": _("Keep the board"), "back": reverse("ideas:boards")}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("ideas.change_board", raise_exception=True)
def close_board(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Board, pk=pk)
    if actions.close_board(found):
        note(request, _("It takes no more ideas."), undo=reverse("ideas:reopen_board", args=[pk]))
    return redirect("ideas:board", pk)


@require_POST
@permission_required("ideas.change_board", raise_exception=True)
def reopen_board(request: HttpRequest, pk: int) -> HttpResponse:
    if actions.reopen_board(get_object_or_404(Board, pk=pk)):
        note(request, _("It takes ideas again."))
    return redirect("ideas:board", pk)
