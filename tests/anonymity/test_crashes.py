"""kill -9 of the worker and of PostgreSQL at each step of open, answer and close: what was acknowledged is
there, nothing is ever half readable, and each wave closes.

A few steps by chance; `FAULTS=full make test ARGS="tests/anonymity -s"` takes each line of them all."""

import contextlib
import os
import random
from collections import Counter

import pytest
from django.utils import timezone

from employees import tasks
from employees.actions.sealing import key_path
from employees.actions.waves import AnsweredError, close_wave, open_wave, take_answer
from employees.models import Participation, PulseAnswer, PulseComment, Result, Sealed, Wave
from tests.anonymity.apart import copied
from tests.anonymity.killing import DONE, kill_postgres, kill_postgres_after, kill_worker, lines

FULL = os.environ.get("FAULTS") == "full"
STAFF = 6


@pytest.fixture(scope="module")
def apart(django_db_setup, django_db_blocker):
    """One that may die."""
    with django_db_blocker.unblock(), copied() as made:
        yield made


@pytest.fixture
def staff(make_employee):
    return [make_employee() for _ in range(STAFF)]


def answer(wave, employee):
    take_answer(wave, employee, scores={"enps": 9}, comments={"why": "The lift"})


def prepared(verb, make_wave, staff):
    """A wave at whose open, last answer or close the kill comes; what is done, and who has answered."""
    wave = make_wave()
    if verb != "open":
        open_wave(wave)
    answered = {"open": [], "answer": staff[:-1], "close": staff}[verb]
    for employee in answered:
        answer(wave, employee)
    act = {
        "open": lambda: open_wave(wave),
        "answer": lambda: answer(wave, staff[-1]),
        "close": lambda: close_wave(wave),
    }[verb]
    return wave, act


def stored(wave):
    """Readable answers and comments, published figures, sealed answers, and who took part."""
    rows = (
        PulseAnswer.objects.filter(group__wave=wave),
        PulseComment.objects.filter(group__wave=wave),
        Result.objects.filter(wave=wave),
        Sealed.objects.filter(wave=wave),
        Participation.objects.filter(wave=wave),
    )
    return tuple(found.count() for found in rows)


def check_halves(wave, verb, outcome):
    """Right after the crash: all of a step, or nothing of it; whatever was acknowledged."""
    wave.refresh_from_db()
    before, after = {
        "open": ((0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        "answer": ((0, 0, 0, 5, 5), (0, 0, 0, 6, 6)),
        "close": ((0, 0, 0, 6, 6), (6, 6, 1, 0, 6)),
    }[verb]
    is_done = {
        "open": bool(wave.opened_at), "answer": stored(wave) == after, "close": bool(wave.closed_at),
    }[verb]  # fmt: skip
    assert stored(wave) == (after if is_done else before)
    assert is_done or outcome != DONE
    assert not (wave.opened_at and not wave.closed_at) or key_path(wave.pk).exists()


def go_on(wave, staff):
    """As people and the clock do afterwards; the wave closes with all its answers, and its key is gone."""
    open_wave(wave)
    for employee in () if wave.closed_at else staff:
        with contextlib.suppress(AnsweredError):
            answer(wave, employee)
    Wave.objects.filter(pk=wave.pk).update(closes_at=timezone.now())
    tasks.close_waves()
    assert stored(wave) == (6, 6, 1, 0, 6)
    folder = key_path(wave.pk).parent
    assert not [path for path in folder.iterdir() if path.name.partition(".")[0] == str(wave.pk)]
    wave.delete()  # or the next one's close, which writes anew who took part in any, runs more lines


def counted(verb, make_wave, staff, note):
    """How many lines the verb runs."""
    wave, act = prepared(verb, make_wave, staff)
    number = lines(act, note)
    wave.refresh_from_db()
    go_on(wave, staff)
    return number


def moments(number, of):
    """Which lines: all, or so many of them by chance."""
    return range(1, number + 1) if FULL else sorted(random.sample(range(1, number + 1), of))


@pytest.mark.parametrize("verb", ["open", "answer", "close"])
def test_a_worker_that_is_killed_leaves_all_or_nothing(verb, make_wave, staff, tmp_path):
    number, seen = counted(verb, make_wave, staff, tmp_path / "lines"), Counter()
    for line in moments(number, 8):
        wave, act = prepared(verb, make_wave, staff)
        outcome = kill_worker(act, line)
        seen[outcome] += 1
        check_halves(wave, verb, outcome)
        go_on(wave, staff)
    print(f"{verb}: worker killed before {sum(seen.values())} of {number} lines")
    assert set(seen) == {"killed"}


@pytest.mark.parametrize("verb", ["open", "answer", "close"])
def test_a_postgresql_that_is_killed_leaves_all_or_nothing(verb, apart, make_wave, staff, tmp_path):
    number, seen = counted(verb, make_wave, staff, tmp_path / "lines"), Counter()
    for line in moments(number, 1):
        wave, act = prepared(verb, make_wave, staff)
        outcome = kill_postgres(apart, act, line)
        seen[outcome] += 1
        check_halves(wave, verb, outcome)
        go_on(wave, staff)
    print(f"{verb}: PostgreSQL killed before {sum(seen.values())} of {number} lines, {dict(seen)}")
    assert seen["done"] or not (FULL and verb == "close")  # whose last lines delete the key, after the COMMIT


@pytest.mark.skipif(not FULL, reason="FAULTS=full: by chance in the middle of a COMMIT")
@pytest.mark.parametrize("verb", ["open", "answer", "close"])
def test_a_postgresql_that_is_killed_at_any_moment_leaves_all_or_nothing(verb, apart, make_wave, staff):
    seen = Counter()
    for _time in range(20):
        wave, act = prepared(verb, make_wave, staff)
        outcome = kill_postgres_after(apart, act, random.uniform(0, 0.04))
        seen[outcome] += 1
        check_halves(wave, verb, outcome)
        go_on(wave, staff)
    print(f"{verb}: PostgreSQL killed at {sum(seen.values())} moments, {dict(seen)}")
