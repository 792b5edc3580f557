"""Whoever votes while an idea is merged or answered waits for that, and the other way round."""

import threading

import pytest
from django.db import connection, transaction
from django_tenants.utils import schema_context

from ideas.actions import deciding, merging, taking_part, voting
from ideas.actions.errors import BudgetError, DecidedError
from ideas.actions.locking import held, hold_customer
from ideas.models import Board, Idea, Vote
from tenants import processes
from tenants.audit.record import record

pytestmark = pytest.mark.committing
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = %s"


class Other(threading.Thread):
    """Does something at the same time, over a connection of its own."""

    def __init__(self, organisation, act):
        super().__init__(daemon=True)
        self.schema, self.act, self.pid, self.done = organisation.schema_name, act, None, None
        self.start()

    def run(self):
        with schema_context(self.schema), connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.pid = cursor.fetchone()[0]
            try:
                self.done = self.act()
            except Exception as error:
                self.done = type(error)
        connection.close()

    def waits(self):
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [self.pid or 0])
            return cursor.fetchone()[0]


def while_open(acme, first, second):
    """What the second one comes to, which begins before the first one is committed."""
    with transaction.atomic():
        first()
        other = Other(acme, second)
        assert processes.wait_until(other.waits, 10, 0.02)
    other.join(10)
    return other.done


@pytest.fixture
def pair(make_board, make_idea):
    board = make_board()
    return make_idea(board), make_idea(board)


def votes(*ideas):
    """The numbers on the ideas, which are those of their rows."""
    numbers = [Idea.objects.get(pk=idea.pk).votes for idea in ideas]
    assert numbers == [Vote.objects.filter(idea=idea).count() for idea in ideas]
    return numbers


def test_a_vote_that_comes_while_its_idea_is_merged_is_refused(acme, pair, make_employee):
    (idea, same), reviewer, voter = pair, make_employee(), make_employee()
    done = while_open(
        acme,
        lambda: merging.merge(same, into=idea, reason="The same", by=reviewer),
        lambda: voting.vote(same, by=voter),
    )
    assert (done, votes(idea, same)) == (DecidedError, [0, 0])


def test_a_vote_that_comes_while_its_idea_is_answered_is_refused(acme, pair, make_employee):
    idea, reviewer, voter = pair[0], make_employee(), make_employee()
    done = while_open(
        acme,
        lambda: deciding.decide(idea, to="planned", reason="In spring", by=reviewer),
        lambda: voting.vote(idea, by=voter),
    )
    assert (done, votes(idea)) == (DecidedError, [0])


def test_who_gives_one_vote_to_two_ideas_at_once_gives_one(acme, pair, make_employee):
    (idea, other), voter = pair, make_employee()
    Board.objects.update(budget=1)
    done = while_open(acme, lambda: voting.vote(idea, by=voter), lambda: voting.vote(other, by=voter))
    assert (done, votes(idea, other)) == (BudgetError, [1, 0])


def test_a_merge_counts_the_vote_that_is_being_given(acme, pair, make_employee):
    (idea, same), reviewer, voter = pair, make_employee(), make_employee()
    done = while_open(
        acme,
        lambda: voting.vote(same, by=voter),
        lambda: merging.merge(same, into=idea, reason="The same", by=reviewer).after,
    )
    assert (done, votes(idea, same)) == ("duplicate", [1, 0])


def test_who_votes_for_both_while_they_are_merged_has_one_for_each(acme, pair, make_employee):
    (idea, same), reviewer, voter = pair, make_employee(), make_employee()
    voting.vote(same, by=voter)
    done = while_open(
        acme,
        lambda: voting.vote(idea, by=voter),
        lambda: merging.merge(same, into=idea, reason="The same", by=reviewer).after,
    )
    assert (done, votes(idea, same)) == ("duplicate", [1, 1])


def test_a_vote_over_the_api_for_a_customer_waits_for_them_before_it_holds_the_idea(
    acme, make_idea, make_customer, make_champion, sign_in
):
    idea, customer, client = make_idea(), make_customer(), sign_in(make_champion())
    path, body = f"/api/v1/ideas/{idea.pk}/vote/", {"customer": customer.pk}
    with transaction.atomic():
        hold_customer(customer)
        other = Other(acme, lambda: client.post(path, body, content_type="application/json").status_code)
        assert processes.wait_until(other.waits, 10, 0.02)
        held(idea.pk)
    other.join(10)
    assert (other.done, votes(idea)) == (200, [1])


def test_whoever_leaves_without_their_name_waits_for_their_ideas_before_it_is_recorded(
    acme, make_member, propose
):
    member = make_member()
    idea = propose(member)
    with transaction.atomic():
        held(idea.pk)
        other = Other(acme, lambda: taking_part.leave(member, text="I leave", takes_name_off=True))
        assert processes.wait_until(other.waits, 10, 0.02)
        record("idea.looked_at", subject=f"ideas.Idea:{idea.pk}")
    other.join(10)
    idea.refresh_from_db()
    assert (other.done, idea.customer) == (True, None)
