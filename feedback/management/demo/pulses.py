"""What staff of a demo organisation say about working there: two waves that have closed, one that is open."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from django.utils import timezone

from employees.actions.after_wave import promise_action
from employees.actions.ledger import keep
from employees.actions.programmes import open_due, save_programme
from employees.actions.waves import close_due, take_answer
from employees.models import PulseProgramme, Wave
from employees.models.shipped import shipped_questions
from feedback.management.demo.staff import Staff
from feedback.management.demo.stories import Story
from tenants.here import current_zone

WEEKS, DAYS_OPEN, OPEN_SINCE = 7, 12, 3
BEGAN = 2 * 7 * WEEKS + OPEN_SINCE
"""Days ago: the third wave opened three days ago."""
DRIVERS = {"needs": 0.6, "time": -0.5, "voice": 0.4, "lead": 0.3, "difference": 0.9, "recognised": -0.1,
           "together": 0.2, "decide": -0.2}  # fmt: skip
"""And how far each lies above or below the others."""
SAID = {
    "change": (
        "The rota should be there two weeks ahead.", "We need a second person on Saturday mornings.",
        "When something is broken, tell us when it will be mended.", "Fewer forms, more time for people.",
        "Let us decide small refunds ourselves.", "The lift has been broken since June.",
        "Ask us before the plan is made, not after.", "New colleagues should have a week beside somebody.",
        "More light in the back room.", "Answer our ideas, even if the answer is no.",
    ),
    "stay": (
        "People help each other without being asked.", "My lead listens.", "The Friday breakfast.",
        "That we hear what customers said, the good too.", "We are trusted with the keys.",
        "The tone: nobody shouts here.", "Swapping shifts among ourselves.",
    ),
}  # fmt: skip


WELSH = {
    "change": ("Mae angen mwy o amser gyda phob un.", "Hoffwn gael y rota yn gynharach.",
               "Mwy o olau yn y cefn."),
    "stay": ("Y tîm, heb os.", "Y paned ar fore Gwener.", "Rydyn ni'n gwrando ar ein gilydd."),
}  # fmt: skip
PROMISED = (
    ("The rota stands two weeks ahead, from next month on", "A second person on Saturday mornings"),
    ("Each lead answers within two days what staff report as broken",),
)


def questions() -> list[dict]:
    known = shipped_questions()
    return [known[key] for key in ("enps", *DRIVERS, *SAID)]


def began(now: datetime) -> datetime:
    """The night before the first wave."""
    day = (now - timedelta(days=BEGAN)).astimezone(current_zone()).date()
    return datetime.combine(day, time(0, 30), current_zone())


def pulses(staff: Staff, chance: Random) -> Story:
    """A programme, its waves, and who answers when; none of it is known to anybody afterwards."""
    today = timezone.localdate(timezone=current_zone())
    save_programme(
        PulseProgramme(name="Staff pulse", questions=questions(), first_day=today, every=WEEKS, unit="weeks",
                       days_open=DAYS_OPEN),
        branches=[],
    )  # fmt: skip
    moods = {team.pk: chance.gauss(0, 0.5) for team in staff.teams.values()}
    for number in range(3):
        yield timedelta(hours=9)
        open_due()
        wave = Wave.objects.taking_answers().get()
        yield from answers(wave, staff, moods, chance, 0.25 * number)
        yield wave.closes_at - timezone.now() + timedelta(minutes=5)
        close_due()
        yield from acted_upon(wave, staff, PROMISED[number % len(PROMISED)])
        yield began_again(wave) - timezone.now()


def acted_upon(wave: Wave, staff: Staff, promised: Sequence[str]) -> Story:
    """You said, we did: of what is promised the first is kept before the next wave."""
    yield timedelta(days=4)
    due_at = timezone.now() + timedelta(days=25)
    whole = Wave.objects.get(pk=wave.pk).groups.get(parent=None)
    made = [promise_action(group=whole, what=what, owner=staff.sponsor, due_at=due_at) for what in promised]
    yield timedelta(days=20)
    keep(made[0].commitment, by=staff.sponsor)


def began_again(wave: Wave) -> datetime:
    """The night before the next wave."""
    assert wave.day is not None
    return datetime.combine(wave.day + timedelta(weeks=WEEKS), time(0, 30), current_zone())


def answers(wave: Wave, staff: Staff, moods: dict[int, float], chance: Random, better: float) -> Story:
    """Three of four answer, most of them in the first days."""
    taking_part = [person for person in staff.everybody if chance.random() < 0.78]
    hours = sorted(chance.betavariate(1, 2.5) * (DAYS_OPEN * 24 - 12) for _person in taking_part)
    chance.shuffle(taking_part)
    last = 0.0
    for person, hour in zip(taking_part, hours, strict=True):
        yield timedelta(hours=hour - last)
        last = hour
        mood = moods[person.team_id or 0] + better + chance.gauss(0, 0.8)
        texts = WELSH if chance.random() < 0.12 else SAID
        said = {key: chance.choice(found) for key, found in texts.items() if chance.random() < 0.45}
        take_answer(wave, person, scores=scores(mood, chance), comments=said)


def scores(mood: float, chance: Random) -> dict[str, int]:
    """What goes with how somebody feels, each question in its own way; some are skipped."""
    found = {"enps": within(7.4 + 1.6 * mood + chance.gauss(0, 0.9), 0, 10)}
    for key, lies in DRIVERS.items():
        if chance.random() < 0.96:
            found[key] = within(3.3 + lies + 0.75 * mood + chance.gauss(0, 0.6), 1, 5)
    return found


def within(value: float, least: int, most: int) -> int:
    return max(least, min(most, round(value)))
