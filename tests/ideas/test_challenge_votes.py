"""The votes for the ideas of a challenge: they end with it, and may have a budget of their own."""

import threading

import pytest
from django.db import connection
from django_tenants.utils import schema_context

from ideas.actions import challenging, voting
from ideas.actions.deciding import decide
from ideas.actions.errors import BudgetError, DecidedError
from ideas.models import Vote


def test_voting_for_its_ideas_ends_with_it(
    make_challenge, make_idea, make_employee, time_machine_later, sign_in
):
    challenge, voter = make_challenge(), make_employee()
    idea, other = make_idea(challenge.board, challenge=challenge), make_idea(challenge.board)
    voting.vote(idea, by=voter)
    time_machine_later(days=4)
    for act in (voting.vote, voting.take_back):
        with pytest.raises(DecidedError):
            act(idea, by=voter)
    assert voting.vote(other, by=voter)
    page = sign_in(make_employee()).get(f"/ideas/{idea.pk}/").content.decode()
    assert "The challenge has ended, and voting with it." in page
    assert f"/ideas/{idea.pk}/vote/" not in page


def test_its_budget_is_its_own_and_the_boards_is_left_alone(
    make_challenge, make_board, make_idea, make_employee
):
    board, voter = make_board(budget=1), make_employee()
    own, as_board = make_challenge(board, budget=2), make_challenge(board)
    ideas = [make_idea(board, challenge=own) for _ in range(3)]
    for idea in ideas[:2]:
        voting.vote(idea, by=voter)
    with pytest.raises(BudgetError):
        voting.vote(ideas[2], by=voter)
    voting.vote(make_idea(board), by=voter)
    with pytest.raises(BudgetError):
        voting.vote(make_idea(board, challenge=as_board), by=voter)
    decide(ideas[0], to="declined", reason="No room", by=make_employee())
    assert voting.vote(ideas[2], by=voter)


def test_a_smaller_budget_takes_no_vote_away_and_leaves_none(
    make_challenge, make_idea, make_employee, sign_in
):
    challenge, voter = make_challenge(budget=3), make_employee()
    ideas = [make_idea(challenge.board, challenge=challenge) for _ in range(3)]
    for idea in ideas[:2]:
        voting.vote(idea, by=voter)
    challenging.change(challenge, budget=1)
    idea = reread(ideas[2])
    assert (voting.left(voter, idea), Vote.objects.count()) == (0, 2)
    with pytest.raises(BudgetError):
        voting.vote(idea, by=voter)
    assert "You have 0 votes left" in sign_in(voter).get(f"/ideas/{idea.pk}/").text
    assert voting.take_back(ideas[0], by=voter)
    assert voting.left(voter, idea) == 0


def test_a_vote_that_has_come_back_is_not_asked_for_when_its_idea_is_open_again(
    make_challenge, make_idea, make_employee
):
    challenge, voter, by = make_challenge(budget=1), make_employee(), make_employee()
    first, second = (make_idea(challenge.board, challenge=challenge) for _ in range(2))
    voting.vote(first, by=voter)
    decide(first, to="declined", reason="No room", by=by)
    voting.vote(second, by=voter)
    decide(first, to="open", reason="There is room", by=by)
    assert (voting.left(voter, reread(second)), Vote.objects.count()) == (0, 2)


@pytest.mark.committing
def test_many_at_once_spend_no_vote_of_a_challenge_twice(acme, make_challenge, make_idea, make_employee):
    """Five people press on two devices at once, at three ideas of which they may want one."""
    challenge = make_challenge(budget=1)
    ideas = [make_idea(challenge.board, challenge=challenge) for _ in range(3)]
    people, given = [make_employee() for _ in range(5)], []
    start = threading.Barrier(10)

    def press(voter, order):
        with schema_context(acme.schema_name):
            start.wait(20)
            for idea in order:
                try:
                    given.append(voting.vote(idea, by=voter))
                except BudgetError:
                    given.append(False)
        connection.close()

    pairs = [(voter, order) for voter in people for order in (ideas, ideas[::-1])]
    threads = [threading.Thread(target=press, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (sum(given), Vote.objects.count(), len(given)) == (5, 5, 30)
    assert sum(reread(idea).votes for idea in ideas) == 5


def reread(idea):
    return type(idea).objects.select_related("board", "challenge").get(pk=idea.pk)
