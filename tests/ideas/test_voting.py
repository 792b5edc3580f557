"""Who wants an idea: one vote each, never lost, never twice, within the board's budget."""

import threading
from collections import Counter

import pytest
from django.db import connection
from django_tenants.utils import schema_context
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback.models import Customer
from ideas.actions import voting
from ideas.actions.deciding import decide
from ideas.actions.errors import BudgetError, DecidedError
from ideas.models import Idea, Objection, Vote


def standing(idea):
    """The number on the idea, and the rows that it counts."""
    return Idea.objects.get(pk=idea.pk).votes, Vote.objects.filter(idea=idea).count()


def test_one_vote_each_and_it_can_be_taken_back(make_idea, make_employee):
    idea, one, other = make_idea(), make_employee(), make_employee()
    assert [voting.vote(idea, by=each) for each in (one, other, one)] == [True, True, False]
    assert standing(idea) == (2, 2)
    assert [voting.take_back(idea, by=one) for _ in range(2)] == [True, False]
    assert standing(idea) == (1, 1)


def test_a_customer_is_the_voter_and_who_said_so_keeps_their_own(make_idea, make_employee, make_customer):
    idea, by, customer = make_idea(), make_employee(), make_customer()
    assert [voting.vote_for(idea, customer=customer, by=by) for _ in range(2)] == [True, False]
    assert voting.vote(idea, by=by)
    assert standing(idea) == (2, 2)


def test_nobody_votes_for_a_customer_whom_they_may_not_see_or_who_is_another_by_now(
    make_idea, make_employee, make_champion, make_customer, sign_in
):
    idea, customer, other = make_idea(), make_customer(), make_customer(email="other@example.com")

    def answer_to(person, of):
        said = {"customer": of.pk}
        path = f"/api/v1/ideas/{idea.pk}/vote/"
        return sign_in(person).post(path, said, content_type="application/json").status_code

    champion = make_champion()
    assert answer_to(make_employee(), customer) == 400
    Customer.objects.filter(pk=customer.pk).update(merged_into=other)
    assert [answer_to(champion, each) for each in (customer, other)] == [400, 200]
    assert standing(idea) == (1, 1)


def test_a_budget_ends_and_comes_back_when_an_idea_is_decided(make_board, make_idea, make_employee):
    board, voter = make_board(budget=2), make_employee()
    ideas = [make_idea(board) for _ in range(3)]
    for idea in ideas[:2]:
        voting.vote(idea, by=voter)
    with pytest.raises(BudgetError):
        voting.vote(ideas[2], by=voter)
    decide(ideas[0], to="declined", reason="No room", by=make_employee())
    assert voting.vote(ideas[2], by=voter)


def test_a_decision_ends_voting(make_idea, make_employee):
    idea, voter = make_idea(), make_employee()
    voting.vote(idea, by=voter)
    decide(idea, to="planned", reason="In spring", by=make_employee())
    for act in (voting.vote, voting.take_back):
        with pytest.raises(DecidedError):
            act(idea, by=voter)
    assert standing(idea) == (1, 1)


def test_on_a_one_way_board_nobody_votes(make_board, make_idea, make_employee):
    with pytest.raises(DecidedError):
        voting.vote(make_idea(make_board(is_one_way=True)), by=make_employee())


def test_an_objection_is_one_of_each_person_with_a_reason(make_idea, make_employee, sign_in):
    idea, client = make_idea(), sign_in(make_employee())
    assert client.post(f"/ideas/{idea.pk}/object/", {"reason": " "}).status_code == 422
    for reason in ("It costs", "It costs too much"):
        client.post(f"/ideas/{idea.pk}/object/", {"reason": reason})
    assert Objection.objects.get().reason == "It costs too much"


def test_the_page_votes_and_says_what_is_left(make_board, make_idea, make_employee, sign_in):
    idea, client = make_idea(make_board(budget=3)), sign_in(make_employee())
    page = client.post(f"/ideas/{idea.pk}/vote/", follow=True).content.decode()
    assert "You have 2 votes left on this board." in page
    assert "Take your vote back" in page


STEPS = st.lists(
    st.tuples(st.sampled_from(["vote", "back"]), st.integers(0, 3), st.integers(0, 2)), max_size=12
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_people_do_the_number_is_that_of_the_rows(make_board, make_idea, make_employee, steps):
    """Beside a plain reckoning: who wants what, two votes each."""
    board, people = make_board(budget=2), [make_employee() for _ in range(4)]
    ideas, wants = [make_idea(board) for _ in range(3)], set()
    for act, who, what in steps:
        voter, idea = people[who], ideas[what]
        if act == "back":
            voting.take_back(idea, by=voter)
            wants.discard((who, what))
        elif (who, what) not in wants and sum(one == who for one, _what in wants) == 2:
            with pytest.raises(BudgetError):
                voting.vote(idea, by=voter)
        else:
            voting.vote(idea, by=voter)
            wants.add((who, what))
    number = Counter(what for _who, what in wants)
    assert [standing(idea) for idea in ideas] == [(number[what], number[what]) for what in range(3)]


@pytest.mark.committing
def test_many_at_once_lose_no_vote_and_spend_no_budget_twice(acme, make_board, make_idea, make_employee):
    """Fifteen people press four times each, at three ideas of which they may want two."""
    board = make_board(budget=2)
    ideas, people = [make_idea(board) for _ in range(3)], [make_employee() for _ in range(15)]
    start, refused = threading.Barrier(15), []

    def press(voter):
        with schema_context(acme.schema_name):
            start.wait(20)
            for idea in (*ideas, ideas[0]):
                try:
                    voting.vote(idea, by=voter)
                except BudgetError:
                    refused.append(voter.pk)
        connection.close()

    threads = [threading.Thread(target=press, args=[voter]) for voter in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert [standing(idea) for idea in ideas] == [(15, 15), (15, 15), (0, 0)]
    assert sorted(refused) == sorted(voter.pk for voter in people)
