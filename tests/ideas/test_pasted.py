"""A control character that somebody pastes, as Word breaks a line by one, is a space wherever it comes in."""

import pytest

from ideas.models import Board, Challenge, Comment, Idea, Move, Objection
from tests.ideas.test_panel_pages import said as customers_said

PASTED, KEPT = "pasted\x0bfrom\x1b\x0cWord\ufffe", "pasted from  Word"
TEXTS = ("title", "problem", "proposal", "delight", "hinders")
IN_TEXTS = dict.fromkeys(TEXTS, PASTED)


def texts_of(idea):
    return {getattr(idea, name).rstrip() for name in TEXTS}


def test_of_an_idea_by_the_form_and_by_the_api(make_board, make_employee, make_touchpoint, sign_in, body):
    board, client = make_board(), sign_in(make_employee())
    said = body(board) | IN_TEXTS
    for _twice in range(2):  # the same is known again, and given back
        assert client.post(f"/ideas/boards/{board.pk}/new/", said).status_code == 302
    assert texts_of(Idea.objects.get()) == {KEPT}
    sent = said | {"board": board.pk, "problem": f"{PASTED}\ntwice"}
    answer = sign_in(make_employee()).post("/api/v1/ideas/", sent, content_type="application/json")
    assert (answer.status_code, answer.json()["title"].rstrip()) == (201, KEPT)
    assert Idea.objects.get(pk=answer.json()["id"]).problem == f"{KEPT} \ntwice"


def test_of_an_idea_that_is_said_better(make_idea, make_employee, sign_in, body):
    author = make_employee()
    idea = make_idea(by=author)
    said = body(idea.board) | IN_TEXTS
    assert sign_in(author).post(f"/ideas/{idea.pk}/change/", said).status_code == 302
    assert texts_of(Idea.objects.get()) == {KEPT}


def test_of_ideas_without_a_name(quiet_board, seal_idea, later):
    for _each in range(5):
        seal_idea(quiet_board, **IN_TEXTS)
    later()
    assert [texts_of(idea) for idea in Idea.objects.all()] == [{KEPT}] * 5


def test_of_a_customers_idea(make_member, make_touchpoint, visitor):
    member = make_member()
    visitor.post(f"{member.path}new/", customers_said(make_touchpoint(), title=PASTED, problem=PASTED))
    idea = Idea.objects.get()
    assert {idea.title.rstrip(), idea.problem.rstrip()} == {KEPT}


def test_of_what_is_said_about_an_idea(make_board, make_idea, make_employee, sign_in):
    idea = make_idea(make_board([reviewer := make_employee()]))
    client = sign_in(reviewer)
    client.post(f"/ideas/{idea.pk}/comment/", {"text": PASTED})
    told = {"idea": idea.pk, "text": f"{PASTED}!"}
    client.post("/api/v1/idea-comments/", told, content_type="application/json")
    client.post(f"/ideas/{idea.pk}/object/", {"reason": PASTED})
    client.post(f"/ideas/{idea.pk}/decide/", {"to": "planned", "reason": PASTED})
    texts = [*Comment.objects.values_list("text", flat=True)]
    reasons = [model.objects.get().reason for model in (Objection, Move)]
    assert [text.rstrip(" !") for text in texts + reasons] == [KEPT] * 4


def test_of_boards_and_questions(make_board, make_challenge, make_employee, sign_in):
    admin = sign_in(make_employee(is_admin=True))
    said = {"name": PASTED, "about": PASTED, "review_days": 7, "crisis_hours": 4}
    assert admin.post("/ideas/boards/new/", said).status_code == 302
    board = Board.objects.get()
    made = make_challenge(board, question=PASTED, about=PASTED)
    sent = {"question": f"{PASTED}?"}
    path = f"/api/v1/challenges/{made.pk}/"
    assert admin.patch(path, sent, content_type="application/json").status_code == 200
    found = Challenge.objects.get()
    texts = {board.name, board.about, found.question, found.about}
    assert {text.rstrip(" ?") for text in texts} == {KEPT}


def test_a_board_of_the_same_name_but_for_it_is_the_same(make_board, make_employee, sign_in):
    make_board(name="pasted from  Word")
    said = {"name": "pasted\x0bfrom\x1b\x0cWord", "review_days": 7, "crisis_hours": 4}
    assert sign_in(make_employee(is_admin=True)).post("/ideas/boards/new/", said).status_code == 422


@pytest.mark.parametrize("text", ["tab\there", "a\nnew\r\nline", "é“–” ¥ 漢 🙂", "a\u200bz", "a\u00a0b"])
def test_what_people_mean_stays_as_it_was_typed(make_idea, text):
    assert Idea.objects.get(pk=make_idea(problem=text).pk).problem == text
