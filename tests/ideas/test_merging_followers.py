"""Who follows an idea that is merged, and what is shown of its pictures and evidence."""

import pytest
from django.core import mail

from ideas import tasks
from ideas.actions import commenting, deciding, following, merging, voting
from ideas.actions.evidence import attach
from ideas.models import Follow, IdeaFile
from tenants.outbox.send import send_waiting


@pytest.fixture
def reviewer(make_employee):
    return make_employee(name="Rhian Vale", email="rhian@example.com")


@pytest.fixture
def board(make_board, reviewer):
    return make_board([reviewer])


@pytest.fixture
def pair(board, make_idea):
    """An idea, and one that says the same."""
    return make_idea(board, title="A roof at the door"), make_idea(board, title="Cover the entrance")


def merge(idea, into, by):
    return merging.merge(idea, into=into, reason="It is the same roof", by=by)


def unmerge(idea, by):
    return merging.unmerge(idea, reason="It is another door", by=by)


def followers(idea):
    return {row.employee for row in Follow.objects.standing().filter(idea=idea)}


def test_who_follows_a_duplicate_follows_what_it_goes_on_as_until_that_is_undone(
    pair, reviewer, make_employee
):
    idea, same = pair
    voter, both = make_employee(), make_employee()
    voting.vote(same, by=voter)
    for each in pair:
        following.follow(each, who=both)
    merge(same, idea, reviewer)
    assert followers(idea) == {idea.author, same.author, voter, both}
    unmerge(same, reviewer)
    assert (followers(idea), followers(same)) == ({idea.author, both}, {same.author, voter, both})


def test_who_takes_part_meanwhile_stays_and_who_leaves_is_not_brought_back(pair, reviewer, make_employee):
    idea, same = pair
    talker, fan, leaver = make_employee(), make_employee(), make_employee()
    for person in (talker, fan, leaver):
        following.follow(same, who=person)
    merge(same, idea, reviewer)
    commenting.comment_on(idea, text="Which door?", by=talker)
    following.follow(idea, who=fan)
    following.leave(idea, who=leaver)
    unmerge(same, reviewer)
    merge(same, idea, reviewer)
    assert followers(idea) == {idea.author, same.author, talker, fan}
    unmerge(same, reviewer)
    assert followers(idea) == {idea.author, talker, fan}


def test_who_follows_two_duplicates_follows_until_both_are_gone(
    pair, board, make_idea, reviewer, make_employee
):
    (idea, same), third, fan = pair, make_idea(board), make_employee()
    for each in (same, third):
        following.follow(each, who=fan)
        merge(each, idea, reviewer)
    unmerge(same, reviewer)
    assert fan in followers(idea)
    unmerge(third, reviewer)
    assert fan not in followers(idea)


def test_who_follows_a_duplicate_later_follows_what_it_goes_on_as_until_they_leave_it(
    pair, reviewer, make_employee
):
    (idea, same), fan, talker = pair, make_employee(), make_employee()
    merge(same, idea, reviewer)
    for _again in range(2):
        assert following.follow(same, who=fan)
        assert not following.follow(same, who=fan)
        assert fan in followers(idea)
        assert following.leave(same, who=fan)
        assert not {fan} & (followers(idea) | followers(same))
    following.follow(same, who=fan)
    commenting.comment_on(same, text="Which door?", by=talker)
    assert {fan, talker} <= followers(idea)
    unmerge(same, reviewer)
    assert followers(idea) == {idea.author}
    assert followers(same) == {same.author, fan, talker}


def test_who_left_an_idea_comes_back_by_following_its_duplicate_but_not_by_talking_there(
    pair, reviewer, make_employee
):
    (idea, same), fan = pair, make_employee()
    following.follow(idea, who=fan)
    following.leave(idea, who=fan)
    merge(same, idea, reviewer)
    commenting.comment_on(same, text="Which door?", by=fan)
    assert fan not in followers(idea)
    following.leave(same, who=fan)
    following.follow(same, who=fan)
    assert fan in followers(idea)


def test_who_leaves_one_of_two_duplicates_follows_by_the_other(
    pair, board, make_idea, reviewer, make_employee
):
    (idea, same), third, fan = pair, make_idea(board), make_employee()
    for each in (same, third):
        merge(each, idea, reviewer)
        following.follow(each, who=fan)
    following.leave(same, who=fan)
    assert fan in followers(idea)
    following.leave(third, who=fan)
    assert fan not in followers(idea)


def told(move):
    tasks.tell_of_move(move.pk)
    send_waiting()
    return {message.to[0]: message.body for message in mail.outbox}


def test_who_wished_no_more_news_of_the_duplicate_gets_none_of_the_other(pair, reviewer, make_employee):
    idea, same = pair
    leaver = make_employee(email="leaver@example.com")
    voting.vote(same, by=leaver)
    following.leave(same, who=leaver)
    merge(same, idea, reviewer)
    move = deciding.decide(idea, to="planned", reason="In spring", by=reviewer)
    assert set(told(move)) == {idea.author.email, same.author.email}


def test_who_follows_without_a_vote_is_told_of_the_merge_as_that(pair, reviewer, make_employee):
    idea, same = pair
    following.follow(same, who=make_employee(email="fan@example.com"))
    words = told(merge(same, idea, reviewer))["fan@example.com"]
    assert "You follow the idea “Cover the entrance”. It says what another one says" in words


def test_on_a_one_way_board_an_author_is_told_of_their_own_idea_only(make_board, make_idea, reviewer):
    board = make_board([reviewer], is_one_way=True)
    idea, same = make_idea(board, title="First said"), make_idea(board, title="Said again")
    merge(same, idea, reviewer)
    words = told(deciding.decide(idea, to="planned", reason="In spring", by=reviewer))[same.author.email]
    assert "Your idea “Said again” is planned now" in words
    assert f"/ideas/{same.pk}/" in words
    assert "First said" not in words


def test_its_pictures_and_evidence_stay_with_it_and_are_named_where_it_goes_on(
    pair, reviewer, make_response, sign_in
):
    idea, same = pair
    attach(same, thing=make_response(), why="They were wet", by=same.author)
    for name in ("door.png", "gone.png"):
        IdeaFile.objects.create(idea=same, kind="png", name=name, size=1, by=same.author, width=1, height=1)
    IdeaFile.objects.filter(name="gone.png").update(removed_at=same.submitted_at)
    merge(same, idea, reviewer)
    shown = sign_in(reviewer).get(f"/ideas/{idea.pk}/").content.decode()
    assert "One picture or document is shown there." in shown
    assert "One piece of evidence stands there." in shown
    unmerge(same, reviewer)
    assert (same.files.count(), same.evidence.count()) == (2, 1)
