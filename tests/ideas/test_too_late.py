"""Whoever is too late is told so, and loses nothing that they typed."""

import re
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from ideas.actions import challenging, commenting, deciding, merging
from ideas.models import Challenge, Comment, Idea
from tenants.here import today
from tests.ideas.test_submitting import body

LATE = "It is too late to change it"
TYPED = "Which door? The one at the back, by the yard."


@pytest.fixture
def author(make_employee):
    return make_employee()


@pytest.fixture
def comment(make_idea, author):
    return commenting.comment_on(make_idea(), text="Wich door?", by=author)


@pytest.fixture
def reviewer(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def idea(make_board, make_idea, author, reviewer):
    return make_idea(make_board([reviewer]), author, title="A roof")


HELD = r'FROM "ideas_(idea|challenge)" .*FOR (NO KEY )?UPDATE'


@contextmanager
def somebody_faster(act, *, at=HELD):
    """They act after a request has looked at what it changes, and before it holds that. at: the statement
    that comes next."""
    faster = [act]

    def watch(execute, sql, params, many, context):
        if faster and re.search(at, sql):
            faster.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield
    assert not faster


def test_a_comment_that_is_kept_after_eleven_minutes_is_given_back(
    comment, author, sign_in, time_machine_later
):
    client, path = sign_in(author), f"/ideas/comments/{comment.pk}/change/"
    time_machine_later(minutes=9)
    assert client.get(path).status_code == 200
    time_machine_later(minutes=2)
    sent = client.post(path, {"text": TYPED})
    assert (sent.status_code, LATE in sent.text, TYPED in sent.text) == (409, True, True)
    assert client.post(path, {"text": ""}).status_code == 409
    comment.refresh_from_db()
    assert (comment.text, comment.edited_at) == ("Wich door?", None)


def test_whoever_opens_their_comment_too_late_is_led_to_it_and_told(
    comment, author, make_employee, sign_in, time_machine_later
):
    client, path = sign_in(author), f"/ideas/comments/{comment.pk}/change/"
    assert path in client.get(comment.get_absolute_url()).text
    time_machine_later(minutes=11)
    page = client.get(path, follow=True)
    assert page.redirect_chain == [(comment.get_absolute_url(), 302)]
    assert (LATE in page.text, path in page.text) == (True, False)
    assert sign_in(make_employee()).get(path).status_code == 404


def test_a_comment_that_was_hidden_meanwhile_stays_as_it_was(comment, author, make_champion, sign_in):
    client, path = sign_in(author), f"/ideas/comments/{comment.pk}/change/"
    commenting.hide_comment(comment, reason="It names somebody", by=make_champion())
    sent = client.post(path, {"text": TYPED})
    assert (sent.status_code, TYPED in sent.text) == (409, True)
    assert "It is hidden, and stays as it was." in sent.text
    assert "It is hidden, and stays as it was." in client.get(path, follow=True).text
    assert Comment.objects.get().text == "Wich door?"


def test_a_comment_on_a_board_that_its_author_sees_no_more_is_not_found(comment, author, make_team, sign_in):
    comment.idea.board.audiences.create(act="see", team=make_team())
    assert sign_in(author).post(f"/ideas/comments/{comment.pk}/change/", {"text": TYPED}).status_code == 404


def test_the_api_mends_a_comment_for_ten_minutes_and_says_why_no_longer(
    comment, author, make_employee, sign_in, time_machine_later
):
    def mend(person):
        return sign_in(person).post(
            f"/api/v1/idea-comments/{comment.pk}/mend/", {"text": TYPED}, content_type="application/json"
        )

    assert (mend(author).status_code, mend(make_employee()).status_code) == (200, 404)
    time_machine_later(minutes=11)
    refused = mend(author)
    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert LATE in refused.json()["detail"]


def test_an_idea_that_was_decided_meanwhile_is_given_back_to_its_author(
    idea, author, reviewer, make_touchpoint, sign_in
):
    client, path = sign_in(author), f"/ideas/{idea.pk}/change/"
    assert client.get(path).status_code == 200
    deciding.decide(idea, to="planned", reason="In spring", by=reviewer)
    for said in (body(make_touchpoint, problem=TYPED), body(make_touchpoint, problem=TYPED, title="")):
        sent = client.post(path, said)
        assert (sent.status_code, TYPED in sent.text) == (409, True)
        assert "It is decided by now (planned), and stays as it was." in sent.text
    idea.refresh_from_db()
    assert (idea.title, idea.problem) == ("A roof", "They wait")
    page = client.get(path, follow=True)
    assert page.redirect_chain == [(idea.get_absolute_url(), 302)]
    assert "It is decided by now (planned)" in page.text


def test_an_idea_that_is_decided_as_it_is_sent_is_given_back_as_well(idea, author, make_touchpoint, sign_in):
    client = sign_in(author)
    with somebody_faster(lambda: Idea.objects.update(status="declined")):
        sent = client.post(f"/ideas/{idea.pk}/change/", body(make_touchpoint, problem=TYPED))
    assert (sent.status_code, TYPED in sent.text) == (409, True)
    assert "It is decided by now (declined)" in sent.text
    assert Idea.objects.get().title == "A roof"


def test_somebody_elses_idea_is_found_by_nobody_who_would_change_it(idea, reviewer, sign_in):
    assert sign_in(reviewer).get(f"/ideas/{idea.pk}/change/").status_code == 404
    deciding.decide(idea, to="planned", reason="In spring", by=reviewer)
    assert sign_in(reviewer).get(f"/ideas/{idea.pk}/change/").status_code == 404


@pytest.fixture
def asked(make_employee):
    """What the form of a challenge sends, to go on for a month."""
    return {"question": TYPED, "opens_on": today(), "closes_on": today() + timedelta(days=30),
            "sponsor": make_employee().pk, "budget": "", "announce_days": 14}  # fmt: skip


@pytest.mark.parametrize("wrong", [{}, {"sponsor": ""}, {"closes_on": "2001-01-01"}])
def test_a_challenge_that_has_ended_meanwhile_is_given_back(
    make_challenge, make_champion, asked, wrong, sign_in, time_machine_later
):
    challenge, client = make_challenge(days=1), sign_in(make_champion())
    path = f"/ideas/challenges/{challenge.pk}/change/"
    assert client.get(path).status_code == 200
    time_machine_later(days=2)
    sent = client.post(path, asked | wrong)
    assert (sent.status_code, TYPED in sent.text) == (409, True)
    assert "It is over (ended), and stays as it was." in sent.text
    assert "It is over (ended), and stays as it was." in client.get(path, follow=True).text
    assert Challenge.objects.get().question == challenge.question


def test_a_challenge_that_is_called_off_as_it_is_sent_is_given_back(
    make_challenge, make_champion, asked, sign_in
):
    challenge, client = make_challenge(), sign_in(make_champion())
    off = {"called_off_at": timezone.now(), "called_off_reason": "A slip"}
    with somebody_faster(lambda: Challenge.objects.update(**off)):
        sent = client.post(f"/ideas/challenges/{challenge.pk}/change/", asked)
    assert (sent.status_code, TYPED in sent.text) == (409, True)
    assert "It is over (called off)" in sent.text


def test_whoever_calls_off_what_is_over_keeps_their_reason(make_challenge, make_champion, sign_in):
    challenge, champion = make_challenge(), make_champion()
    client, path = sign_in(champion), f"/ideas/challenges/{challenge.pk}/call-off/"
    with somebody_faster(lambda: challenging.call_off(challenge, reason="A slip", by=champion)):
        sent = client.post(path, {"reason": TYPED})
    for page in (sent, client.post(path, {"reason": TYPED})):
        assert (page.status_code, TYPED in page.text) == (409, True)
        assert "It is over (called off)" in page.text
    assert "It is over (called off)" in client.get(path, follow=True).text
    assert Challenge.objects.get().called_off_reason == "A slip"


def answer(client, idea, **facts):
    return client.post(f"/ideas/{idea.pk}/decide/", {"to": "planned", "reason": TYPED} | facts)


def test_whoever_answers_after_somebody_else_is_told_what_it_is_and_keeps_their_reason(
    idea, reviewer, make_champion, sign_in
):
    deciding.decide(idea, to="declined", reason="No room", by=make_champion())
    sent = answer(sign_in(reviewer), idea)
    assert sent.status_code == 409
    assert "Somebody decided meanwhile. Where it stands now: declined." in sent.text
    assert f"{TYPED}</textarea>" in sent.text
    assert answer(sign_in(reviewer), idea, to="nowhere").status_code == 422
    assert idea.moves.count() == 1


def test_whoever_answers_what_was_merged_meanwhile_keeps_their_reason(
    idea, reviewer, make_idea, make_champion, sign_in
):
    merging.merge(idea, into=make_idea(idea.board), reason="The same", by=make_champion())
    sent = answer(sign_in(reviewer), idea)
    assert (sent.status_code, f"{TYPED}</textarea>" in sent.text) == (409, True)
    assert "Somebody decided meanwhile. Where it stands now: duplicate." in sent.text


def test_whoever_answers_as_somebody_else_does_is_told_as_well(idea, reviewer, make_champion, sign_in):
    client, champion = sign_in(reviewer), make_champion()
    with somebody_faster(
        lambda: deciding.decide(idea, to="declined", reason="No room", by=champion), at="^SAVEPOINT"
    ):  # what is refused takes all back that was done in it
        sent = answer(client, idea)
    assert (sent.status_code, f"{TYPED}</textarea>" in sent.text) == (409, True)
    assert "Somebody decided meanwhile. Where it stands now: declined." in sent.text
