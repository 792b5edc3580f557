"""What was decided, on which customers that rests, and what was promised because of it."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from feedback.models import Case, Cause, Response, Touchpoint
from ideas.actions import decisions, evidence, snapshots
from ideas.models import Decision, Idea, Revisit
from tenants.here import today

DAY = timedelta(days=1)


class Told(NamedTuple):
    """A decision of so many days ago, of a touchpoint; rests: on how many answers."""

    ago: int
    what: str
    why: str
    touchpoint: str
    follows: str
    rests: int = 3


DECIDED = {
    "tidewell": (
        Told(70, "No more self-service tills before 2027",
             "Those who complain about them are the ones who come each week.", "Checkout",
             "Ask the maker what the two that we have cost us"),
        Told(41, "Every store has seats at the tills", "People who cannot stand go elsewhere, and say so.",
             "Checkout", "Measure where the benches go, in each store"),
        Told(18, "Deliveries are promised by the hour again", "By the evening was cheaper for us only.",
             "Delivery", "Tell every customer who was promised the evening", rests=5),
        Told(6, "The new shelf labels go to all stores", "The budget of the year ends in December.",
             "Shelves", "Print them", rests=0),
    ),
    "marches": (
        Told(64, "Nobody goes home without a number that is answered",
             "Those who rang came back to emergency for a question.", "Going home",
             "Two nurses answer from six to ten"),
        Told(15, "The desk in arrivals opens again from eight to ten",
             "To ring from the car shuts out who has none.", "Arrival",
             "Write to those who gave up", rests=5),
        Told(5, "One form for all departments", "It saves an hour of a clerk each day.", "Treatment",
             "Bring the form to the board", rests=0),
    ),
}  # fmt: skip


def decided(
    staff: Staff, slug: str, *, now: datetime, metric: str, chance: Random
) -> list[tuple[datetime, Story]]:
    """When each was decided."""
    return [(now - told.ago * DAY, decision(told, staff, metric, chance)) for told in DECIDED[slug]]


def decision(told: Told, staff: Staff, metric: str, chance: Random) -> Story:
    """Decided on what customers said and the metric of that day; where it is old, looked at again."""
    made = decisions.make_decision(
        what=told.what, why=told.why, by=staff.sponsor, made_by=staff.champion, decided_on=today(),
        revisit_on=today() + 30 * DAY,
    )  # fmt: skip
    if told.rests:
        rest(made, told, staff, metric, chance)
    yield timedelta(hours=2)
    owner = chance.choice(staff.everybody)
    decisions.promise_follow_up(made, what=told.follows, owner=owner, due_on=today() + 25 * DAY)
    yield 27 * DAY
    decisions.revisit(
        made, verdict=Revisit.Verdict.HELD, words="We asked ten customers again, and would decide the same.",
        by=staff.sponsor, revisit_on=today() + 60 * DAY,
    )  # fmt: skip


def rest(made: Decision, told: Told, staff: Staff, metric: str, chance: Random) -> None:
    """On answers, a case and a cause of the place, on an idea, and on the metric of thirty days."""
    place = Touchpoint.objects.get(name=told.touchpoint)
    answers = list(Response.objects.filter(touchpoint=place).exclude(comment="").order_by("-pk")[:200])
    for answer in chance.sample(answers, min(told.rests, len(answers))):
        evidence.attach(made, thing=answer, why="Said in their own words.", by=staff.champion)
    case = Case.objects.filter(response__touchpoint=place).order_by("pk").first()
    cause = Cause.objects.filter(cases__response__touchpoint=place).order_by("pk").first()
    things: list[Case | Cause] = [thing for thing in (case, cause) if thing]
    for thing in things:
        evidence.attach(made, thing=thing, why="It keeps coming back.", by=staff.champion)
    if idea := Idea.objects.filter(touchpoint=place).order_by("pk").first():
        decisions.cite(made, idea, by=staff.champion)
    snapshots.keep_value(
        made, metric=metric, days=30, by=staff.champion, place=snapshots.Place(touchpoint=place)
    )
