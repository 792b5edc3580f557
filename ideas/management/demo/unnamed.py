"""A board for what nobody would say with a name: six ideas were published together, one still waits."""

import secrets
from datetime import datetime, timedelta
from random import Random

from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Touchpoint
from ideas.actions import deciding, voting
from ideas.actions.anonymous import hand_in, open_batch
from ideas.actions.releasing import release_due
from ideas.management.demo.texts import REASONS, UNNAMED, Told
from ideas.models import Board
from ideas.models.receipts import Ticket, code_of
from tenants.here import today

WAITS = timedelta(days=3)


def unnamed(staff: Staff, slug: str, *, now: datetime, chance: Random) -> list[tuple[datetime, Story]]:
    *first, last = UNNAMED[slug]
    board = Board.objects.create(
        name="Said without a name", allows_anonymous=True,
        about="Nobody can find out who wrote it: it is published with others, in no order.",
    )  # fmt: skip
    board.reviewers.add(staff.champion, staff.deputy)
    return [
        (now - timedelta(days=15), said_together(board, first, staff, chance)),
        (now - WAITS, said_alone(board, last, chance)),
    ]  # fmt: skip


def said_together(board: Board, told: list[Told], staff: Staff, chance: Random) -> Story:
    """Handed in within a day, published the next one; then wanted, and one of them answered."""
    open_batch()
    for each in told:
        seal(board, each, chance)
    yield timedelta(days=1, hours=2)
    release_due()
    ideas = list(board.ideas.order_by("title"))
    for idea in ideas:
        yield timedelta(hours=chance.uniform(2, 9))
        for voter in chance.sample(staff.everybody, chance.randrange(3, 12)):
            voting.vote(idea, by=voter)
    yield timedelta(days=2)
    for idea in ideas[:1]:
        deciding.decide(idea, to="planned", reason=chance.choice(REASONS["planned"]), by=staff.champion)


def said_alone(board: Board, told: Told, chance: Random) -> Story:
    """It waits for four others, a week at most."""
    seal(board, told, chance)
    yield WAITS


def seal(board: Board, told: Told, chance: Random) -> None:
    hand_in(
        board, code=code_of(Ticket(board.pk, secrets.token_hex(16))), title=told.title, problem=told.problem,
        proposal=told.proposal, delight=told.delight, language=told.language, hinders=told.hinders,
        touchpoint=chance.choice(list(Touchpoint.objects.order_by("pk"))), segment="", metric="cases",
        judge_on=today() + timedelta(days=90),
    )  # fmt: skip
