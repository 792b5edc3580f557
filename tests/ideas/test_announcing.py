"""What became of a challenge: said once, by its sponsor, to all who took part."""

import pytest
from django.core import mail

from employees.models import Commitment
from ideas import tasks
from ideas.actions import challenging, concluding, voting
from ideas.actions.errors import OverError
from ideas.models import Challenge
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting


@pytest.fixture
def ended(make_challenge, make_idea, make_employee, time_machine_later):
    """With one idea, one vote, and its promise."""
    challenge = make_challenge(sponsor=make_employee(name="Nia Rowlands", email="nia@example.com"))
    idea = make_idea(challenge.board, make_employee(email="author@example.com"), challenge=challenge,
                     title="Warm hands")  # fmt: skip
    voting.vote(idea, by=make_employee(email="voter@example.com"))
    time_machine_later(days=4)
    tasks.watch_challenges()
    Event.objects.all().delete()
    challenge.refresh_from_db()
    return challenge


def test_what_became_of_it_keeps_the_promise_and_is_told_once(
    ended, sign_in, django_capture_on_commit_callbacks
):
    idea = ended.ideas.get()
    with django_capture_on_commit_callbacks(execute=True):
        said = {"text": "We plan two of them", "named": [idea.pk]}
        answer = sign_in(ended.sponsor).post(f"/ideas/challenges/{ended.pk}/announce/", said)
        assert answer.status_code == 302
        for _twice in range(2):
            concluding.tell_of_announcement(ended.pk)
        send_waiting()
    ended.refresh_from_db()
    assert (ended.state, ended.promise.kept_at is None) == ("announced", False)
    told = {message.to[0]: message.body for message in mail.outbox}
    assert len(told) == len(mail.outbox) == 2
    assert set(told) == {"author@example.com", "voter@example.com"}
    assert all("We plan two of them" in text and "Warm hands" in text for text in told.values())


def test_what_became_of_it_is_said_once(ended):
    assert challenging.announce(ended, text="Two", named=[], by=ended.sponsor)
    assert not challenging.announce(ended, text="Three", named=[], by=ended.sponsor)
    ended.refresh_from_db()
    assert ended.announcement == "Two"


def test_only_its_own_ideas_are_named(ended, make_idea):
    with pytest.raises(OverError):
        challenging.announce(ended, text="Two", named=[make_idea(ended.board)], by=ended.sponsor)
    ended.refresh_from_db()
    assert not ended.announced_at


def test_said_before_the_task_has_seen_its_end_everybody_is_told_once(
    make_challenge, make_idea, make_employee, time_machine_later, mails
):
    challenge = make_challenge()
    make_idea(challenge.board, make_employee(email="author@example.com"), challenge=challenge)
    time_machine_later(days=4)
    challenging.announce(challenge, text="Two", named=[], by=challenge.sponsor)
    concluding.tell_of_announcement(challenge.pk)
    assert set(mails()) == {"author@example.com"}
    assert Commitment.objects.get(kind="challenge").kept_at


def test_it_is_said_by_its_sponsor_or_the_champion_and_not_before_its_end(
    ended, make_challenge, make_employee, make_champion, sign_in
):
    path = f"/ideas/challenges/{ended.pk}/announce/"
    answer = sign_in(make_employee()).post(path, {"text": "Two"})
    assert (answer.status_code, "by its sponsor" in answer.content.decode()) == (403, True)
    champion = sign_in(make_champion())
    assert champion.post(path, {"text": " "}).status_code == 422
    running = make_challenge()
    champion.post(f"/ideas/challenges/{running.pk}/announce/", {"text": "Two"})
    assert not Challenge.objects.filter(announced_at__isnull=False).exists()
    assert champion.get(path).status_code == 200


def test_what_has_ended_is_neither_changed_nor_called_off(ended, make_champion):
    champion = make_champion()
    assert not challenging.change(ended, question="Why?")
    assert not challenging.call_off(ended, reason="No", by=champion)
    assert not challenging.go_on(ended)
