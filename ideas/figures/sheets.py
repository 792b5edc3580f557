"""A board's ideas as tables: what was handed in, answered, said and voted. Names stand where its pages show
them."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.models import Customer
from ideas.figures.attached_sheets import evidence_sheet, files_sheet, testers_sheet
from ideas.figures.cells import CHUNK, moment, named, on
from ideas.models import Board, Comment, Idea, Move, Objection, Vote
from tenants.sheets import Cell, Sheet


def ideas_sheet(board: Board, user: Employee) -> Sheet:
    head = [
        "id", "title", "problem", "proposal", "touchpoint", "cause", "segment", "delight", "metric",
        "judge_on", "hinders", "is_crisis", "saves_cost", "language", "author", "submitted_at", "status",
        "votes", "decided_at", "answer_due_at", "delivery_due_at", "merged_into", "challenge",
    ]  # fmt: skip
    shown = ("author", "review", "delivery", "touchpoint", "cause", "board", "challenge")
    found = Idea.objects.on(board, user).select_related(*shown).order_by("pk")
    rows: list[list[Cell]] = [
        [
            idea.pk, idea.title, idea.problem, idea.proposal, named(idea.touchpoint), named(idea.cause),
            idea.segment, idea.delight, idea.metric, idea.judge_on.isoformat(), idea.hinders,
            int(idea.is_crisis), int(idea.saves_cost), idea.language, author_of(idea, user),
            moment(idea.submitted_at), idea.status, idea.votes, moment(idea.decided_at),
            moment(idea.review.due_at if idea.review else None),
            moment(idea.delivery.due_at if idea.delivery else None), idea.merged_into_id,
            named(idea.challenge),
        ]
        for idea in found.iterator(chunk_size=CHUNK)
    ]  # fmt: skip
    return Sheet("ideas", _("Ideas"), head, rows)


def moves_sheet(board: Board, user: Employee) -> Sheet:
    found = Move.objects.filter(idea__in=on(board, user)).select_related("by").order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [move.idea_id, move.before, move.after, move.reason, named(move.by), moment(move.at)]
        for move in found.iterator(chunk_size=CHUNK)
    ]
    return Sheet("answers", _("Answers"), ["idea", "before", "after", "reason", "by", "at"], rows)


def comments_sheet(board: Board, user: Employee) -> Sheet:
    shown = Comment.objects.filter(idea__in=on(board, user), hidden_at=None)
    found = shown.select_related("by").order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [one.idea_id, one.pk, one.parent_id, one.text, one.said_by, moment(one.at)]
        for one in found.iterator(chunk_size=CHUNK)
    ]
    return Sheet("comments", _("Comments"), ["idea", "id", "parent", "text", "by", "at"], rows)


def objections_sheet(board: Board, user: Employee) -> Sheet:
    found = Objection.objects.filter(idea__in=on(board, user)).select_related("by").order_by("idea", "pk")
    rows: list[list[Cell]] = [
        [one.idea_id, one.reason, one.by.name, moment(one.at)] for one in found.iterator(chunk_size=CHUNK)
    ]
    return Sheet("objections", _("Reasons against it"), ["idea", "reason", "by", "at"], rows)


def votes_sheet(board: Board, user: Employee) -> Sheet:
    """Who voted is nobody's business but the champion's; others get when. Which customer wants it, and who
    says so, is told to those who see that customer, where the board shows names."""
    found = Vote.objects.filter(idea__in=on(board, user)).order_by("idea", "pk")
    told, names = _customers_told(board, user, found), user.has_perm("ideas.view_every_idea")
    rows: list[list[Cell]] = []
    for vote in found.select_related("voter", "customer", "by").iterator(chunk_size=CHUNK):
        is_told = vote.customer_id in told
        rows.append([
            vote.idea_id, named(vote.voter) if names else "", moment(vote.at),
            named(vote.customer) if is_told else "", named(vote.by) if names or is_told else "",
            vote.outsider if names else "",
        ])  # fmt: skip
    return Sheet("votes", _("Votes"), ["idea", "voter", "at", "customer", "by", "outsider"], rows)


def _customers_told(board: Board, user: Employee, votes: Any) -> set[int]:
    if not board.shows_names:
        return set()
    wanting = votes.filter(customer__isnull=False).order_by().values("customer")
    return set(Customer.objects.visible_to(user).filter(pk__in=wanting).values_list("pk", flat=True))


SHEETS: dict[str, Callable[[Board, Employee], Sheet]] = {
    "ideas": ideas_sheet, "answers": moves_sheet, "comments": comments_sheet,
    "objections": objections_sheet, "votes": votes_sheet, "evidence": evidence_sheet, "files": files_sheet,
    "testers": testers_sheet,
}  # fmt: skip


def author_of(idea: Idea, user: Employee) -> str:
    if idea.is_customers:
        return _("a customer")
    return named(idea.author) if idea.names_author_to(user) else idea.author_name
