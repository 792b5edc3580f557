"""Fifty people press two hundred times at once that they want one idea, and once each that they want three
others, through two web processes, while one of these is merged into the first, taken apart and merged again,
another one is decided, and a process is killed with -9.

`FAULTS=full make test ARGS="tests/faults/test_votes.py -s"` does so ten times. `FAULTS_SEED=7` repeats an
order and its moments.
"""

import os
import random
import threading
import time
from collections import Counter

import pytest

from employees.actions.tokens import make_token
from tenants import processes
from tests.faults.counting import Books
from tests.faults.voters import Crowd, serve
from tests.live import database_url

pytestmark = [pytest.mark.slow, pytest.mark.committing]
ROUNDS = 10 if os.environ.get("FAULTS") == "full" else 1
SEED = int(os.environ.get("FAULTS_SEED", str(time.time_ns() % 10_000)))
PEOPLE, BUDGET, AGAIN = 50, 2, 3
ROWS = "SELECT voter_id, coalesce(carried_from_id, idea_id), idea_id FROM ideas_vote"
SPENT = """
SELECT coalesce(max(number), 0) FROM (
    SELECT count(*) AS number FROM ideas_vote v JOIN ideas_idea i ON i.id = v.idea_id
    WHERE i.status = 'open' AND NOT v.is_free GROUP BY i.board_id, v.voter_id) AS each
"""
TWICE = """
SELECT count(*) FROM (SELECT FROM ideas_vote GROUP BY idea_id, voter_id HAVING count(*) > 1) AS one
"""
WRONG_NUMBER = """
SELECT count(*) FROM ideas_idea i
WHERE i.votes <> (SELECT count(*) FROM ideas_vote v WHERE v.idea_id = i.id)
"""
DEADLOCKS = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture
def reviewer(make_employee):
    return make_employee()


@pytest.fixture
def make_round(make_board, make_idea, make_employee, reviewer):
    """Four ideas on a board with a budget: one that is merged into the first, one that is decided."""

    def make_round(web):
        board, author = make_board([reviewer], budget=BUDGET), make_employee()
        ideas = [make_idea(board, author).pk for _ in range(4)]
        secrets = {person.pk: make_token(owner=person, name="t", scopes=["write"])[1] for person in people}
        return Crowd(web.port, secrets), ideas

    people = [make_employee() for _ in range(PEOPLE)]
    return make_round


class Watcher(threading.Thread):
    """The most that anybody has spent, asked again and again while they vote."""

    def __init__(self, books: Books) -> None:
        super().__init__(daemon=True)
        self.books, self.most, self.asked, self.is_over = books, 0, 0, threading.Event()

    def run(self) -> None:
        while not self.is_over.wait(0.05):
            self.most = max(self.most, self.books.number(SPENT))
            self.asked += 1


def act(crowd: Crowd, secret: str, ideas: list[int], chosen: random.Random) -> dict[str, int]:
    """What whoever answers the ideas does, each when so many votes were answered; what they were told."""
    first, same, decided, _other = ideas
    into, why = {"into": first, "reason": "The same"}, {"reason": "Not the same"}
    acts = [
        ("merged", same, "merge", into), ("apart", same, "unmerge", why), ("again", same, "merge", into),
    ]  # fmt: skip
    acts.insert(chosen.randrange(4), ("decided", decided, "decide", {"to": "planned", "reason": "Soon"}))
    told = {}
    for moment, (name, idea, verb, said) in zip(sorted(chosen.sample(range(5, 320), 4)), acts, strict=True):
        processes.wait_until(lambda m=moment: len(crowd.answers) >= m, 60, 0.005)
        told[name] = crowd.until_answered(secret, f"/api/v1/ideas/{idea}/{verb}/", said)
    return told


def count(books: Books, crowd: Crowd, ideas: list[int], watcher: Watcher) -> dict[str, int]:
    """All should be 0."""
    rows = [row for row in books.ask(ROWS) if row[1] in ideas]
    stored = {(voter, given) for voter, given, _stands in rows}
    counted = {voter for voter, _given, stands in rows if stands == ideas[0]}
    wanting = {voter for voter, given in stored if given in ideas[:2]}
    each = Counter(voter for voter, _idea in crowd.acknowledged)
    return {
        "acknowledged and lost": len(crowd.acknowledged - stored),
        "stored, never acknowledged": len(stored - crowd.acknowledged),
        "a person twice for an idea": books.number(TWICE),
        "one vote in two rows": len(rows) - len(stored),
        "not counted where it was merged": len(wanting ^ counted),
        "ideas with another number than rows": books.number(WRONG_NUMBER),
        "over the budget": max(0, watcher.most - BUDGET, books.number(SPENT) - BUDGET),
        "refused though votes were left": sum(each[person] < BUDGET for person in crowd.secrets),
    }


def test_no_vote_is_lost_or_doubled_and_no_budget_exceeded(make_round, reviewer):
    chosen, books = random.Random(SEED), Books(database_url())
    _token, secret = make_token(owner=reviewer, name="t", scopes=["write"])
    deadlocks = books.number(DEADLOCKS)
    with serve() as web:
        for _round in range(ROUNDS):
            assert processes.wait_until(web.stands, 30, 0.2)
            facts = vote_and_kill(web, books, make_round(web), secret, chosen)
            assert not any(facts.values()), f"FAULTS_SEED={SEED}: {facts}"
    assert books.number(DEADLOCKS) == deadlocks


def vote_and_kill(web, books, crowd_and_ideas, secret, chosen):
    """One round; what is wrong afterwards, by number."""
    crowd, ideas = crowd_and_ideas
    watcher, told, began = Watcher(books), {}, time.monotonic()
    watcher.start()
    wanted = ideas + ideas[:1] * AGAIN
    threads = crowd.press(wanted, chosen)
    moment = chosen.randrange(20, 300)
    acts = threading.Thread(target=lambda: told.update(act(crowd, secret, ideas, chosen)), daemon=True)
    acts.start()
    processes.wait_until(lambda: len(crowd.answers) >= moment, 60, 0.005)
    web.kill_one()
    for thread in (*threads, acts):
        thread.join(90)
    watcher.is_over.set()
    watcher.join(10)
    print(
        f"seed {SEED}: {len(crowd.answers)} answered, {len(crowd.acknowledged)} granted, {dict(crowd.seen)}"
        f" in {time.monotonic() - began:.1f} s; killed after {moment}; looked {watcher.asked} times"
    )
    assert told == dict.fromkeys(["merged", "apart", "again", "decided"], 200)
    assert len(crowd.answers) == PEOPLE * len(wanted)
    assert not crowd.wrong, crowd.wrong[:3]
    return count(books, crowd, ideas, watcher)
