"""The world of the tenancy walk, of what should change."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from ideas.actions import commenting, deciding, submitting, voting
from ideas.actions.boards import close_board
from ideas.models import Board, Comment, Idea
from tests.worlds import World, example


def said(w: World, title: str) -> dict[str, Any]:
    return {
        "title": w.text(title), "problem": w.text("They wait in the rain"), "proposal": w.text("A roof"),
        "touchpoint": w.touchpoint, "delight": w.text("They stay dry"), "metric": "csat",
        "judge_on": timezone.localdate() + timedelta(days=90), "language": "en",
    }  # fmt: skip


@example
def idea_board(w: World) -> Board:
    """The lead answers what is handed in here."""
    made = Board.objects.create(name=w.text("Shops"), budget=50)
    made.reviewers.add(w.people["lead"])
    return made


@example
def closed_board(w: World) -> Board:
    made = Board.objects.create(name=w.text("Old"))
    close_board(made)
    return made


@example
def idea(w: World) -> Idea:
    """By the employee; open."""
    return submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A roof at the door"))


@example
def wanted_idea(w: World) -> Idea:
    """Everybody has voted for it; the lead has answered once, and it is open again."""
    made = submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "Warm hands"))
    for person in w.people.values():
        voting.vote(made, by=person)
    voting.vote_for(made, customer=w.customer, by=w.people["employee"])
    voting.object_to(made, by=w.people["champion"], reason=w.text("It costs too much"))
    for to in (Idea.Status.PLANNED, Idea.Status.OPEN):
        deciding.decide(made, to=to, reason=w.text("Let us see"), by=w.people["lead"])
    return made


@example
def idea_comment(w: World) -> Comment:
    """By the employee, a moment ago."""
    return commenting.comment_on(w.idea, text=w.text("Which door?"), by=w.people["employee"])
