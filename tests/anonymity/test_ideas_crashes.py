"""kill -9 of the worker and of PostgreSQL at each step of handing an idea in without a name and of publishing
it: what was acknowledged is published, once, and no key outlives its batch. A few steps by chance;
FAULTS=full takes each line."""

import random
from collections import Counter
from contextlib import suppress
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.db import connection, connections, transaction

from employees.actions.sealing import kept_in
from ideas.actions.anonymous import PublishedError, hand_in
from ideas.actions.releasing import release_due
from ideas.models import Idea, SealedBatch, SealedEntry
from ideas.models.receipts import Ticket, code_of
from tenants.here import today
from tests.anonymity.killing import DONE, kill_postgres, kill_postgres_after, kill_worker, lines
from tests.anonymity.test_crashes import FULL, apart, moments  # noqa: F401

numbers = iter(range(10**6))


@pytest.fixture
def facts(make_touchpoint):
    return {
        "title": "A roof", "problem": "They wait", "proposal": "A roof", "touchpoint": make_touchpoint(),
        "delight": "They stay dry", "metric": "csat", "judge_on": today() + timedelta(days=90),
        "language": "en",
    }  # fmt: skip


def new_code(board):
    return code_of(Ticket(board.pk, f"{next(numbers):032}"))


def prepared(verb, board, facts):
    """Four or five that wait; what is done when the kill comes."""
    code = new_code(board)
    for _ in range(4):
        hand_in(board, code=new_code(board), **facts)
    if verb == "hand in":
        return code, lambda: hand_in(board, code=code, **facts)
    hand_in(board, code=code, **facts)
    make_due()
    return code, release_due


def make_due():
    SealedBatch.objects.update(opened_on=today() - timedelta(days=1))


def stored():
    return Idea.objects.count(), SealedEntry.objects.count()


def check_halves(verb, outcome):
    """Right after the crash: all of a step, or nothing of it; whatever was acknowledged."""
    before, after = {"hand in": ((0, 4), (0, 5)), "release": ((0, 5), (5, 0))}[verb]
    assert stored() in (before, after)
    assert outcome != DONE or stored() == after


def go_on(board, code, facts):
    """As people and the clock do afterwards: sent again, it is published once, and its key is gone."""
    with suppress(PublishedError):
        hand_in(board, code=code, **facts)
    for _twice in range(2):
        make_due()
        release_due()
    assert stored() == (5, 0)
    assert len(set(Idea.objects.values_list("receipt", flat=True))) == 5
    assert kept_in("ideas") == {batch.key for batch in SealedBatch.objects.all()}
    Idea.objects.all().delete()


@pytest.mark.parametrize("verb", ["hand in", "release"])
def test_a_worker_that_is_killed_leaves_all_or_nothing(verb, board, facts, tmp_path):
    code, act = prepared(verb, board, facts)
    number, seen = lines(act, tmp_path / "lines"), Counter()
    go_on(board, code, facts)
    for line in moments(number, 8):
        code, act = prepared(verb, board, facts)
        outcome = kill_worker(act, line)
        seen[outcome] += 1
        check_halves(verb, outcome)
        go_on(board, code, facts)
    print(f"{verb}: worker killed before {sum(seen.values())} of {number} lines")
    assert set(seen) == {"killed"}


@pytest.mark.parametrize("verb", ["hand in", "release"])
def test_a_postgresql_that_is_killed_leaves_all_or_nothing(verb, apart, board, facts, tmp_path):  # noqa: F811
    code, act = prepared(verb, board, facts)
    number, seen = lines(act, tmp_path / "lines"), Counter()
    go_on(board, code, facts)
    for line in moments(number, 2):
        code, act = prepared(verb, board, facts)
        outcome = kill_postgres(apart, act, line)
        seen[outcome] += 1
        check_halves(verb, outcome)
        go_on(board, code, facts)
    print(f"{verb}: PostgreSQL killed before {sum(seen.values())} of {number} lines, {dict(seen)}")


@pytest.mark.skipif(not FULL, reason="FAULTS=full: by chance in the middle of a COMMIT")
@pytest.mark.parametrize("verb", ["hand in", "release"])
def test_a_postgresql_that_is_killed_at_any_moment_leaves_all_or_nothing(verb, apart, board, facts):  # noqa: F811
    seen = Counter()
    for _time in range(20):
        code, act = prepared(verb, board, facts)
        outcome = kill_postgres_after(apart, act, random.uniform(0, 0.08))
        seen[outcome] += 1
        check_halves(verb, outcome)
        go_on(board, code, facts)
    print(f"{verb}: PostgreSQL killed at {sum(seen.values())} moments, {dict(seen)}")


def test_whoever_hands_in_while_a_batch_is_published_is_in_the_next(board, facts, acme):
    """The statement waits for the lock, finds its batch gone, and is sealed anew with the new key."""
    for _ in range(5):
        hand_in(board, code=new_code(board), **facts)
    make_due()
    code, done = new_code(board), Event()

    def late():
        connection.set_tenant(acme)
        hand_in(board, code=code, **facts)
        done.set()
        connections.close_all()

    with transaction.atomic():
        assert release_due() == 5
        other = Thread(target=late)
        other.start()
        assert not done.wait(1)
    other.join(20)
    assert done.is_set()
    assert stored() == (5, 1)
    for _ in range(4):
        hand_in(board, code=new_code(board), **facts)
    make_due()
    assert release_due() == 5
