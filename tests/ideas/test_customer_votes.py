"""Customers want an idea, as they said to somebody of us: who says it for them, and who takes that back."""

import pytest

from feedback.models import Customer
from ideas.actions import merging, voting
from ideas.actions.deciding import decide
from ideas.actions.errors import NotTheirsError
from ideas.models import Vote
from tests.ideas.customer_vote_kit import votes


def test_a_budget_is_of_who_votes_and_not_of_who_says_it_for_others(make_board, make_idea, ann, hallam):
    board = make_board(budget=1)
    ideas = [make_idea(board) for _ in range(2)]
    assert [voting.vote_for(idea, customer=hallam, by=ann) for idea in ideas] == [True, True]
    assert voting.vote(ideas[0], by=ann)
    assert voting.left(hallam, ideas[0]) == 0
    assert voting.take_back_for(ideas[0], customer=hallam, by=ann)
    assert voting.take_back_for(ideas[1], customer=hallam, by=ann)
    assert voting.left(hallam, ideas[0]) == 1


def test_what_they_say_themselves_at_a_duplicate_counts_when_what_was_said_for_them_is_unsaid(
    make_board, make_idea, ann, hallam
):
    board = make_board()
    idea, same = make_idea(board), make_idea(board)
    voting.vote_for(same, customer=hallam, by=None)
    voting.vote_for(idea, customer=hallam, by=ann)
    merging.merge(same, into=idea, reason="The same", by=ann)
    assert [votes(each) for each in (idea, same)] == [(1, [ann]), (1, [None])]
    assert voting.take_back_for(idea, customer=hallam, by=ann)
    assert [votes(each) for each in (idea, same)] == [(1, [None]), (0, [])]
    with pytest.raises(NotTheirsError):
        voting.take_back_for(idea, customer=hallam, by=ann)


def test_the_vote_of_somebody_who_was_merged_meanwhile_is_taken_back_wherever_it_stands(
    make_idea, make_customer, ann, hallam
):
    idea, other = make_idea(), make_customer("G. Hallam", "g@example.com")
    voting.vote_for(idea, customer=hallam, by=ann)
    Customer.objects.filter(pk=hallam.pk).update(merged_into=other)
    voting.vote_for(idea, customer=other, by=ann)
    assert voting.take_back_for(idea, customer=hallam, by=ann)
    assert votes(idea) == (0, [])


def test_the_api_says_the_same_and_refuses_the_same(
    make_idea, make_employee, make_champion, make_team, make_board, ann, hallam, sign_in
):
    idea, champion = make_idea(), make_champion()
    hidden = make_idea(make_board(teams=[make_team()]))

    def answer(person, act, at=idea):
        path = f"/api/v1/ideas/{at.pk}/{act}/"
        said = {"customer": hallam.pk}
        return sign_in(person).post(path, said, content_type="application/json").status_code

    assert (answer(champion, "vote"), answer(ann, "take-vote-back")) == (200, 403)
    (row,) = sign_in(ann).get(f"/api/v1/ideas/{idea.pk}/customer-votes/").json()["results"]
    assert (row["customer"], row["by"]) == (hallam.pk, champion.pk)
    assert votes(idea) == (1, [champion])
    assert [answer(champion, "take-vote-back") for _ in range(2)] == [200, 200]
    assert answer(make_employee(), "take-vote-back") == 400, "as of a customer who does not exist"
    assert answer(ann, "take-vote-back", hidden) == 404
    assert (answer(ann, "vote"), answer(ann, "take-vote-back"), answer(ann, "vote")) == (200, 200, 200)
    decide(idea, to="planned", reason="In spring", by=champion)
    assert (answer(ann, "take-vote-back"), answer(ann, "vote")) == (409, 409)
    assert votes(idea) == (1, [ann])


def test_who_takes_a_customer_s_vote_back_keeps_their_own(make_idea, ann, hallam, sign_in):
    idea, path = make_idea(), "/api/v1/ideas/{}/take-vote-back/"
    voting.vote_for(idea, customer=hallam, by=ann)
    voting.vote(idea, by=ann)
    sign_in(ann).post(path.format(idea.pk), {"customer": hallam.pk}, content_type="application/json")
    assert list(Vote.objects.values_list("voter", "customer")) == [(ann.pk, None)]
