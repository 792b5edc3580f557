"""Whoever types an idea that is there already votes for that one, and loses nothing that they typed."""

from datetime import timedelta

import pytest

from ideas.actions import voting
from ideas.actions.boards import Some, limit_board
from ideas.actions.deciding import decide
from ideas.models import Challenge, Vote
from ideas.models.receipts import new_ticket
from tenants.here import today
from tests.plans import queries

INSTEAD, WANTED = "Vote for this one instead", "You want it."
TYPED = {"title": "A roof over our bus stop"}


@pytest.fixture
def reader(make_employee):
    return make_employee(name="Ann Lee")


@pytest.fixture
def client(reader, sign_in):
    return sign_in(reader)


@pytest.fixture
def roof(make_board, make_idea):
    """An idea that is found for what is typed."""
    facts = {"title": "A roof at the bus stop"}
    return lambda board=None, **more: make_idea(board or make_board(), **facts | more)


def similar(client, board):
    return client.get(f"/ideas/boards/{board.pk}/similar/", TYPED).text


def press(client, idea, act="vote"):
    return client.post(f"/ideas/{idea.pk}/{act}/", headers={"HX-Request": "true"}).text


def test_each_is_voted_for_in_place_and_read_in_a_new_tab(roof, client):
    idea = roof()
    found = similar(client, idea.board)
    assert INSTEAD in found
    assert f'hx-post="/ideas/{idea.pk}/vote/" hx-params="none"' in found
    assert 'target="_blank" rel="noopener noreferrer"' in found
    assert "(opens in a new tab)" in found
    line = press(client, idea)
    assert line.strip().startswith("<li")
    assert (WANTED in line, "one vote" in line, INSTEAD in line) == (True, True, False)
    assert f'hx-post="/ideas/{idea.pk}/take-vote-back/"' in line
    assert WANTED in similar(client, idea.board)
    assert Vote.objects.count() == 1


def test_it_is_undone_in_place(roof, client):
    idea = roof()
    press(client, idea)
    line = press(client, idea, "take-vote-back")
    assert (INSTEAD in line, "0 votes" in line) == (True, True)
    assert not Vote.objects.exists()


def test_no_note_is_left_for_the_next_page(roof, client):
    idea = roof()
    press(client, idea)
    decide(idea, to="planned", reason="In spring", by=idea.review.owner)
    press(client, idea, "take-vote-back")
    assert "votes stay as they are" not in client.get(f"/ideas/boards/{idea.board_id}/new/").text


def test_when_all_votes_are_given_the_line_says_so(roof, client, make_board):
    board = make_board(budget=1)
    press(client, roof(board))
    line = press(client, roof(board))
    assert ("All your votes here are given." in line, INSTEAD in line) == (True, True)
    assert Vote.objects.count() == 1


def test_when_it_was_decided_meanwhile_the_line_says_so_and_asks_no_more(roof, client):
    idea = roof()
    decide(idea, to="planned", reason="In spring", by=idea.review.owner)
    line = press(client, idea)
    assert "It takes no votes any more." in line
    assert ("planned" in line, INSTEAD in line, WANTED in line) == (True, False, False)


def test_only_those_that_take_the_reader_s_vote_ask_for_it(roof, client, reader, make_board, make_challenge):
    decided, ended, for_leads = roof(), make_challenge(), make_board()
    decide(decided, to="planned", reason="In spring", by=decided.review.owner)
    limit_board(for_leads, [Some("vote", role="lead")])
    ideas = [decided, roof(for_leads), roof(make_board(is_one_way=True), by=reader)]
    ideas.append(roof(ended.board, challenge=ended))
    Challenge.objects.update(opens_on=today() - timedelta(days=9), closes_on=today() - timedelta(days=2))
    for idea in ideas:
        found = similar(client, idea.board)
        assert ("A roof at the bus stop" in found, INSTEAD in found) == (True, False)


def test_a_form_that_is_shown_again_offers_it_too_without_javascript_in_a_new_tab(roof, client):
    idea = roof()
    page = client.post(f"/ideas/boards/{idea.board_id}/new/", TYPED).text
    assert f'form="votes" formaction="/ideas/{idea.pk}/vote/"' in page
    assert '<form id="votes" method="post" target="_blank"' in page
    assert client.post(f"/ideas/{idea.pk}/vote/").headers["Location"] == f"/ideas/{idea.pk}/"


def test_without_a_name_nobody_is_asked_for_a_vote(roof, client, quiet_board, nobody):
    idea = roof(quiet_board)
    asked = {"ticket": new_ticket(quiet_board.pk)} | TYPED
    found = nobody.post("/unnamed/similar/", asked).text
    assert 'target="_blank" rel="noopener noreferrer"' in found
    again = client.post(f"/ideas/boards/{quiet_board.pk}/new/", TYPED).text
    for page in (found, again):
        assert "A roof at the bus stop" in page
        assert (INSTEAD in page, f"/ideas/{idea.pk}/vote/" in page, 'id="votes"' in page) == (False,) * 3
    voting.vote(idea, by=idea.author)
    assert WANTED not in nobody.post("/unnamed/similar/", asked).text


def test_it_asks_as_much_for_many_as_for_one(roof, client, make_board):
    board = make_board()
    path = f"/ideas/boards/{board.pk}/similar/?title=A+roof+over+our+bus+stop"
    roof(board)
    queries(client, path)  # the first visit opens the session
    one = queries(client, path)
    for _ in range(4):
        roof(board)
    assert queries(client, path) == one
    assert client.get(path).text.count(INSTEAD) == 5
