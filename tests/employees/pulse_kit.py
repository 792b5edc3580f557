"""Waves for tests: who is asked what, and what they say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.waves import close_wave, open_wave, take_answer
from employees.models import Wave

QUESTIONS = [
    {"key": "enps", "kind": "enps", "labels": {"en": "How likely are you to recommend working here?"}},
    {"key": "time", "kind": "driver", "labels": {"en": "I have time to do it properly."}},
    {"key": "lead", "kind": "driver", "labels": {"en": "My lead does what was promised."}},
    {"key": "change", "kind": "open", "labels": {"en": "What should we change first?"}},
]


@pytest.fixture(autouse=True)
def key_folder(settings, tmp_path):
    settings.PULSE_KEY_DIR = tmp_path / "keys"
    return settings.PULSE_KEY_DIR


@pytest.fixture
def make_wave(acme):
    def make(**facts):
        usual = {"title": "Spring", "closes_at": timezone.now() + timedelta(days=7), "questions": QUESTIONS}
        return Wave.objects.create(**usual | facts)

    return make


@pytest.fixture
def make_staff(make_employee, make_team):
    """So many people in a team of each name; those of one parent where it is given."""

    def make(parent=None, **sizes):
        staff = {}
        for name, size in sizes.items():
            team = make_team(name=name, parent=parent)
            staff[name] = [make_employee(team=team) for _ in range(size)]
        return staff

    return make


@pytest.fixture
def held(make_wave):
    """A wave that was opened, answered and closed: `answers` are pairs of somebody and what they say, as
    enps=9, time=4, change="More light"."""

    def hold(answers, **facts):
        wave = make_wave(**facts)
        open_wave(wave)
        for employee, said in answers:
            scores = {key: value for key, value in said.items() if isinstance(value, int)}
            take_answer(
                wave, employee, scores=scores, comments={k: v for k, v in said.items() if k not in scores}
            )
        close_wave(wave)
        return wave

    return hold
