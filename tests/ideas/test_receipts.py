"""The code of an idea without a name: following it, answering as its author, claiming it."""

import pytest
from django.core import mail

from employees.models import HandOver
from ideas import tasks
from ideas.actions import commenting, deciding, merging
from ideas.models import Board, Comment, Follow, Idea, SealedEntry
from ideas.models.receipts import hash_of
from tenants.outbox.send import send_waiting
from tests.ideas.anonymous_kit import RECEIPT, new_code, text

TOLD = ["asker@example.com", "nia@example.com"]


def test_before_it_is_published_the_code_says_that_it_waits(quiet_board, seal_idea, nobody):
    page = nobody.post(RECEIPT, {"code": seal_idea(quiet_board).lower().replace("-", " ")})
    assert "waits for others" in text(page)


@pytest.mark.parametrize("code", ["", "abc", "2222-2222-2222-2222-2222", "é" * 9999])
def test_another_code_opens_nothing(quiet_board, nobody, code):
    assert nobody.post(RECEIPT, {"code": code}).status_code == 422


def test_the_code_shows_what_became_of_it_and_what_is_asked_without_anybodys_name(
    published, nobody, make_employee
):
    idea = Idea.objects.get(receipt=hash_of(published))
    reviewer = idea.review.owner
    commenting.comment_on(idea, text="Which door?", by=make_employee(name="Nia Rowlands"))
    deciding.decide(idea, to="planned", reason="In spring", by=reviewer)
    page = text(nobody.post(RECEIPT, {"code": published}))
    assert all(words in page for words in ("Idea 0", "Which door?", "In spring", "planned"))
    assert "Nia Rowlands" not in page
    assert reviewer.name not in page


@pytest.mark.parametrize("one_way", [False, True])
def test_merged_it_says_where_it_goes_but_no_words_that_its_author_may_not_see(
    published, nobody, make_idea, make_employee, one_way
):
    idea = Idea.objects.get(receipt=hash_of(published))
    other = make_idea(idea.board, title="Glass canopy")
    merging.merge(idea, into=other, reason="The same", by=make_employee())
    Board.objects.update(is_one_way=one_way)
    page = text(nobody.post(RECEIPT, {"code": published}))
    assert "as both are about the same" in page
    assert ("Glass canopy" in page) is not one_way
    assert "duplicate" in page


def test_who_is_signed_in_makes_no_difference_and_no_session_is_set(
    published, nobody, make_employee, sign_in
):
    person = sign_in(make_employee(name="Nia Rowlands"))
    pages = [client.post(RECEIPT, {"code": published}) for client in (nobody, person)]
    assert text(pages[0]) == text(pages[1])
    assert not any(page.cookies for page in pages)
    assert pages[0]["Cache-Control"] == "private, no-store"
    assert pages[0]["Referrer-Policy"] == "no-referrer"


def test_the_author_answers_by_the_code_and_it_appears_the_next_day_once(
    published, nobody, make_employee, sign_in, later
):
    idea = Idea.objects.get(receipt=hash_of(published))
    asked = commenting.comment_on(idea, text="Which door?", by=make_employee())
    for _twice in range(2):
        page = nobody.post(RECEIPT, {"code": published, "text": "The front door", "parent": asked.pk})
        assert "Your answer is sealed" in text(page)
        assert "The front door" not in text(page)
    assert Comment.objects.count() == 1
    later()
    answer = Comment.objects.get(is_authors=True)
    assert (answer.text, answer.by, answer.parent) == ("The front door", None, asked)
    reader = sign_in(make_employee())
    assert "The author" in text(reader.get(f"/ideas/{idea.pk}/"))
    listed = reader.get(f"/api/v1/idea-comments/?idea={idea.pk}").json()["results"]
    assert {(one["text"], one["by"]) for one in listed if one["is_authors"]} == {("The front door", None)}


def test_whoever_follows_it_and_whoever_it_names_is_told_of_the_authors_answer(
    published, nobody, make_employee, later, django_capture_on_commit_callbacks
):
    idea, asker = Idea.objects.get(receipt=hash_of(published)), make_employee(email="asker@example.com")
    make_employee(name="Nia Rowlands", email="nia@example.com")
    commenting.comment_on(idea, text="Which door?", by=asker)
    nobody.post(RECEIPT, {"code": published, "text": "The front door, @Nia Rowlands"})
    later()
    answer = Comment.objects.get(is_authors=True)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tell_of_comment(answer.pk)
        tasks.tell_mentioned(answer.pk)
        send_waiting()
    assert {to for message in mail.outbox for to in message.to} >= set(TOLD)
    assert not Follow.objects.filter(idea=idea).exclude(employee__email__in=TOLD).exists()


def test_nothing_is_sent_while_an_answer_is_typed(published, nobody):
    page = text(nobody.post(RECEIPT, {"code": published}))
    assert "hx-" not in page
    assert "@" not in page


def test_an_answer_to_a_comment_of_another_idea_is_refused(published, nobody, make_idea, make_employee):
    elsewhere = commenting.comment_on(make_idea(), text="Which door?", by=make_employee())
    page = nobody.post(RECEIPT, {"code": published, "text": "The front door", "parent": elsewhere.pk})
    assert page.status_code == 422
    assert not SealedEntry.objects.exists()


def test_who_holds_the_code_claims_it_once_by_signing_in(published, nobody, make_employee, sign_in):
    assert nobody.post("/ideas/claim/", {"code": published}).status_code == 302  # to sign in
    idea, author = Idea.objects.get(receipt=hash_of(published)), make_employee(name="Nia Rowlands")
    assert idea.author is None
    page = sign_in(author).post("/ideas/claim/", {"code": published}, follow=True)
    assert "Idea 0" in text(page)
    idea.refresh_from_db()
    assert idea.author == author
    assert Follow.objects.filter(idea=idea, employee=author).exists()
    assert sign_in(make_employee()).post("/ideas/claim/", {"code": published}).status_code == 422
    assert "It was claimed" in text(nobody.post(RECEIPT, {"code": published, "text": "Hm"}))
    assert not SealedEntry.objects.exists()


def test_what_still_waits_is_claimed_later(quiet_board, seal_idea, make_employee, sign_in):
    page = sign_in(make_employee()).post("/ideas/claim/", {"code": seal_idea(quiet_board)})
    assert "waits for others" in text(page)


def test_a_reviewer_who_claims_it_hands_its_answer_to_somebody_else(published, make_employee, sign_in):
    idea = Idea.objects.get(receipt=hash_of(published))
    author, other = idea.review.owner, make_employee()
    idea.board.reviewers.add(other)
    sign_in(author).post("/ideas/claim/", {"code": published})
    idea.review.refresh_from_db()
    assert idea.review.owner == other
    assert HandOver.objects.get().taker == other


def test_a_published_code_outlives_another_secret_key(published, nobody, settings, quiet_board):
    settings.SECRET_KEY = "another " * 9
    assert "Idea 0" in text(nobody.post(RECEIPT, {"code": published}))
    assert new_code(quiet_board) != published
