"""Boards and what was handed in on them: each idea with its votes, comments and answer, as time passes."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, NamedTuple

from django.utils import timezone

from employees.models import Employee
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Touchpoint
from ideas.actions import commenting, deciding, submitting, voting
from ideas.actions.errors import BudgetError, DecidedError
from ideas.management.demo.challenged import challenged
from ideas.management.demo.decided import decided
from ideas.management.demo.moved import moving_in
from ideas.management.demo.panel import invited
from ideas.management.demo.proofs import proofs
from ideas.management.demo.texts import COMMENTS, HEALTH, OBJECTIONS, REASONS, RETAIL, Told
from ideas.management.demo.tried import tried
from ideas.management.demo.unnamed import unnamed
from ideas.models import Board, Idea
from tenants.here import today

TEXTS = {"tidewell": RETAIL}
PLACES, METRICS = {"tidewell": "store"}, {"tidewell": "nps"}
FATES = (
    (), ("planned",), ("planned", "started"), ("started", "completed"), ("declined",), (),
    ("planned", "started", "completed"),
)  # fmt: skip


class Boards(NamedTuple):
    """Where ideas are handed in."""

    all: Board
    safety: Board


def ideas(
    staff: Staff, slug: str, *, now: datetime, days: int, chance: Random
) -> list[tuple[datetime, Story]]:
    """When each is handed in: all along, the latest today."""
    told = TEXTS.get(slug, HEALTH)
    boards = make_boards(staff)
    begun = sorted(now - timedelta(days=days * chance.random() ** 1.5, hours=1) for _ in told)
    handed_in = [
        (at, idea(boards, staff, text, FATES[number % len(FATES)], chance))
        for number, (at, text) in enumerate(zip(begun, told, strict=True))
    ]
    moved = moving_in(boards.all, staff, PLACES.get(slug, "clinic"), days=400, chance=chance)
    proved = proofs(staff, slug, boards.all, now=now, chance=chance)
    metric = METRICS.get(slug, "csat")
    asked = challenged(staff, slug, boards.all, now=now, metric=metric, chance=chance)
    made = decided(staff, slug, now=now, metric=metric, chance=chance)
    guests = invited(staff, slug, now=now, chance=chance)
    trying = tried(staff, slug, now=now, chance=chance)
    sealed = unnamed(staff, slug, now=now, chance=chance)
    return [*handed_in, *guests, *asked, *proved, *trying, *sealed, *made, (now - timedelta(days=2), moved)]


def make_boards(staff: Staff) -> Boards:
    everybody = Board.objects.create(
        name="What would delight our customers", about="For all that customers would notice.",
    )  # fmt: skip
    everybody.reviewers.add(staff.champion, staff.deputy)
    safety = Board.objects.create(
        name="Safety and barriers", budget=5, review_days=5,
        about="What could hurt or hinder somebody. Five votes each.",
    )  # fmt: skip
    safety.crisis_reviewers.add(staff.deputy)
    return Boards(everybody, safety)


def idea(boards: Boards, staff: Staff, told: Told, fate: tuple[str, ...], chance: Random) -> Story:
    """Handed in, wanted, talked about, answered, and perhaps delivered."""
    author = chance.choice(staff.everybody)
    made = hand_in(boards.safety if told.hinders else boards.all, author, told, chance)
    yield timedelta(hours=chance.uniform(2, 30))
    for voter in chance.sample(staff.everybody, chance.randrange(2, min(12, len(staff.everybody)))):
        want(made, voter)
    yield timedelta(hours=chance.uniform(2, 30))
    talk(made, staff, chance)
    for status in fate:
        yield timedelta(days=chance.uniform(1, 9))
        answer(made, status, staff, chance)


def hand_in(board: Board, author: Employee, told: Told, chance: Random) -> Idea:
    return submitting.submit_idea(
        board, by=author, title=told.title, problem=told.problem, proposal=told.proposal,
        delight=told.delight,
        touchpoint=chance.choice(list(Touchpoint.objects.order_by("pk"))), hinders=told.hinders,
        segment=chance.choice(["", "", "detractor"]), metric=chance.choice(["nps", "csat", "cases"]),
        judge_on=today() + timedelta(days=90), language=told.language,
    )  # fmt: skip


def want(made: Idea, voter: Employee) -> None:
    try:
        voting.vote(made, by=voter)
    except (BudgetError, DecidedError):
        return


def talk(made: Idea, staff: Staff, chance: Random) -> None:
    first, second, third = chance.sample(staff.everybody, 3)
    words, reply = chance.sample(COMMENTS, 2)
    said = commenting.comment_on(made, text=words, by=first)
    if chance.random() < 0.6:
        commenting.comment_on(made, text=reply, by=second, parent=said)
    if chance.random() < 0.3:
        voting.object_to(made, by=third, reason=chance.choice(OBJECTIONS))


def answer(made: Idea, status: str, staff: Staff, chance: Random) -> None:
    made.refresh_from_db()
    by = made.review.owner if made.review and made.review.owner else staff.champion
    facts: dict[str, Any] = {}
    if status == Idea.Status.STARTED:
        due_on = timezone.localdate() + timedelta(days=chance.randrange(5, 40))
        facts = {"owner": chance.choice(staff.everybody), "due_on": due_on}
    deciding.decide(made, to=status, reason=chance.choice(REASONS[status]), by=by, **facts)
