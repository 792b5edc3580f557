"""What is there already, beside the form of a new idea. One is voted for there, and what was typed stays."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from employees.models import Employee
from ideas.metrics.alike import keys_of
from ideas.models import Act, Board, Idea, Vote
from ideas.models.idea_rows import IdeaQuerySet

ALIKE, FEW = 5, 2
"""So many similar ideas are shown, and with less in common than two words tell none is."""
OPEN, GIVEN = "open", "given"
"""The reader's vote for one of them; empty where there is none to give."""
Line = tuple[Idea, str]


def alike(request: HttpRequest, board: Board, text: str) -> list[Line]:
    """As who is signed in reads them. Where ideas are taken without a name nobody votes beside the form: it
    would tell who was about to say something like it."""
    found = first_alike(Idea.objects.on(board, request.user), text)
    if not found or board.allows_anonymous:
        return without_votes(found)
    prefetch_related_objects([board], "audiences")
    prefetch_related_objects(found, "challenge")
    voted = set(Vote.objects.filter(idea__in=found, voter=request.user).values_list("idea", flat=True))
    for each in found:
        each.board = board
    return [(each, _vote(each, request.user, each.pk in voted)) for each in found]


def without_votes(found: list[Idea]) -> list[Line]:
    return [(each, "") for each in found]


def first_alike(rows: IdeaQuerySet, text: str) -> list[Idea]:
    if len(keys := keys_of(text)) < FEW:
        return []
    found = rows.alike(keys).only("title", "status", "votes", "board", "challenge")[:ALIKE]
    return [idea for idea in found if idea.shared >= FEW]


def line(request: HttpRequest, idea: Idea, why: str = "") -> HttpResponse:
    """One of them again, after the reader's vote. why: what was in the way of it."""
    idea.refresh_from_db(fields=["votes", "status"])
    voted = Vote.objects.filter(idea=idea, voter=request.user).exists()
    context = {"idea": idea, "vote": _vote(idea, request.user, voted), "why": why}
    return render(request, "ideas/similar.html#row", context)


def _vote(idea: Idea, reader: Employee, voted: bool) -> str:
    if not idea.takes_votes or Act.VOTE not in idea.board.open_to(reader):
        return ""
    return GIVEN if voted else OPEN
