"""An idea ends in an answer with a reason, which settles what was promised."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from employees.actions.keeping import keepable
from employees.models import Commitment
from ideas import tasks
from ideas.actions import deciding, voting
from ideas.actions.errors import MoveError
from ideas.models import MOVES, Idea, Move
from tenants.audit.models import Entry
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

SOON = timezone.localdate() + timedelta(days=20)


@pytest.fixture
def reviewer(make_employee):
    return make_employee(name="Rhian Vale")


@pytest.fixture
def idea(make_board, make_idea, make_employee, reviewer):
    return make_idea(make_board([reviewer]), make_employee(name="Nia Rowlands"), title="A roof at the door")


def decide(idea, to, by, **facts):
    return deciding.decide(idea, to=to, reason=f"It is {to}", by=by, **facts)


def test_the_answer_keeps_the_promise_to_answer(idea, reviewer):
    decide(idea, "planned", reviewer)
    idea.refresh_from_db()
    assert (idea.status, idea.review.kept_at is None, bool(idea.decided_at)) == ("planned", False, True)
    assert Entry.objects.filter(action="idea.decided").count() == 1


def test_each_answer_is_an_event_that_says_where_the_idea_stands(idea, reviewer):
    moves = [decide(idea, to, reviewer) for to in ("planned", "declined")]
    assert [event.payload for event in Event.objects.filter(name="idea.decided").order_by("pk")] == [
        {"idea": idea.pk, "move": move.pk, "status": move.after} for move in moves
    ]


def test_started_it_has_an_owner_and_a_date_and_completed_they_have_kept_them(idea, reviewer, make_employee):
    owner = make_employee()
    decide(idea, "started", reviewer, owner=owner, due_on=SOON)
    promised = Commitment.objects.get(kind="idea")
    assert (promised.owner, promised.due_at.date()) == (owner, SOON)
    decide(idea, "completed", owner)
    promised.refresh_from_db()
    assert promised.kept_at


@pytest.mark.parametrize("facts", [{}, {"due_on": SOON}], ids=["neither", "no owner"])
def test_nothing_is_started_without_an_owner_and_a_date(idea, reviewer, facts):
    with pytest.raises(MoveError):
        decide(idea, "started", reviewer, **facts)
    assert not Move.objects.exists()


def test_declined_it_is_delivered_by_nobody(idea, reviewer):
    decide(idea, "started", reviewer, owner=reviewer, due_on=SOON)
    decide(idea, "declined", reviewer)
    promised = Commitment.objects.get(kind="idea")
    assert (bool(promised.withdrawn_at), promised.withdrawn_reason) == (True, "It is declined")


def test_reopened_it_is_to_be_answered_anew(idea, reviewer):
    decide(idea, "declined", reviewer)
    decide(idea, "open", reviewer)
    idea.refresh_from_db()
    assert (idea.review.kept_at, idea.decided_at) == (None, None)
    assert Commitment.objects.filter(kind="review").count() == 2


@pytest.mark.parametrize("on", ["planned", "declined"])
def test_given_up_and_reopened_it_shows_the_new_answer_and_who_had_it_decides_no_more(
    idea, reviewer, make_employee, sign_in, on
):
    owner = make_employee(name="Dai Probert")
    decide(idea, "started", reviewer, owner=owner, due_on=SOON)
    for to in (on, "open"):
        decide(idea, to, reviewer)
    idea.refresh_from_db()
    assert idea.promise == idea.review
    client = sign_in(owner)
    page = client.get(f"/ideas/{idea.pk}/").content.decode()
    assert ("Its answer is promised" in page, "Rhian Vale" in page) == (True, True)
    assert client.post(path(idea), {"to": "planned", "reason": "I would"}).status_code == 403


def test_not_delivered_after_all_its_promise_was_not_kept(idea, reviewer):
    decide(idea, "started", reviewer, owner=reviewer, due_on=SOON)
    decide(idea, "completed", reviewer)
    first = Commitment.objects.get(kind="idea")
    decide(idea, "started", reviewer, owner=reviewer, due_on=SOON)
    first.refresh_from_db()
    assert (first.kept_at, first.withdrawn_reason) == (None, "It is started")
    idea.refresh_from_db()
    assert Commitment.objects.open().get(kind="idea") == idea.delivery != first


@pytest.mark.parametrize("status", Idea.Status.values)
def test_it_goes_only_where_it_can_go_from_where_it_stands(idea, reviewer, status):
    for to in set(Idea.Status.values) - set(MOVES[status]):
        if status in ("duplicate", "started"):
            continue  # the database demands more of these
        Idea.objects.update(status=status)
        with pytest.raises(MoveError):
            decide(idea, to, reviewer, owner=reviewer, due_on=SOON)


def test_author_and_voters_are_told_once_and_who_decided_is_not(
    idea, reviewer, make_employee, django_capture_on_commit_callbacks
):
    for voter in (make_employee(email="voter@example.com"), reviewer):
        voting.vote(idea, by=voter)
    with django_capture_on_commit_callbacks(execute=True):
        move = decide(idea, "planned", reviewer)
        for _again in range(2):
            tasks.tell_of_move(move.pk)
        send_waiting()
    told = {message.to[0]: message for message in mail.outbox}
    assert len(mail.outbox) == len(told) == 2
    assert "Your idea “A roof at the door” is planned now." in told[idea.author.email].body
    assert "You voted for the idea" in told["voter@example.com"].body
    assert all("It is planned" in message.body for message in told.values())


def path(idea):
    return f"/ideas/{idea.pk}/decide/"


def test_only_who_answers_decides_and_only_with_a_reason(
    idea, reviewer, make_employee, make_champion, sign_in
):
    said = {"to": "planned", "reason": "In spring"}
    assert sign_in(make_employee()).post(path(idea), said).status_code == 403
    assert sign_in(reviewer).post(path(idea), said | {"reason": ""}).status_code == 422
    assert not Move.objects.exists()
    assert sign_in(make_champion()).post(path(idea), said).status_code == 302
    assert sign_in(reviewer).post(path(idea), {"to": "started", "reason": "Now"}).status_code == 422


def test_nobody_answers_their_own_but_says_what_they_have_delivered(
    make_board, make_idea, reviewer, make_employee, sign_in
):
    mine = make_idea(make_board([reviewer, make_employee()]), reviewer)
    client = sign_in(reviewer)
    assert client.post(path(mine), {"to": "planned", "reason": "I like it"}).status_code == 403
    decide(mine, "started", mine.review.owner, owner=reviewer, due_on=SOON)
    for to in ("planned", "declined"):
        assert client.post(path(mine), {"to": to, "reason": "I like it"}).status_code == 422
        said = {"to": to, "reason": "I like it"}
        asked = client.post(f"/api/v1/ideas/{mine.pk}/decide/", said, content_type="application/json")
        assert asked.status_code == 403
    assert client.post(path(mine), {"to": "completed", "reason": "It stands"}).status_code == 302
    assert client.post(path(mine), {"to": "started", "reason": "It leaks"}).status_code == 422


def test_whoever_delivers_it_says_that_it_is_done(idea, reviewer, make_employee, sign_in):
    owner = make_employee()
    decide(idea, "started", reviewer, owner=owner, due_on=SOON)
    assert sign_in(owner).post(path(idea), {"to": "completed", "reason": "It stands"}).status_code == 302
    idea.refresh_from_db()
    assert idea.status == "completed"


def test_a_promise_to_answer_is_kept_by_the_answer_and_by_no_button(idea, reviewer):
    assert not keepable(reviewer).exists()


def test_the_desk_shows_one_after_the_other_by_its_date(make_board, make_idea, reviewer, sign_in):
    board = make_board([reviewer])
    later, first = (
        make_idea(board, title="Later"),
        make_idea(make_board([reviewer], review_days=1), title="First"),
    )
    client = sign_in(reviewer)
    assert "First" in client.get("/ideas/review/").content.decode()
    client.post(path(first), {"to": "declined", "reason": "No", "next": "1"})
    assert "Later" in client.get("/ideas/review/").content.decode()
    client.post(path(later), {"to": "declined", "reason": "No", "next": "1"})
    assert "No idea waits for you" in client.get("/ideas/review/").content.decode()
