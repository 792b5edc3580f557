"""An idea that says what another one says: votes count once, texts stay, and it can be undone."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from ideas import tasks
from ideas.actions import deciding, merging, voting
from ideas.actions.errors import BudgetError, DecidedError, MergeError
from ideas.models import Idea, Vote
from tenants.audit.models import Entry
from tenants.outbox.send import send_waiting

SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def reviewer(make_employee):
    return make_employee(name="Rhian Vale", email="rhian@example.com")


@pytest.fixture
def board(make_board, reviewer):
    return make_board([reviewer], budget=2)


@pytest.fixture
def pair(board, make_idea):
    """An idea, and one that says the same."""
    return make_idea(board, title="A roof at the door"), make_idea(board, title="Cover the entrance")


def merge(idea, into, by):
    return merging.merge(idea, into=into, reason="It is the same roof", by=by)


def unmerge(idea, by):
    return merging.unmerge(idea, reason="It is another door", by=by)


def votes(*ideas):
    """The numbers on the ideas, which are those of their rows."""
    numbers = [Idea.objects.get(pk=idea.pk).votes for idea in ideas]
    assert numbers == [Vote.objects.filter(idea=idea).count() for idea in ideas]
    return numbers


def test_who_wants_it_counts_once_and_only_there(pair, reviewer, make_employee, make_customer):
    idea, same = pair
    one, both, customer = make_employee(), make_employee(), make_customer()
    for each, voter in ((same, one), (same, both), (idea, both)):
        voting.vote(each, by=voter)
    for each in pair:
        voting.vote_for(each, customer=customer, by=one)
    merge(same, idea, reviewer)
    assert votes(idea, same) == [3, 2]
    unmerge(same, reviewer)
    assert votes(idea, same) == [2, 3]


def test_who_votes_for_an_idea_that_counts_their_vote_for_a_duplicate_has_one_for_each(
    pair, reviewer, make_employee, make_customer
):
    """As somebody who sees the idea votes while another one is merged into it."""
    (idea, same), voter, customer = pair, make_employee(), make_customer()
    voting.vote(same, by=voter)
    voting.vote_for(same, customer=customer, by=voter)
    merge(same, idea, reviewer)
    assert [voting.vote(idea, by=voter) for _ in range(2)] == [True, False]
    assert [voting.vote_for(idea, customer=customer, by=voter) for _ in range(2)] == [True, False]
    assert (voting.spent(voter, idea), votes(idea, same)) == (1, [2, 2])
    unmerge(same, reviewer)
    assert (voting.spent(voter, idea), votes(idea, same)) == (1, [2, 2])


def test_the_duplicate_is_answered_by_it_and_open_again_promised_anew(pair, reviewer):
    idea, same = pair
    move = merge(same, idea, reviewer)
    assert (same.status, same.merged_into, move.after) == ("duplicate", idea, "duplicate")
    assert same.review.kept_at
    assert same.decided_at
    unmerge(same, reviewer)
    assert (same.status, same.merged_into, same.review.kept_at, same.decided_at) == ("open", None, None, None)
    assert [each.reason for each in same.moves.all()] == ["It is the same roof", "It is another door"]
    assert Entry.objects.filter(action="idea.decided").count() == 2


def test_nothing_is_voted_for_that_is_a_duplicate(pair, reviewer, make_employee):
    idea, same = pair
    merge(same, idea, reviewer)
    with pytest.raises(DecidedError):
        voting.vote(same, by=make_employee())


def test_who_takes_a_vote_back_takes_it_from_the_duplicates_as_well(pair, reviewer, make_employee):
    idea, same = pair
    voter = make_employee()
    for each in pair:
        voting.vote(each, by=voter)
    merge(same, idea, reviewer)
    assert [voting.take_back(idea, by=voter) for _ in range(2)] == [True, False]
    unmerge(same, reviewer)
    assert votes(idea, same) == [0, 0]


def test_who_wanted_two_duplicates_is_counted_until_both_are_gone(
    pair, board, make_idea, reviewer, make_employee
):
    (idea, same), third, voter = pair, make_idea(board), make_employee()
    for each in (same, third):
        voting.vote(each, by=voter)
    for each in (same, third):
        merge(each, idea, reviewer)
    assert votes(idea, same, third) == [1, 0, 1]
    unmerge(same, reviewer)
    assert votes(idea, same, third) == [1, 1, 0]
    unmerge(third, reviewer)
    assert votes(idea, same, third) == [0, 1, 1]


def test_a_vote_that_came_back_is_not_owed_when_the_merge_is_undone(
    pair, board, make_idea, reviewer, make_employee
):
    """The voter had two, and has given the one that came back to a third idea."""
    idea, same = pair
    third, fourth, voter = make_idea(board), make_idea(board), make_employee()
    for each in pair:
        voting.vote(each, by=voter)
    merge(same, idea, reviewer)
    assert voting.spent(voter, idea) == 1
    voting.vote(third, by=voter)
    unmerge(same, reviewer)
    assert (voting.spent(voter, idea), votes(idea, same, third)) == (2, [1, 1, 1])
    with pytest.raises(BudgetError):
        voting.vote(fourth, by=voter)


def test_a_vote_carried_to_what_is_decided_comes_back_and_is_not_owed(
    pair, board, make_idea, reviewer, make_employee
):
    idea, same = pair
    voter = make_employee()
    voting.vote(same, by=voter)
    deciding.decide(idea, to="planned", reason="In spring", by=reviewer)
    merge(same, idea, reviewer)
    for _ in range(2):
        voting.vote(make_idea(board), by=voter)
    unmerge(same, reviewer)
    assert (voting.spent(voter, idea), votes(idea, same)) == (2, [0, 1])


def test_a_vote_is_not_owed_where_votes_are_counted_apart(
    pair, board, make_idea, make_challenge, reviewer, make_employee
):
    """The other one answers a challenge with a vote for each, which the voter has given to a third idea."""
    same, voter, challenge = pair[1], make_employee(), make_challenge(board, budget=1)
    idea, third = (make_idea(board, challenge=challenge) for _ in range(2))
    for each in (same, third):
        voting.vote(each, by=voter)
    merge(same, idea, reviewer)
    assert [voting.spent(voter, each) for each in (idea, pair[0])] == [1, 0]
    for _ in range(2):
        voting.vote(make_idea(board), by=voter)
    unmerge(same, reviewer)
    assert [voting.spent(voter, each) for each in (idea, same)] == [1, 2]
    assert votes(idea, same, third) == [0, 1, 1]


def test_reopened_an_idea_costs_nobody_a_second_vote(pair, board, make_idea, reviewer, make_employee):
    idea, voter = pair[0], make_employee()
    voting.vote(idea, by=voter)
    deciding.decide(idea, to="declined", reason="No room", by=reviewer)
    for _ in range(2):
        voting.vote(make_idea(board), by=voter)
    deciding.decide(idea, to="open", reason="There is room", by=reviewer)
    assert (voting.spent(voter, idea), votes(idea)) == (2, [1])


def test_it_may_go_on_as_one_that_is_decided(pair, reviewer, make_employee):
    idea, same = pair
    deciding.decide(idea, to="started", reason="Now", by=reviewer, owner=make_employee(), due_on=SOON)
    voting.vote(same, by=make_employee())
    merge(same, idea, reviewer)
    assert votes(idea, same) == [1, 0]


def refused(idea, into, by):
    with pytest.raises(MergeError):
        merge(idea, into, by)
    return True


def test_no_idea_is_a_duplicate_of_itself_or_of_one_elsewhere(pair, make_idea, reviewer):
    idea, _same = pair
    assert refused(idea, idea, reviewer)
    assert refused(idea, make_idea(), reviewer)


def test_no_idea_is_a_duplicate_twice_or_of_a_duplicate_or_has_duplicates(pair, board, make_idea, reviewer):
    (idea, same), third = pair, make_idea(board)
    merge(same, idea, reviewer)
    assert refused(same, third, reviewer)
    assert refused(third, same, reviewer)
    assert refused(idea, third, reviewer)
    merge(third, idea, reviewer)
    assert set(idea.merged.all()) == {same, third}


def test_what_is_decided_is_no_duplicate_and_what_is_none_cannot_be_undone(pair, reviewer):
    idea, same = pair
    deciding.decide(same, to="declined", reason="No room", by=reviewer)
    assert refused(same, idea, reviewer)
    with pytest.raises(MergeError):
        unmerge(same, reviewer)


def told(move):
    """Who was written to of a move, and what; the queue may run it twice."""
    for _again in range(2):
        tasks.tell_of_move(move.pk)
    send_waiting()
    found = {message.to[0]: message.body for message in mail.outbox}
    assert len(found) == len(mail.outbox)
    return found


@pytest.fixture
def three(pair, make_employee):
    """Who voted for the duplicate, for the other one, and for both."""
    people = [make_employee(email=f"{name}@example.com") for name in ("same", "other", "both")]
    for idea, voters in zip(pair, ((1, 2), (0, 2)), strict=True):
        for number in voters:
            voting.vote(idea, by=people[number])
    return people


def test_its_author_and_voters_are_told_once_with_what_it_goes_on(
    pair, three, reviewer, django_capture_on_commit_callbacks
):
    idea, same = pair
    with django_capture_on_commit_callbacks(execute=True):
        found = told(merge(same, idea, reviewer))
    assert set(found) == {same.author.email, "same@example.com", "both@example.com"}
    assert "Your idea “Cover the entrance” says what another one says" in found[same.author.email]
    assert "You voted for the idea “Cover the entrance”" in found["same@example.com"]
    assert all("It goes on as “A roof at the door”" in body for body in found.values())


def test_what_becomes_of_an_idea_is_told_to_the_authors_and_voters_of_its_duplicates(
    pair, three, reviewer, django_capture_on_commit_callbacks
):
    idea, same = pair
    merge(same, idea, reviewer)
    with django_capture_on_commit_callbacks(execute=True):
        found = told(deciding.decide(idea, to="planned", reason="In spring", by=reviewer))
    voters = {f"{name}@example.com" for name in ("same", "other", "both")}
    assert set(found) == {idea.author.email, same.author.email} | voters
    assert "of which yours, “Cover the entrance”, is a part, is planned now" in found[same.author.email]
