"""Among whom an idea without a name hides."""

import pytest

from ideas.actions.anonymous import NotTakenError, open_batch
from ideas.actions.boards import Some, limit_board
from ideas.models import Board, Idea, SealedEntry


def test_ideas_that_different_people_could_have_written_do_not_hide_one_another(
    quiet_board, make_board, make_team, make_employee, seal_idea, later
):
    team = make_team()
    for _ in range(5):
        make_employee(team=team)
    other = make_board(teams=[team], allows_anonymous=True)
    for _ in range(4):
        seal_idea(quiet_board)
    seal_idea(other)
    later()
    assert not Idea.objects.exists()
    seal_idea(make_board(allows_anonymous=True))  # a second one of everybody
    later()
    assert Idea.objects.count() == 5
    assert not Idea.objects.filter(board=other).exists()


def test_a_board_that_became_one_of_few_does_not_change_who_its_ideas_hide_among(
    quiet_board, make_team, seal_idea, later
):
    for _ in range(5):
        seal_idea(quiet_board)
    limit_board(quiet_board, [Some("see", team=make_team())])
    later()
    assert Idea.objects.count() == 5


def test_a_board_of_a_hundred_teams_takes_as_long_texts_as_any_other(
    quiet_board, make_board, make_team, make_employee, seal_idea
):
    teams = [make_team() for _ in range(100)]
    board = make_board(teams=teams, allows_anonymous=True)
    for team in teams[:5]:
        make_employee(team=team)
    seal_idea(board, problem="\x01" * 4000, proposal="🙂" * 4000, delight="\x02" * 2000)
    assert SealedEntry.objects.count() == 1


def test_who_may_hand_in_counts_not_who_may_see(
    quiet_board, make_board, make_team, make_employee, seal_idea, later
):
    team = make_team()
    for _ in range(5):
        make_employee(team=team)
    seen_by_all, voted_by_some = make_board(allows_anonymous=True), make_board(allows_anonymous=True)
    limit_board(seen_by_all, [Some("submit", team=team)])
    limit_board(voted_by_some, [Some("vote", team=team), Some("see", role="employee")])
    for board in [quiet_board] * 3 + [voted_by_some, seen_by_all]:
        seal_idea(board)
    later()
    assert not Idea.objects.exists()
    seal_idea(voted_by_some)
    later()
    assert Idea.objects.count() == 5
    assert not Idea.objects.filter(board=seen_by_all).exists()


@pytest.mark.parametrize(
    ("rules", "takes"),
    [
        ([Some("see", role="employee"), Some("submit", role="employee")], True),
        ([Some("submit", role="lead")], False),
        ([Some("submit", role="lead"), Some("submit", role="admin"), Some("submit", role="sponsor")], False),
        ([Some("vote", role="admin"), Some("comment", role="admin")], True),
    ],
)
def test_roles_of_few_hide_nobody(quiet_board, make_team, make_employee, rules, takes):
    for _ in range(2):
        make_employee(is_admin=True)
        make_team(lead=make_employee())
    limit_board(quiet_board, rules)
    assert Board.objects.get(pk=quiet_board.pk).takes_anonymous is takes


def test_where_fewer_than_five_can_hand_in_nothing_is_taken(make_board, make_team, make_employee, seal_idea):
    team = make_team()
    people = [make_employee(team=team) for _ in range(5)]
    board = make_board(teams=[team], allows_anonymous=True)
    open_batch()
    seal_idea(board)
    people[0].__class__.objects.filter(pk=people[0].pk).update(deactivated_at="2026-01-01T00:00Z")
    with pytest.raises(NotTakenError):
        seal_idea(board)
