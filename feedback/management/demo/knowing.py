"""How staff of the demo come to know customers: programmes with dates past and ahead, days at the front line,
and what was learned in conversations."""

from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

import time_machine
from django.utils import timezone

from employees.actions import attending, frontline, offering
from employees.models import Employee, Programme, ProgrammeDate
from feedback.actions.learnings import learn
from feedback.management.demo.staff import Staff
from feedback.models import Customer, Touchpoint
from tenants.here import current_zone, today

CAME = (
    "People decide in the first half minute whether anybody is there for them.",
    "An honest “it will take twenty minutes” calms more than any apology afterwards.",
    "I could not read our own sign from where a wheelchair stands.",
    "Everybody whom I asked knew the answer; nobody had ever been asked.",
    "Three of ten come because of one colleague whom they trust, and asked for her by name.",
    "Our form asks for a date of birth twice, and people laugh about it.",
)


class Learned(NamedTuple):
    """What somebody noted, and where customers meet us there."""

    text: str
    touchpoint: str


class Day(NamedTuple):
    """A day with customers, so many days ago, and what was promised."""

    ago: int
    place: str
    saw: str
    promise: str = ""


class Knowing(NamedTuple):
    """Of one organisation: (name, kind, what it teaches, place), days, and what was learned."""

    programmes: tuple[tuple[str, str, str, str], ...]
    days: tuple[Day, ...]
    learned: tuple[Learned, ...]


RETAIL = Knowing(
    programmes=(
        (
            "A day at the till",
            "till",
            (
                "What people ask, hide and joke about while they wait, and how long three minutes are"
                " on the other side of the belt."
            ),
            "Swansea Quay, tills 1 to 4",
        ),
        (
            "The accessibility lab",
            "accessibility",
            (
                "A weekly shop in a wheelchair, with glasses that blur, with one hand: where our "
                "shelves, doors and pages shut somebody out."
            ),
            "Bristol Harbour, training room",
        ),
    ),
    days=(
        Day(
            33,
            "Peckham Rye, customer desk",
            (
                "Eleven people brought something back, and nine of them said sorry to us. We have "
                "made it feel like asking for a favour."
            ),
            "A sign at the desk: bring it back, no reason",
        ),
        Day(
            12,
            "On the van, Newport",
            "Every second door has no number. The driver knows them; the app does not.",
            "The driver's notes go to the next driver",
        ),
        Day(
            4,
            "Cardiff Roath, six to eight in the morning",
            (
                "The people who come first are nurses who go home. They want the bread that we put "
                "out at eight."
            ),
        ),
    ),
    learned=(
        Learned(
            "People with a bus to catch give up when more than four stand in line, however fast it moves.",
            "Checkout",
        ),
        Learned(
            "She buys for two neighbours as well and needs three receipts; we give one.",
            "Checkout",
        ),
        Learned(
            "Nobody sees the ramp from the bus stop: the sign is behind the trolleys.",
            "Entrance and car park",
        ),
        Learned(
            "Substitutions are welcome where somebody rang first, and never where nobody did.",
            "Delivery",
        ),
        Learned(
            "He counts the steps to the bread, because he cannot see the shelves.",
            "Shelves",
        ),
    ),
)
HEALTH = Knowing(
    programmes=(
        (
            "A morning in a bed",
            "immersion",
            "What the ceiling, the bell and the round sound like to somebody who lies there and waits.",
            "Ward 9, bay 3",
        ),
        (
            "Plain words",
            "training",
            (
                "Saying what will happen, when and why, so that it is understood at once, by somebody"
                " who is afraid."
            ),
            "Llanfair Hospital, seminar room",
        ),
    ),
    days=(
        Day(
            30,
            "Emergency, a Saturday night",
            "Nobody minded waiting; everybody minded not knowing. The screen shows a number and no time.",
            "The screen shows how long it takes",
        ),
        Day(
            9,
            "Discharge lounge",
            "Four people waited for tablets longer than for their operation.",
            "Tablets are packed the evening before",
        ),
        Day(
            3,
            "With the district nurse, Ludlow",
            "Our letter says “attend”. Two of five did not know that it means come here.",
        ),
    ),
    learned=(
        Learned(
            "Who is told the order of the morning rings the bell half as often.",
            "Stay on the ward",
        ),
        Learned(
            "The letter arrives after the appointment where the post comes every second day.",
            "Arrival",
        ),
        Learned(
            "She lip-reads, and says so; nobody writes it down for the next shift.",
            "Treatment",
        ),
        Learned(
            "The number to call afterwards is on the back of the second page, and people bin that one.",
            "Going home",
        ),
    ),
)
OF: dict[str, Knowing] = {"tidewell": RETAIL, "marches": HEALTH}


