"""Who may do what on a board: everybody, some teams, some roles."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.roles import ROLES
from feedback.models import Cause
from ideas.actions.boards import Some, limit_board
from ideas.models import Act, Audience, Board, Comment, Idea, IdeaDraft, Objection, Vote
from tenants.audit.models import Entry
from tests.ideas.test_submitting import body
from tests.plans import queries

BEFORE = "0008_decisions"


@pytest.fixture
def limited(make_board):
    """A board on which something is for some."""

    def make(act, *, team=None, role="", **facts):
        board = make_board(**facts)
        limit_board(board, [Some(act, team=team, role=role)])
        return board

    return make


def test_whoever_leads_a_team_sees_the_boards_of_the_teams_below(make_team, make_employee, limited):
    lead = make_employee()
    region = make_team(lead=lead)
    board = limited("see", team=make_team(parent=region))
    assert board in Board.objects.visible_to(lead)
    assert board not in Board.objects.visible_to(make_employee(team=region))
    assert board not in Board.objects.visible_to(make_employee())


@pytest.mark.parametrize(("role", "facts"), [("employee", {}), ("admin", {"is_admin": True})])
def test_a_board_of_a_role_is_seen_by_who_holds_it(make_employee, limited, role, facts):
    assert limited("see", role=role) in Board.objects.visible_to(make_employee(**facts))


def test_a_board_of_leads_is_seen_by_leads_the_champion_and_admins_alone(
    make_employee, make_team, make_champion, limited
):
    board, lead = limited("see", role="lead"), make_employee()
    make_team(lead=lead)
    for person in (lead, make_champion(), make_employee(is_admin=True)):
        assert board in Board.objects.visible_to(person)
    plain = make_employee()
    assert board not in Board.objects.visible_to(plain)
    assert not Idea.objects.visible_to(plain).filter(board=board)


def test_its_roles_are_those_of_the_one_table():
    assert set(Audience.Role.values) - {"customer"} <= set(ROLES)  # who holds no role, and comes by a link


def test_an_act_of_which_nothing_is_said_is_for_everybody(make_board, make_employee):
    assert make_board().open_to(make_employee()) == set(Act.values)


def test_an_act_of_a_team_is_for_those_below_it_too(make_team, make_employee, limited):
    region = make_team()
    board = limited("vote", team=region)
    assert "vote" in board.open_to(make_employee(team=make_team(parent=region)))
    assert board.open_to(make_employee(team=make_team())) == {"see", "submit", "comment"}


def test_the_sentence_says_whose_it_is(make_team, make_employee, limited):
    board = limited("submit", team=make_team(name="Shops"))
    limit_board(board, [Some("submit", team=board.audiences.get().team), Some("submit", role="lead")])
    assert (
        board.refusal_to(make_employee(), "submit") == "On this board ideas are handed in by: Shops, leads."
    )
    assert board.refusal_to(make_employee(), "vote") == ""


def test_who_may_not_hand_in_finds_no_button_and_is_told_why(
    make_employee, make_touchpoint, limited, make_team, sign_in
):
    board, client = limited("submit", team=make_team(name="Shops")), sign_in(make_employee())
    page = client.get(f"/ideas/boards/{board.pk}/").content.decode()
    assert f"/ideas/boards/{board.pk}/new/" not in page
    for answer in (
        client.get(f"/ideas/boards/{board.pk}/new/"),
        client.post(f"/ideas/boards/{board.pk}/new/", body(make_touchpoint)),
    ):
        assert answer.status_code == 403
        assert "On this board ideas are handed in by: Shops." in answer.content.decode()
    assert not Idea.objects.exists()


def test_who_may_not_vote_finds_no_button_and_is_told_why(make_idea, make_employee, limited, sign_in):
    idea, client = make_idea(limited("vote", role="lead")), sign_in(make_employee())
    page = client.get(f"/ideas/{idea.pk}/").content.decode()
    assert f"/ideas/{idea.pk}/vote/" not in page
    assert "On this board votes and objections are given by: leads." in page
    for path in ("vote", "object"):
        assert client.post(f"/ideas/{idea.pk}/{path}/", {"reason": "No"}).status_code == 403
        said = client.post(
            f"/api/v1/ideas/{idea.pk}/{path}/", {"reason": "No"}, content_type="application/json"
        )
        assert (said.status_code, "leads" in said.json()["detail"]) == (403, True)
    assert not Vote.objects.exists()
    assert not Objection.objects.exists()


def test_who_may_not_comment_finds_no_form_and_is_told_why(make_idea, make_employee, limited, sign_in):
    author = make_employee()
    idea, client = make_idea(limited("comment", role="lead"), author), sign_in(make_employee())
    assert f"/ideas/{idea.pk}/comment/" not in client.get(f"/ideas/{idea.pk}/").content.decode()
    assert client.post(f"/ideas/{idea.pk}/comment/", {"text": "Hm"}).status_code == 403
    said = {"idea": idea.pk, "text": "Hm"}
    answer = client.post("/api/v1/idea-comments/", said, content_type="application/json")
    assert (answer.status_code, "leads" in answer.json()["detail"]) == (403, True)
    assert not Comment.objects.exists()
    assert sign_in(author).post(f"/ideas/{idea.pk}/comment/", {"text": "It is mine"}).status_code == 302


def test_who_may_not_comment_attaches_nothing_and_dissents_not(
    make_idea, make_employee, limited, deliver, judged, sign_in
):
    idea = make_idea(limited("comment", role="lead"))
    check, client = judged(deliver(idea)), sign_in(make_employee())
    page = client.get(f"/ideas/{idea.pk}/").text
    for path in ("evidence", "dissent"):
        assert f"/ideas/{idea.pk}/{path}/" not in page
        assert client.post(f"/ideas/{idea.pk}/{path}/", {"reason": "No"}).status_code == 403
    said = {"idea": idea.pk, "cause": Cause.objects.create(title="Damp").pk, "why": "So"}
    answer = client.post("/api/v1/idea-evidence/", said, content_type="application/json")
    assert (answer.status_code, "leads" in answer.json()["detail"]) == (403, True)
    path = f"/api/v1/idea-checks/{check.pk}/dissent/"
    assert client.post(path, {"reason": "No"}, content_type="application/json").status_code == 403


def test_who_may_not_hand_in_keeps_no_draft(make_employee, limited, sign_in):
    board, client = limited("submit", role="lead"), sign_in(make_employee())
    assert client.post(f"/ideas/boards/{board.pk}/draft/", {"title": "A roof"}).status_code == 403
    said = {"board": board.pk, "facts": {"title": "A roof"}}
    answer = client.post("/api/v1/idea-drafts/", said, content_type="application/json")
    assert (answer.status_code, "leads" in answer.json()["detail"]) == (403, True)
    assert not IdeaDraft.objects.exists()


def test_whoever_answers_always_comments(make_idea, make_employee, make_champion, limited):
    board, reviewer, champion = limited("comment", role="sponsor"), make_employee(), make_champion()
    board.reviewers.add(reviewer)
    idea = make_idea(board)
    assert all("comment" in idea.open_to(person) for person in (reviewer, champion))
    assert "comment" not in idea.open_to(make_employee())


def test_the_form_says_who_may_do_what_and_shows_it_again(make_board, make_team, make_employee, sign_in):
    board, team, client = make_board(), make_team(), sign_in(make_employee(is_admin=True))
    path = f"/ideas/boards/{board.pk}/change/"
    said = {"name": "Shops", "review_days": 7, "crisis_hours": 4, "see_teams": [team.pk],
            "vote_roles": ["lead", "champion"]}  # fmt: skip
    assert client.post(path, said).status_code == 302
    assert {(one.act, one.team or one.role) for one in board.audiences.all()} == {
        ("see", team), ("vote", "lead"), ("vote", "champion"),
    }  # fmt: skip
    assert Entry.objects.filter(action="board.limited").count() == 1
    page = client.get(path).content.decode()
    assert f'<option value="{team.pk}" selected>' in page


def test_the_api_says_it_and_replaces_it_whole(make_team, make_employee, sign_in):
    client, team = sign_in(make_employee(is_admin=True)), make_team()
    said = {
        "name": "Shops",
        "audiences": [{"act": "see", "team": team.pk}, {"act": "submit", "role": "lead"}],
    }
    made = client.post("/api/v1/boards/", said, content_type="application/json").json()
    assert made["open_to_you"] == ["comment", "see", "vote"]
    path, more = f"/api/v1/boards/{made['id']}/", {"audiences": [{"act": "vote", "role": "admin"}] * 2}
    changed = client.patch(path, more, content_type="application/json").json()
    assert changed["audiences"] == [{"act": "vote", "team": None, "role": "admin"}]
    assert client.patch(path, {"about": "Hm"}, content_type="application/json").json()["audiences"]


@pytest.mark.parametrize(
    "wrong", [{}, {"role": "king"}, {"team": 10**9}, {"team": "x"}, {"role": "lead", "act": "fly"}]
)
def test_the_api_refuses_an_audience_of_nobody(make_board, make_employee, sign_in, wrong):
    client, path = sign_in(make_employee(is_admin=True)), f"/api/v1/boards/{make_board().pk}/"
    said = {"audiences": [{"act": "see"} | wrong]}
    assert client.patch(path, said, content_type="application/json").status_code == 400
    assert not Audience.objects.exists()


def test_lists_of_boards_ask_as_much_for_many_as_for_few(make_team, make_employee, limited, sign_in):
    team = make_team()
    client = sign_in(make_employee(team=team))
    for _ in range(2):
        limited("see", team=team)
    queries(client, "/api/v1/boards/")  # the first visit opens the session
    few = queries(client, "/api/v1/boards/")
    for _ in range(9):
        limited("comment", role="lead")
    assert queries(client, "/api/v1/boards/") == few <= 20
    assert len(client.get("/api/v1/boards/").json()["results"]) == 11


@pytest.mark.slow
def test_what_was_said_of_teams_survives_the_way_back_and_forth(make_board, make_team):
    team = make_team()
    board, other, of_all = make_board(teams=[team]), make_board(), make_board(teams=[team])
    limit_board(of_all, [Some("see", team=team), Some("see", role="employee")])
    migrate_to(BEFORE)
    migrate_to(newest())
    assert list(board.audiences.values_list("act", "team")) == [("see", team.pk)]
    assert not other.audiences.exists()
    assert not of_all.audiences.exists()


@pytest.mark.slow
def test_a_board_that_only_roles_see_is_not_opened_by_the_way_back(limited):
    limited("see", role="lead", name="Leads")
    with pytest.raises(ValueError, match="Leads"):
        migrate_to(BEFORE)


def migrate_to(name):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    MigrationExecutor(connection).migrate([("ideas", name)])


def newest():
    return next(name for app, name in MigrationExecutor(connection).loader.graph.leaf_nodes("ideas"))
