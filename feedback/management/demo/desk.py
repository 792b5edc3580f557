"""What a champion's desk lives from: promises that pass through hands, questions with and without a word."""

from datetime import datetime, timedelta
from random import Random

from django.utils import timezone

from employees.actions import ledger, nudging
from employees.models import Commitment, Employee, Team
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story

RELAYS, QUESTIONS = 60, 12
PROMISES = (
    "Ring the landlord about the door", "Send the family the corrected letter", "Bring the spare parts",
    "Ask the carrier why the van was late", "Write to the council about the crossing",
    "Print the leaflet in large type", "Show the new colleague the till", "Order chairs for the waiting room",
)  # fmt: skip
REASONS = ("On leave from tomorrow", "It is their field", "Wrong team", "Too much else today")
WORDS = ("How does it stand?", "The customer has asked again.", "Can somebody help you with it?")
ANSWERS = ("I am on it, tomorrow noon.", "The part is on its way.", "Sorry, I had forgotten. Done today.", "")


class DeskTeller:
    """Makes up what passes through hands, and what the champion asks."""

    def __init__(self, staff: Staff, chance: Random) -> None:
        self.staff, self.chance = staff, chance
        leaves = [team for team in staff.teams.values() if not team.children.exists()]
        self.slow, self.quick = leaves[0], leaves[1]

    def stories(self, now: datetime, *, days: int, share: float) -> list[tuple[datetime, Story]]:
        """When each begins: the relays all along, the questions in the last three weeks."""
        begun = [
            now - timedelta(days=days * self.chance.random(), hours=2) for _ in range(round(RELAYS * share))
        ]
        asked = [
            now - timedelta(days=21 * self.chance.random(), hours=1) for _ in range(round(QUESTIONS * share))
        ]
        last = (now - timedelta(hours=6), self.left_over())
        return [*((at, self.relay()) for at in begun), *((at, self.question()) for at in asked), last]

    def hours(self, least: float, most: float) -> timedelta:
        return timedelta(hours=self.chance.uniform(least, most))

    def person(self, team: Team) -> Employee:
        """The same few again and again: only of who has ten legs anything can be said."""
        return self.chance.choice(self.staff.of(team)[:2])

    def relay(self) -> Story:
        """One team holds its promises for long, the other keeps them soon after."""
        giver, taker = self.person(self.slow), self.person(self.quick)
        promise = self.promise(giver, timedelta(days=3))
        yield self.hours(24, 66)
        ledger.hand_over(promise, to=taker, by=giver, reason=self.chance.choice(REASONS))
        yield self.hours(2, 14)
        if self.chance.random() > 0.92:
            yield self.hours(40, 120)
        ledger.keep(promise, by=taker)

    def question(self) -> Story:
        """The champion asks about the oldest that is late; most answer, and then keep it."""
        late = Commitment.objects.overdue().filter(kind="other", nudges=None, owner__isnull=False)
        promise = late.order_by("due_at").first()
        if promise is None:
            promise = self.promise(self.person(self.slow), timedelta(hours=20))
        asked = nudging.nudge(promise, by=self.staff.champion, note=self.chance.choice(WORDS))
        yield self.hours(3, 30)
        if asked and self.chance.random() < 0.7:
            nudging.acknowledge(asked, answer=self.chance.choice(ANSWERS))
            yield self.hours(2, 40)
            if self.chance.random() < 0.6:
                ledger.keep(promise, by=asked.to)

    def left_over(self) -> Story:
        """One that was late this morning, and one that nobody owns."""
        self.promise(self.staff.of(self.quick)[-1], timedelta(hours=3))
        self.promise(None, timedelta(hours=30))
        yield timedelta()

    def promise(self, owner: Employee | None, within: timedelta) -> Commitment:
        what, team = self.chance.choice(PROMISES), owner.team if owner else self.slow
        due = timezone.now() + within
        return ledger.promise(what, kind="other", owner=owner, team=team, due_at=due)
