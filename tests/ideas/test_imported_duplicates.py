"""What comes in from another tool as a duplicate, or is merged here afterwards, counts once."""

import pytest

from ideas.actions import merging, voting
from ideas.actions.bringing_in import bring_in, take_out
from ideas.actions.deciding import decide
from ideas.actions.told import Told, Voter
from ideas.models import Idea, IdeaImport, Vote
from tests.ideas.test_imports import FACTS

ANN, BO, CAT = (Voter(f"fider:{name}") for name in ("ann", "bo", "cat"))


@pytest.fixture
def bring(make_board):
    """Two ideas of the other tool, wanted by two people each."""
    board = make_board()

    def bring(*voters, number=2, also=(), **facts):
        imported = IdeaImport.objects.create(name="Fider", board=board, facts=FACTS)
        told = [
            Told(1, "1", "A roof at the door", voters=[ANN, BO, *also]),
            Told(2, "2", "Cover the entrance", voters=[BO, CAT, *voters], **facts),
        ]
        return imported, bring_in(imported, iter(told[:number]), dry_run=False).counts

    return bring


def votes():
    """Of both ideas: the number that each bears, which is that of its rows."""
    found = list(Idea.objects.exclude(external_id="").order_by("external_id"))
    assert [idea.votes for idea in found] == [Vote.objects.filter(idea=idea).count() for idea in found]
    return [idea.votes for idea in found]


def both():
    return Idea.objects.get(external_id="1"), Idea.objects.get(external_id="2")


def test_who_wants_a_duplicate_is_counted_once_at_its_original(bring):
    _imported, counts = bring(status="duplicate", original="1")
    assert (counts["votes"], votes()) == (4, [3, 1])
    _again, counts = bring(status="duplicate", original="1")
    assert (counts["votes"], votes()) == (0, [3, 1])


def test_the_file_again_changes_nothing_after_a_merge_here_and_a_new_voter_is_counted(bring, make_employee):
    by = make_employee()
    bring()
    idea, same = both()
    merging.merge(same, into=idea, reason="The same", by=by)
    assert votes() == [3, 1]
    assert bring()[1]["votes"] == 0
    assert bring(Voter("fider:dai"))[1]["votes"] == 1
    assert votes() == [4, 1]
    merging.unmerge(same, reason="Not the same", by=by)
    assert votes() == [2, 3]


def test_who_wants_the_other_one_as_well_by_now_has_a_vote_for_each_when_they_are_taken_apart(
    bring, make_employee
):
    by = make_employee()
    bring()
    idea, same = both()
    merging.merge(same, into=idea, reason="The same", by=by)
    for new in (1, 0):
        assert bring(also=[CAT])[1]["votes"] == new
        assert votes() == [3, 2]
    merging.unmerge(same, reason="Not the same", by=by)
    assert votes() == [3, 2]


def test_when_that_is_undone_their_vote_for_the_duplicate_counts_again(bring, make_employee):
    bring()
    idea, same = both()
    merging.merge(same, into=idea, reason="The same", by=make_employee())
    imported, _counts = bring(also=[CAT])
    take_out(imported)
    assert votes() == [3, 1]
    assert Vote.objects.get(outsider=CAT.key).carried_from == same


def test_what_somebody_merged_here_stays_with_its_votes_when_the_import_is_undone(bring, make_idea):
    imported, _counts = bring()
    _idea, same = both()
    ours = make_idea(imported.board)
    merging.merge(same, into=ours, reason="The same", by=ours.author)
    assert take_out(imported) == {"removed": 1, "kept": 1}
    ours.refresh_from_db()
    assert (ours.votes, Vote.objects.filter(idea=ours).count()) == (2, 2)


def test_the_file_again_leaves_what_was_answered_here_since(bring, make_employee):
    bring(status="duplicate", original="1")
    by, (_idea, same) = make_employee(), both()
    merging.unmerge(same, reason="Not the same", by=by)
    decide(Idea.objects.get(pk=same.pk), to="planned", reason="In spring", by=by)
    went = list(same.moves.order_by("pk").values_list("before", "after"))
    bring(status="duplicate", original="1")
    assert list(same.moves.order_by("pk").values_list("before", "after")) == went
    assert went[-1] == ("open", "planned")


def test_a_duplicate_of_what_was_merged_here_goes_on_where_that_does(bring, make_idea):
    imported, _counts = bring(number=1)
    ours = make_idea(imported.board)
    merging.merge(Idea.objects.get(external_id="1"), into=ours, reason="The same", by=ours.author)
    bring(status="duplicate", original="1")
    assert Idea.objects.get(external_id="2").merged_into == ours
    ours.refresh_from_db()
    assert (ours.votes, Vote.objects.filter(idea=ours).count()) == (3, 3)


def test_what_is_left_of_an_undone_import_keeps_the_votes_that_count_there(bring, make_employee):
    imported, _counts = bring(status="duplicate", original="1")
    voting.vote(both()[0], by=make_employee())
    assert take_out(imported) == {"removed": 1, "kept": 1}
    assert votes() == [4]
