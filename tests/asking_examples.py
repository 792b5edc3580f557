"""The pulse in the world of the tenancy walk: a programme, one that has ended, and a wave that is open."""

from datetime import date, timedelta
from random import Random
from unittest.mock import patch

from django.utils import timezone

from employees.actions.cards import make_cards
from employees.actions.programmes import call_off
from employees.actions.waves import open_wave
from employees.models import PulseProgramme, Wave
from employees.models.shipped import shipped_questions
from tests.worlds import World, example


def questions(w: World):
    """Two that we ship, with the marker in their words."""
    rows = [shipped_questions()[key] for key in ("enps", "tools", "change")]
    return [row | {"labels": {"en": w.text(row["labels"]["en"])}} for row in rows]


@example
def pulse_programme(w: World) -> PulseProgramme:
    made = PulseProgramme.objects.create(
        name=w.text("Pulse"), questions=questions(w), first_day=date(2099, 1, 1), every=3
    )
    call_off(made, date(2099, 4, 1))
    return made


@example
def ended_programme(w: World) -> PulseProgramme:
    return PulseProgramme.objects.create(
        name=w.text("Old pulse"), questions=questions(w), first_day=date(2020, 1, 1), ended_at=timezone.now()
    )


@example
def open_pulse(w: World) -> Wave:
    assert len({*w.people.values(), w.colleague}) > 5  # who are asked
    made = Wave.objects.create(
        title=w.text("Spring"), questions=questions(w), closes_at=timezone.now() + timedelta(days=9)
    )
    open_wave(made)
    return made


@example
def card_code(w: World) -> str:
    """Of somebody's card; drawn alike in both organisations."""
    with patch("employees.models.pulse_cards.secrets.choice", Random(7).choice):
        cards = make_cards(w.open_pulse, team=None)
    return next(card.code for card in cards if card.employee == w.colleague)
