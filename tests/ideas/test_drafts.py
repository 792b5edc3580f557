"""An idea that is begun and not handed in."""

import pytest

from ideas.actions import drafting
from ideas.actions.boards import arrange
from ideas.actions.submitting import submit_idea
from ideas.models import Board, IdeaDraft
from ideas.tasks import clean_up

HTMX = {"HX-Request": "true"}


@pytest.fixture
def begun(make_board, make_employee, sign_in):
    """A draft on a board: its author's client, the author, and the board."""
    board, author = make_board(), make_employee()
    client = sign_in(author)
    client.post(f"/ideas/boards/{board.pk}/draft/", {"title": "A roof", "problem": "Rain", "is_crisis": "on"})
    return client, author, board


def test_a_draft_is_there_again_when_its_author_returns(begun):
    client, _author, board = begun
    page = client.get(f"/ideas/boards/{board.pk}/new/").content.decode()
    assert 'value="A roof"' in page
    assert "This is your draft" in page
    assert "A roof" in client.get("/ideas/mine/").content.decode()


def test_a_draft_keeps_which_challenge_it_answers(begun, make_challenge):
    client, _author, board = begun
    challenge, path = make_challenge(board), f"/ideas/boards/{board.pk}"
    client.post(f"{path}/draft/", {"title": "A roof", "challenge": challenge.pk})
    assert f'<option value="{challenge.pk}" selected>' in client.get(f"{path}/new/").text
    client.post(f"{path}/draft/", {"challenge": challenge.pk})
    assert IdeaDraft.objects.get().facts["title"] == "A roof"


def test_nobody_else_sees_it(begun, make_champion, sign_in):
    _client, _author, board = begun
    other = sign_in(make_champion())
    assert "A roof" not in other.get(f"/ideas/boards/{board.pk}/new/").content.decode()
    assert other.get("/api/v1/idea-drafts/").json()["results"] == []
    other.post(f"/ideas/boards/{board.pk}/draft/discard/")
    assert IdeaDraft.objects.standing().count() == 1


def test_while_typing_it_is_kept_and_says_so(begun):
    client, _author, board = begun
    path = f"/ideas/boards/{board.pk}/draft/"
    page = client.post(path, {"title": "A large roof"}, headers=HTMX)
    assert b"Kept as your draft" in page.content
    assert b"Kept as your draft" not in client.post(path, {"title": " "}, headers=HTMX).content
    assert IdeaDraft.objects.get().facts == {"title": "A large roof"}


def test_handed_in_it_is_gone_and_what_the_page_still_sends_brings_it_not_back(begun, said):
    client, author, board = begun
    submit_idea(board, by=author, **said(title="A roof"))
    assert not IdeaDraft.objects.exists()
    client.post(f"/ideas/boards/{board.pk}/draft/", {"title": "A roof "}, headers=HTMX)
    assert not IdeaDraft.objects.exists()


def test_discarded_it_is_brought_back_for_a_day(begun, time_machine_later):
    client, _author, board = begun
    path = f"/ideas/boards/{board.pk}/draft/"
    assert f"{path}bring-back/" in client.post(f"{path}discard/", follow=True).content.decode()
    client.post(f"{path}bring-back/")
    assert IdeaDraft.objects.standing().exists()
    client.post(f"{path}discard/")
    clean_up()
    assert IdeaDraft.objects.exists()
    time_machine_later(hours=25)
    clean_up()
    assert not IdeaDraft.objects.exists()


def test_a_board_that_takes_no_ideas_keeps_no_draft(begun, make_board):
    from ideas.actions.boards import close_board

    client, _author, board = begun
    close_board(board)
    assert client.post(f"/ideas/boards/{board.pk}/draft/", {"title": "Late"}).status_code == 404
    assert "A roof" not in client.get("/ideas/mine/").content.decode()


def test_what_is_no_field_and_what_is_too_long_is_not_kept(begun):
    client, author, board = begun
    client.post(f"/ideas/boards/{board.pk}/draft/", {"title": "x" * 9000, "author": "7", "problem": "a\x00b"})
    assert IdeaDraft.objects.get().facts == {"title": "x" * 4000, "problem": "ab"}
    assert client.get(f"/ideas/boards/{board.pk}/new/").status_code == 200
    drafting.keep_draft(board, by=author, facts={"touchpoint": "planet", "judge_on": "soon", "metric": "'"})
    assert client.get(f"/ideas/boards/{board.pk}/new/").status_code == 200


def test_over_the_api_a_draft_takes_the_place_of_the_one_before(begun):
    client, _author, board = begun
    facts = {"board": board.pk, "facts": {"title": "A door"}}
    made = client.post("/api/v1/idea-drafts/", facts, content_type="application/json")
    assert (made.status_code, made.json()["facts"]) == (201, {"title": "A door"})
    facts["facts"] = {}
    assert client.post("/api/v1/idea-drafts/", facts, content_type="application/json").status_code == 409
    (row,) = client.get("/api/v1/idea-drafts/").json()["results"]
    assert client.delete(f"/api/v1/idea-drafts/{row['id']}/").status_code == 204
    assert not IdeaDraft.objects.standing().exists()


@pytest.fixture
def left_over(begun):
    """A draft on a board that takes ideas without a name since; its author's client and the board's draft."""
    client, _author, board = begun
    Board.objects.filter(pk=board.pk).update(allows_anonymous=True)
    return client, f"/ideas/boards/{board.pk}/draft/"


def test_where_ideas_are_taken_without_a_name_no_draft_is_kept(left_over):
    client, path = left_over
    for asked in ({}, HTMX):
        page = client.post(path, {"title": "Another roof"}, headers=asked)
        assert (page.status_code, "No draft is kept here" in page.content.decode()) == (409, True)
    facts = {"board": IdeaDraft.objects.get().board_id, "facts": {"title": "Another roof"}}
    assert client.post("/api/v1/idea-drafts/", facts, content_type="application/json").status_code == 409
    assert IdeaDraft.objects.get().facts["title"] == "A roof"


def test_there_one_from_before_is_handed_in_or_discarded_for_good(left_over):
    client, path = left_over
    page = client.get(path.replace("draft/", "new/")).content.decode()
    assert 'value="A roof"' in page
    assert "Keep as draft" not in page
    client.post(f"{path}discard/")
    assert not IdeaDraft.objects.exists()


def test_what_was_discarded_before_is_not_brought_back_there(begun):
    client, _author, board = begun
    client.post(f"/ideas/boards/{board.pk}/draft/discard/")
    board.allows_anonymous = True
    arrange(board, None, {})
    assert not IdeaDraft.objects.exists()
