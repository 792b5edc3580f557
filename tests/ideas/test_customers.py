"""A customer is one voter, whatever records there were of them."""

import pytest
from django_q.models import OrmQ
from django_tenants.utils import schema_context

from feedback.actions.customers import merge_customers
from feedback.actions.undoing import undo
from feedback.models import Customer, Import
from ideas import tasks
from ideas.actions import merging, taking_part, voting
from ideas.models import Vote
from tenants import queue


@pytest.fixture
def two(acme):
    """Two records of one person: the one that is kept, and the other."""
    return Customer.objects.create(name="Ann Lee"), Customer.objects.create(name="A. Lee")


@pytest.fixture
def become_one(two, make_employee):
    """They are merged, and what that queued is run as a worker does; it may come again."""

    def become_one():
        OrmQ.objects.all().delete()
        merge_customers(kept=two[0], merged=two[1], by=make_employee())
        for row in OrmQ.objects.all():
            with schema_context("public"):
                queue.run(*row.task["args"])
        assert tasks.follow_customers() is None

    return become_one


def voters(*ideas):
    """The customers whom each idea counts, as often as its number says."""
    found = []
    for idea in ideas:
        idea.refresh_from_db()
        found.append(sorted(Vote.objects.filter(idea=idea).values_list("customer", flat=True)))
        assert idea.votes == len(found[-1])
    return found


def test_votes_of_both_records_are_one_and_none_is_lost(make_idea, make_employee, two, become_one):
    kept, other = two
    both, one = make_idea(), make_idea()
    for idea, customer in ((both, kept), (both, other), (one, other)):
        voting.vote_for(idea, customer=customer, by=make_employee())
    become_one()
    assert voters(both, one) == [[kept.pk], [kept.pk]]


def test_a_vote_for_the_duplicate_and_one_for_the_other_idea_are_both_kept(
    make_board, make_idea, make_employee, two, become_one
):
    (kept, other), board, by = two, make_board(), make_employee()
    idea, same = make_idea(board), make_idea(board)
    voting.vote_for(idea, customer=other, by=by)
    voting.vote_for(same, customer=kept, by=by)
    merging.merge(same, into=idea, reason="The same", by=by)
    become_one()
    assert voters(idea, same) == [[kept.pk], [kept.pk]]
    merging.unmerge(same, reason="Not the same", by=by)
    assert voters(idea, same) == [[kept.pk], [kept.pk]]


def test_who_was_merged_meanwhile_votes_as_who_they_are_now(make_idea, make_employee, two, become_one):
    (kept, other), idea, by = two, make_idea(), make_employee()
    become_one()
    assert [voting.vote_for(idea, customer=each, by=by) for each in (other, kept)] == [True, False]
    assert voters(idea) == [[kept.pk]]


def test_a_customer_who_wants_an_idea_stays_when_their_import_is_undone(make_idea, make_employee):
    imported = Import.objects.create()
    known, _unknown = (Customer.objects.create(imported=imported) for _ in range(2))
    idea = make_idea()
    voting.vote_for(idea, customer=known, by=make_employee())
    undo(imported)
    assert list(Customer.objects.all()) == [known]
    assert voters(idea) == [[known.pk]]


def test_a_vote_whose_name_is_off_is_counted_for_no_other_idea_afterwards(
    make_member, make_idea, panel, make_employee
):
    """It may be of whoever has one there: nobody can tell any more."""
    member, by = make_member(), make_employee()
    same, idea, third = (make_idea(panel) for _ in range(3))
    for each in (same, idea):
        taking_part.vote_as(member, each)
    merging.merge(same, into=idea, reason="The same", by=by)
    taking_part.leave(member, text="I leave", takes_name_off=True)
    merging.merge(third, into=idea, reason="The same", by=by)
    merging.unmerge(third, reason="Not the same", by=by)
    idea.refresh_from_db()
    assert (idea.votes, idea.vote_rows.count()) == (1, 1)
