"""Ideas are handed in, and mended while nobody has decided."""

from typing import Any

from django.db import transaction

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from ideas.actions import following
from ideas.actions.errors import ClosedError, OverError
from ideas.actions.locking import held, hold
from ideas.actions.reviewing import promise_review
from ideas.metrics.alike import keys_of
from ideas.models import Board, Challenge, Idea, IdeaDraft
from tenants.outbox.emit import emit
from tenants.plain_letters import folded

TEXTS = ("title", "problem", "proposal")


@transaction.atomic
def submit_idea(board: Board, *, by: Employee, challenge: Challenge | None = None, **facts: Any) -> Idea:
    """Hand an idea in; that it is answered is promised in the same transaction. The same, sent again at once,
    is given back. ClosedError; OverError.

    facts: what the form asks, by the names of the model's fields."""
    hold(by)
    same = {name: facts[name] for name in TEXTS}
    again = Idea.objects.filter(board=board, author=by, submitted_at__gt=a_moment_ago(), **same)
    if just_now := again.first():
        return just_now
    demand_open(board, challenge)
    made = Idea(board=board, challenge=challenge, author=by, team=by.team, **facts, **found_by(same))
    hand_in(made)
    following.join(made, who=by)
    IdeaDraft.objects.filter(board=board, author=by).delete()
    return made


def hand_in(idea: Idea) -> Idea:
    """Keep it, and promise its answer."""
    idea.save(force_insert=True)
    idea.review = promise_review(idea)
    idea.save(update_fields=["review"])
    emit("idea.submitted", {"idea": idea.pk, "board": idea.board_id})
    return idea


def demand_open(board: Board, challenge: Challenge | None) -> None:
    """ClosedError where the board takes no ideas now; OverError where the challenge does not run there."""
    if Board.objects.filter(pk=board.pk, closed_at__isnull=False).exists():
        raise ClosedError
    if challenge and not Challenge.objects.running().filter(pk=challenge.pk, board=board).exists():
        raise OverError


@transaction.atomic
def edit_idea(idea: Idea, **facts: Any) -> bool:
    """Say it better; False once it is decided, as others have decided about what it said."""
    locked = held(idea.pk)
    if not locked.is_decided:
        said = {name: facts.get(name, getattr(locked, name)) for name in TEXTS}
        Idea.objects.filter(pk=idea.pk).update(**facts, **found_by(said))
    idea.refresh_from_db()
    return not locked.is_decided


def found_by(said: dict[str, str]) -> dict[str, Any]:
    """By what it is found: the title tells most of what it is about, and comes first."""
    text = " ".join(said[name] for name in TEXTS)
    return {"words": folded(text), "keys": keys_of(text)}
