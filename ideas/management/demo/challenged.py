"""Two questions to everybody: one is over and answered, one still runs; and what was handed in for them."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Touchpoint
from ideas.actions import challenging, deciding, submitting, voting
from ideas.actions.errors import BudgetError
from ideas.management.demo.answers import HEALTH, RETAIL, Question
from ideas.management.demo.texts import REASONS, Told
from ideas.models import Board, Challenge, Idea
from tenants.here import today

DAY = timedelta(days=1)
ASKED = {"tidewell": RETAIL, "marches": HEALTH}


class Dates(NamedTuple):
    """So many days ago, and for how long."""

    ago: int
    days: int


DATES = Dates(46, 14), Dates(6, 14)


def challenged(
    staff: Staff, slug: str, board: Board, *, now: datetime, metric: str, chance: Random
) -> list[tuple[datetime, Story]]:
    """When each was asked."""
    return [
        (now - dates.ago * DAY, asked(question, dates, staff, board, metric, chance))
        for question, dates in zip(ASKED[slug], DATES, strict=True)
    ]


def asked(question: Question, dates: Dates, staff: Staff, board: Board, metric: str, chance: Random) -> Story:
    """Ideas come in, are wanted and answered; it ends; its sponsor says which of them are done."""
    made = challenging.ask(
        board, question=question.words, about=question.about, opens_on=today(),
        closes_on=today() + dates.days * DAY, sponsor=staff.sponsor, budget=3,
    )  # fmt: skip
    challenging.open_due()
    handed_in = list[Idea]()
    for told in question.answers:
        yield timedelta(hours=chance.uniform(8, 30))
        handed_in.append(answer(made, told, board, staff, metric, chance))
    yield 6 * DAY
    for idea, status in zip(handed_in, ("planned", "declined", "planned", "declined"), strict=True):
        yield DAY
        deciding.decide(idea, to=status, reason=chance.choice(REASONS[status]), by=staff.champion)
    yield dates.days * DAY
    challenging.end_due()
    challenging.announce(made, text=question.became, named=handed_in[::2], by=staff.sponsor)


def answer(made: Challenge, told: Told, board: Board, staff: Staff, metric: str, chance: Random) -> Idea:
    idea = submitting.submit_idea(
        board, by=chance.choice(staff.everybody), challenge=made, title=told.title, problem=told.problem,
        proposal=told.proposal, delight=told.delight, hinders=told.hinders, language=told.language,
        touchpoint=chance.choice(list(Touchpoint.objects.order_by("pk"))), metric=metric,
        judge_on=today() + 120 * DAY,
    )  # fmt: skip
    for voter in chance.sample(staff.everybody, 9):
        try:
            voting.vote(idea, by=voter)
        except BudgetError:
            continue
    return idea
