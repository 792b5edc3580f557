"""A board on which invited customers take part: most agreed, some propose, vote and comment."""

from datetime import datetime, timedelta
from random import Random

from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Customer, Touchpoint
from ideas.actions import deciding, panel, taking_part
from ideas.forms.panel import agreement
from ideas.management.demo.texts import CUSTOMERS, REASONS, SAID_BY_CUSTOMERS
from ideas.models import Board, Idea, PanelMember


def invited(staff: Staff, slug: str, *, now: datetime, chance: Random) -> list[tuple[datetime, Story]]:
    """Three weeks ago, when enough customers are known."""
    return [(now - timedelta(days=21), taking_part_of(staff, slug, chance))]


def taking_part_of(staff: Staff, slug: str, chance: Random) -> Story:
    """Whoever was not asked anything lately is invited; the first of their ideas is answered."""
    board = Board.objects.create(
        name="What our customers propose", is_for_customers=True,
        about="Customers who were invited propose, vote and comment here.",
    )  # fmt: skip
    board.reviewers.add(staff.champion)
    some = list(Customer.objects.filter(identifiers__kind="email").distinct().order_by("pk")[:40])
    panel.invite_customers(board, customers=some, by=staff.champion)
    yield timedelta(days=1)
    members = list(board.members.order_by("pk")[:12])
    for member in members:
        taking_part.agree(member, text=agreement())
    ideas = [propose(member, slug, n, chance) for n, member in enumerate(members[:3])]
    yield timedelta(days=2)
    for member in members:
        for idea in chance.sample(ideas, min(2, len(ideas))):
            taking_part.vote_as(member, idea)
    for member, words in zip(members[3:], SAID_BY_CUSTOMERS, strict=False):
        taking_part.comment_as(member, ideas[0], text=words)
    yield timedelta(days=3)
    if ideas:
        deciding.decide(ideas[0], to="planned", reason=REASONS["planned"][0], by=staff.champion)


def propose(member: PanelMember, slug: str, number: int, chance: Random) -> Idea:
    told = CUSTOMERS[slug][number]
    return taking_part.propose(
        member, touchpoint=chance.choice(list(Touchpoint.objects.order_by("pk"))), title=told.title,
        problem=told.problem, proposal=told.proposal, delight=told.delight,
    )  # fmt: skip
