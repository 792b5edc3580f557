"""Ideas that were delivered so long ago that it is known what they did: one helped, one is not sure to, one
harmed; and what else they brought."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from django.utils import timezone

from employees.models import Employee
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Touchpoint
from ideas.actions import checks, deciding, register, submitting, voting
from ideas.management.demo.texts import PROVEN_HEALTH, PROVEN_RETAIL, REASONS, Told
from ideas.models import BarrierRemoved, Board, Idea, OutcomeCheck, Patent, Saving
from tenants.here import today

DAY = timedelta(days=1)
Brings = Callable[[Idea, Staff], object]


class Proof(NamedTuple):
    """An idea: where its customers are met, delivered and to be judged so many days ago, and what it brought
    besides. A day of judgement that lies ahead is below zero."""

    told: Told
    touchpoint: str
    metric: str
    delivered: int
    judged: int
    brings: Brings | None = None


def saving(made: Idea, staff: Staff) -> object:
    return register.enter(
        Saving, made, by=staff.champion, amount=Decimal(18_400), currency="GBP", span=Saving.Span.YEARLY,
        measured="Calls to the desk before and after, times what a call costs.",
        confirmed_by=staff.sponsor,
    )  # fmt: skip


def barrier(made: Idea, staff: Staff) -> object:
    return register.enter(
        BarrierRemoved, made, by=staff.champion, whom=made.hinders or "people who cannot stand for long",
        since=today(), how="Tried by four people whom it had hindered.",
    )  # fmt: skip


def patent(made: Idea, staff: Staff) -> object:
    filed: date = today() - 20 * DAY
    inventors = [person for person in (made.author, staff.deputy) if person]
    return register.enter(
        Patent, made, by=staff.champion, number="GB2611847.3", office="UK IPO", filed_on=filed,
        inventors=inventors,
    )  # fmt: skip


PROOFS = {
    "tidewell": (
        Proof(PROVEN_RETAIL[0], "Checkout", "nps", delivered=58, judged=4, brings=barrier),
        Proof(PROVEN_RETAIL[1], "Shelves", "nps", delivered=36, judged=5, brings=saving),
        Proof(PROVEN_RETAIL[2], "Delivery", "nps", delivered=58, judged=3),
        Proof(PROVEN_RETAIL[3], "Entrance and car park", "nps", delivered=9, judged=-60, brings=patent),
    ),
    "marches": (
        Proof(PROVEN_HEALTH[0], "Going home", "csat", delivered=58, judged=4, brings=saving),
        Proof(PROVEN_HEALTH[1], "Treatment", "csat", delivered=36, judged=5),
        Proof(PROVEN_HEALTH[2], "Arrival", "csat", delivered=58, judged=3),
    ),
}


def proofs(
    staff: Staff, slug: str, board: Board, *, now: datetime, chance: Random
) -> list[tuple[datetime, Story]]:
    """When each is handed in: seven weeks before it is delivered."""
    return [
        (now - min(118, proof.delivered + 50) * DAY, proven(proof, staff, board, now=now, chance=chance))
        for proof in PROOFS[slug]
    ]  # fmt: skip


def proven(proof: Proof, staff: Staff, board: Board, *, now: datetime, chance: Random) -> Story:
    """Handed in, wanted, answered, delivered; and looked at again when its time is over."""
    made = hand_in(proof, board, chance.choice(staff.everybody), now)
    yield timedelta(hours=chance.uniform(2, 40))
    for voter in chance.sample(staff.everybody, 14):
        voting.vote(made, by=voter)
    yield timedelta(days=chance.uniform(1, 4))
    move(made, "planned", staff.champion, chance)
    yield timedelta(days=chance.uniform(1, 4))
    due_on = timezone.localdate(now) - proof.delivered * DAY
    move(made, "started", staff.champion, chance, owner=chance.choice(staff.everybody), due_on=due_on)
    yield now - proof.delivered * DAY - timezone.now()
    move(made, "completed", staff.champion, chance)
    if proof.brings:
        proof.brings(made, staff)
    yield (proof.delivered - proof.judged + 1) * DAY
    checks.judge(OutcomeCheck.objects.get(idea=made).pk)


def hand_in(proof: Proof, board: Board, author: Employee, now: datetime) -> Idea:
    told = proof.told
    return submitting.submit_idea(
        board, by=author, title=told.title, problem=told.problem, proposal=told.proposal,
        delight=told.delight, touchpoint=Touchpoint.objects.get(name=proof.touchpoint),
        hinders=told.hinders, segment="", metric=proof.metric,
        judge_on=timezone.localdate(now) - proof.judged * DAY, language=told.language,
    )  # fmt: skip


def move(made: Idea, to: str, by: Employee, chance: Random, **facts: Any) -> None:
    made.refresh_from_db()
    deciding.decide(made, to=to, reason=chance.choice(REASONS[to]), by=by, **facts)
