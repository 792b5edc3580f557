"""Who sees which boards and ideas."""

import pytest

from ideas.models import Board, Idea
from tenants.audit.models import Entry
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


OPENED = [("shows_names", False, True), ("is_one_way", True, False)]


@pytest.mark.parametrize(("name", "was", "opened"), OPENED)
def test_what_was_handed_in_under_a_promise_is_not_opened_later(
    make_board, make_idea, make_employee, sign_in, name, was, opened
):
    board, admin = make_board(**{name: was}), sign_in(make_employee(is_admin=True))
    asked = f"/api/v1/boards/{board.pk}/"
    form = {"name": board.name, "review_days": 14, "crisis_hours": 4, "shows_names": "on"} | {name: was or ""}
    opens = form | {name: opened or ""}

    def tried():
        pages = [admin.post(path, opens) for path in (f"/ideas/boards/{board.pk}/change/", in_admin(board))]
        api = admin.patch(asked, {name: opened}, content_type="application/json")
        return [page.status_code for page in (*pages, api)], getattr(Board.objects.get(), name)

    idea = make_idea(board)
    assert tried() == ([422, 200, 400], was)
    page = admin.post(f"/ideas/boards/{board.pk}/change/", opens)
    assert "Whoever handed in here was told" in page.content.decode()
    idea.delete()
    assert tried()[1] == opened


def in_admin(board):
    return f"/admin/ideas/board/{board.pk}/change/"


def test_what_is_changed_of_a_board_is_written_down(make_board, make_employee, sign_in):
    board, reviewer, admin = make_board(), make_employee(), sign_in(make_employee(is_admin=True))
    form = {"name": board.name, "review_days": 7, "crisis_hours": 4, "shows_names": "on"}
    admin.post(f"/ideas/boards/{board.pk}/change/", form | {"reviewers": [reviewer.pk]})
    said = {"review_days": 21}
    admin.patch(f"/api/v1/boards/{board.pk}/", said, content_type="application/json")
    admin.patch(f"/api/v1/boards/{board.pk}/", said, content_type="application/json")
    written = Entry.objects.filter(action="board.changed").order_by("pk").values_list("before", "after")
    assert list(written) == [
        ({"review_days": 14, "reviewers": []}, {"review_days": 7, "reviewers": [reviewer.pk]}),
        ({"review_days": 7}, {"review_days": 21}),
    ]


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


def test_to_ask_by_what_they_do_not_see_is_to_ask_by_what_does_not_exist(
    make_board, make_idea, make_employee, make_team, make_champion, sign_in
):
    hidden, champion = make_idea(make_board(teams=[make_team()])), make_champion()
    for kind, asked in (("idea-comments", "idea"), ("idea-tests", "idea"), ("ideas", "board")):
        key = hidden.board_id if asked == "board" else hidden.pk
        answers = [
            sign_in(person).get(f"/api/v1/{kind}/?{asked}={number}")
            for person, number in ((make_employee(), key), (make_employee(), 999_999), (champion, key))
        ]
        assert [answer.status_code for answer in answers] == [400, 400, 200]
        assert answers[0].json()["errors"] == answers[1].json()["errors"]


def test_a_filter_without_a_value_shows_no_more_and_of_two_values_the_last_one_counts(
    make_board, make_idea, make_employee, make_team, sign_in
):
    hidden, seen = make_idea(make_board(teams=[make_team()])), make_idea(make_board())
    client = sign_in(make_employee())
    found = {
        asked: (answer.status_code, [row["id"] for row in answer.json().get("results", [])])
        for asked in ("", f"board={hidden.board_id}&board=", f"board=&board={hidden.board_id}")
        for answer in [client.get(f"/api/v1/ideas/?board=&{asked}")]
    }
    assert list(found.values()) == [(200, [seen.pk]), (200, [seen.pk]), (400, [])]


def test_of_one_idea_and_of_one_board_the_same_is_seen_as_of_all(
    make_board, make_idea, make_challenge, make_employee, make_team, make_champion
):
    region = make_team()
    store = make_team(parent=region)
    people = [make_employee(team=store), make_employee(team=region), make_employee(), make_champion()]
    reviewer, sponsor, author = (make_employee() for _ in range(3))
    for facts in ({}, {"is_one_way": True}):
        for teams in ([], [region]):
            board = make_board([reviewer], teams, **facts)
            asked = make_challenge(board, sponsor=sponsor)
            for by in (author, reviewer, people[0], None):
                make_idea(board, by)
            make_idea(board, author, challenge=asked)
    for person in (*people, make_employee(is_admin=True), reviewer, sponsor, author):
        seen = set(Idea.objects.visible_to(person))
        assert {idea for idea in Idea.objects.all() if idea.is_seen_by(person)} == seen
        boards = Board.objects.visible_to(person)
        assert {idea for board in boards for idea in Idea.objects.on(board, person)} == seen