def build_knowing(slug: str, staff: Staff, *, now: datetime, chance: Random) -> None:
    """All of it, each at its own time."""
    content = OF[slug]
    made = [_programme(facts, staff, now=now, chance=chance) for facts in content.programmes]
    _ahead(made[0], content.programmes[0][3], staff, places=4, days=9, chance=chance)
    _ahead(made[1], content.programmes[1][3], staff, places=8, days=23, chance=chance)
    for day in content.days:
        with time_machine.travel(now - timedelta(days=day.ago), tick=True):
            _note_day(day, staff, chance)
    for number, each in enumerate(content.learned):
        with time_machine.travel(now - timedelta(days=2 * number, hours=3), tick=True):
            _learn(each, staff, chance)


def _programme(facts: tuple[str, str, str, str], staff: Staff, *, now: datetime, chance: Random) -> Programme:
    """Offered long ago, with one date that is over: most came, and most of them say what they learned."""
    name, kind, teaches, place = facts
    with time_machine.travel(now - timedelta(days=chance.randrange(34, 50)), tick=True):
        made = offering.save_programme(Programme(), {"name": name, "kind": kind, "teaches": teaches})
        date = offering.offer_date(made, _date(place, staff, places=10, days=14))
        signed = [attending.sign_up(date, by=person) for person in chance.sample(staff.everybody, 9)]
    with time_machine.travel(date.ends + timedelta(hours=1), tick=True):
        there = [row for row in signed if row and chance.random() < 0.85]
        attending.note_attendance(date, attended=[row.pk for row in there])
        for row, said in zip(there, chance.sample(CAME, 4), strict=False):
            attending.say_learned(row, learned=said, language="en")
    return made


def _date(place: str, staff: Staff, *, places: int, days: int) -> dict[str, object]:
    starts = timezone.now().astimezone(current_zone()) + timedelta(days=days)
    starts = starts.replace(hour=9, minute=0, second=0, microsecond=0)
    return {
        "place": place, "starts": starts, "ends": starts + timedelta(hours=6), "places": places,
        "closes_at": starts - timedelta(days=2), "organiser": staff.champion,
    }  # fmt: skip


def _ahead(
    programme: Programme, place: str, staff: Staff, *, places: int, days: int, chance: Random
) -> ProgrammeDate:
    """Six want to come."""
    made = offering.offer_date(programme, _date(place, staff, places=places, days=days))
    for person in chance.sample(staff.everybody, 6):
        attending.sign_up(made, by=person)
    return made


def _note_day(day: Day, staff: Staff, chance: Random) -> None:
    leads = [team.lead for team in staff.teams.values() if team.lead]
    by: Employee = chance.choice(leads)
    due_on = today() + timedelta(days=21)
    promised = frontline.Promised(day.promise, due_on) if day.promise else None
    frontline.note_day(by=by, on=today(), place=day.place, saw=day.saw, language="en", promised=promised)


def _learn(each: Learned, staff: Staff, chance: Random) -> None:
    customers = Customer.objects.present().exclude(name="")[:50]
    learn(
        text=each.text, by=chance.choice(staff.everybody), language="en",
        touchpoint=Touchpoint.objects.get(name=each.touchpoint),
        customer=chance.choice([None, *customers]),
    )  # fmt: skip
