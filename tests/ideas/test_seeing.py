"""Who sees which boards and ideas."""

from ideas.models import Board, Idea
from tests.plans import queries


def test_a_board_of_teams_is_seen_by_those_below_them(make_board, make_employee, make_team):
    region = make_team()
    store = make_team(parent=region)
    board = make_board(teams=[region])
    assert board in Board.objects.visible_to(make_employee(team=store))
    assert board in Board.objects.visible_to(make_employee(team=region))
    assert board not in Board.objects.visible_to(make_employee(team=make_team()))
    assert board not in Board.objects.visible_to(make_employee())


def test_whoever_answers_on_a_board_sees_it(make_board, make_employee, make_team):
    reviewer = make_employee()
    board = make_board([reviewer], [make_team()])
    assert list(Board.objects.visible_to(reviewer)) == [board]


def test_on_a_one_way_board_authors_see_only_their_own(make_board, make_idea, make_employee, make_champion):
    reviewer, author = make_employee(), make_employee()
    board = make_board([reviewer], is_one_way=True)
    mine, other = make_idea(board, author), make_idea(board)
    assert set(Idea.objects.visible_to(author)) == {mine}
    assert set(Idea.objects.visible_to(reviewer)) == {mine, other}
    assert set(Idea.objects.visible_to(make_champion())) == {mine, other}
    assert not Idea.objects.visible_to(make_employee())


def test_a_board_without_names_tells_nobody_whose_idea_it_is(make_board, make_idea, make_employee, sign_in):
    author = make_employee(name="Nia Rowlands")
    idea = make_idea(make_board(shows_names=False), author)
    reader = sign_in(make_employee())
    assert "Nia Rowlands" not in reader.get(f"/ideas/{idea.pk}/").content.decode()
    assert reader.get(f"/api/v1/ideas/{idea.pk}/").json()["author"] is None
    assert sign_in(author).get(f"/api/v1/ideas/{idea.pk}/").json()["author"] == author.pk


def test_a_list_asks_as_much_for_many_ideas_as_for_few(make_board, make_idea, make_employee, sign_in):
    board, client = make_board([make_employee()]), sign_in(make_employee())
    path = f"/ideas/boards/{board.pk}/"
    for _ in range(2):
        make_idea(board)
    queries(client, path)  # the first visit opens the session
    few = queries(client, path)
    for _ in range(15):
        make_idea(board)
    assert queries(client, path) == few <= 20
    assert client.get(path).content.count(b'class="row"') == 17
