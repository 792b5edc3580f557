"""A board's ideas as tables: what was handed in, answered, said and voted. Names stand where its pages show
them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from employees.models import Employee
from ideas.models import Board, Comment, Idea, Move, Vote
from tenants.sheets import Cell, Sheet


def ideas_sheet(board: Board, user: Employee) -> Sheet:
    head = [
        "id", "title", "problem", "proposal", "touchpoint", "cause", "segment", "delight", "metric",
        "judge_on", "hinders", "is_crisis", "saves_cost", "language", "author", "submitted_at", "status",
        "votes", "decided_at", "answer_due_at", "delivery_due_at", "merged_into",
    ]  # fmt: skip
    shown = ("author", "review", "delivery", "touchpoint", "cause", "board")
    found = Idea.objects.on(board, user).select_related(*shown).order_by("pk")
    rows: list[list[Cell]] = [
        [
            idea.pk, idea.title, idea.problem, idea.proposal, _name(idea.touchpoint), _name(idea.cause),
            idea.segment, idea.delight, idea.metric, idea.judge_on.isoformat(), idea.hinders,
            int(idea.is_crisis), int(idea.saves_cost), idea.language, author_of(idea, user),
            _at(idea.submitted_at), idea.status, idea.votes, _at(idea.decided_at),
            _at(idea.review.due_at if idea.review else None),
            _at(idea.delivery.due_at if idea.delivery else None), idea.merged_into_id,
        ]
        for idea in found.iterator(chunk_size=2000)
    ]  # fmt: skip
    return Sheet("ideas", _("Ideas"), head, rows)


def moves_sheet(board: Board, user: Employee) -> Sheet:
    found = Move.objects.filter(idea__in=_seen(board, user)).select_related("by").order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [move.idea_id, move.before, move.after, move.reason, _name(move.by), _at(move.at)]
        for move in found.iterator(chunk_size=2000)
    ]
    return Sheet("answers", _("Answers"), ["idea", "before", "after", "reason", "by", "at"], rows)


def comments_sheet(board: Board, user: Employee) -> Sheet:
    shown = Comment.objects.filter(idea__in=_seen(board, user), hidden_at=None)
    found = shown.select_related("by").order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [one.idea_id, one.pk, one.parent_id, one.text, one.said_by, _at(one.at)]
        for one in found.iterator(chunk_size=2000)
    ]
    return Sheet("comments", _("Comments"), ["idea", "id", "parent", "text", "by", "at"], rows)


def votes_sheet(board: Board, user: Employee) -> Sheet:
    """Who voted is nobody's business but the champion's; others get when."""
    found = Vote.objects.filter(idea__in=_seen(board, user)).select_related("voter").order_by("idea", "pk")
    names = user.has_perm("ideas.view_every_idea")
    rows: list[list[Cell]] = [
        [vote.idea_id, _name(vote.voter) if names else "", _at(vote.at)]
        for vote in found.iterator(chunk_size=2000)
    ]
    return Sheet("votes", _("Votes"), ["idea", "voter", "at"], rows)


SHEETS: dict[str, Callable[[Board, Employee], Sheet]] = {
    "ideas": ideas_sheet, "answers": moves_sheet, "comments": comments_sheet, "votes": votes_sheet,
}  # fmt: skip


def author_of(idea: Idea, user: Employee) -> str:
    if idea.is_customers:
        return _("a customer")
    return _name(idea.author) if idea.names_author_to(user) else idea.author_name


def _seen(board: Board, user: Employee) -> Any:
    return Idea.objects.on(board, user).values("pk")


def _name(row: object | None) -> str:
    return str(row) if row else ""


def _at(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""
