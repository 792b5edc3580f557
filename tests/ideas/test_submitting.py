"""Ideas are handed in, and each has an answer promised."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone

from employees.models import Absence, Commitment, Term
from ideas.actions.errors import ClosedError
from ideas.actions.submitting import submit_idea
from ideas.models import Board, Idea
from tenants.here import today
from tenants.outbox.models import Event


def test_an_idea_brings_a_promise_to_answer_it(make_board, make_idea, make_employee):
    reviewer = make_employee()
    idea = make_idea(make_board([reviewer], review_days=7), title="A roof")
    promised = Commitment.objects.get()
    assert idea.review == promised
    assert (promised.owner, promised.kind, promised.source_path) == (reviewer, "review", f"/ideas/{idea.pk}/")
    assert promised.due_at.date() == today() + timedelta(days=7)
    assert Event.objects.filter(name="idea.submitted").count() == 1


def test_the_same_sent_again_as_the_board_closes_is_given_back(make_board, make_employee):
    board, by = make_board([make_employee()]), make_employee()
    facts = {"title": "A roof", "problem": "Rain", "proposal": "A roof", "delight": "They stay dry",
             "segment": "detractor", "metric": "nps", "judge_on": today() + timedelta(days=90)}  # fmt: skip
    made = submit_idea(board, by=by, **facts)
    Board.objects.update(closed_at=timezone.now())
    assert submit_idea(board, by=by, **facts) == made
    with pytest.raises(ClosedError):
        submit_idea(board, by=by, **facts | {"title": "A wider roof"})


def test_a_crisis_is_answered_within_hours(make_board, make_idea, make_employee):
    idea = make_idea(make_board([make_employee()], crisis_hours=3), is_crisis=True)
    assert idea.review.kind == "crisis"
    assert timedelta(hours=2) < idea.review.due_at - timezone.now() <= timedelta(hours=3)


def test_a_crisis_has_reviewers_of_its_own_who_take_turns_among_those_who_are_there(
    make_board, make_idea, make_employee
):
    everyday, one, other = make_employee(), make_employee(), make_employee()
    board = make_board([everyday])
    board.crisis_reviewers.set([one, other])
    owners = [make_idea(board, is_crisis=True).review.owner for _ in range(2)]
    assert {owner.pk for owner in owners} == {one.pk, other.pk}
    assert make_idea(board).review.owner == everyday
    for person in (one, other):
        Absence.objects.create(employee=person, starts=today(), ends=today())
    assert make_idea(board, is_crisis=True).review.owner == everyday


def test_who_answers_a_crisis_sees_the_board_and_answers_it(
    make_board, make_idea, make_employee, make_team, sign_in
):
    team, one = make_team(), make_employee()
    board = make_board(teams=[team])
    board.crisis_reviewers.set([one])
    idea = make_idea(board, make_employee(team=team), is_crisis=True)
    client = sign_in(one)
    assert "in a crisis" in client.get(f"/ideas/boards/{board.pk}/").content.decode()
    said = {"to": "planned", "reason": "Today"}
    assert client.post(f"/ideas/{idea.pk}/decide/", said).status_code == 302


def test_those_who_answer_take_turns_and_nobody_answers_their_own(make_board, make_idea, make_employee):
    one, other = make_employee(), make_employee()
    board = make_board([one, other])
    owners = [make_idea(board).review.owner for _ in range(4)]
    assert sorted(owner.pk for owner in owners[:2]) == [one.pk, other.pk]
    assert owners[2:] == owners[:2]
    assert make_idea(board, by=one).review.owner == other


def test_whoever_is_away_is_passed_over(make_board, make_idea, make_employee):
    one, other = make_employee(), make_employee()
    Absence.objects.create(employee=one, starts=today(), ends=today())
    assert make_idea(make_board([one, other])).review.owner == other


def test_without_reviewers_the_authors_lead_answers_else_the_champion(make_idea, make_employee, make_team):
    champion, lead = make_employee(), make_employee()
    Term.objects.create(employee=champion, sponsor=lead, starts=today(), ends=today() + timedelta(days=9))
    author = make_employee(team=make_team(lead=lead))
    assert make_idea(by=author).review.owner == lead
    assert make_idea().review.owner == champion
    assert make_idea(by=champion).review.owner is None


def test_which_customers_it_affects_is_demanded_by_the_database(make_idea):
    with pytest.raises(IntegrityError, match="idea_affects_customers"):
        make_idea(touchpoint=None)


def test_a_button_that_was_pressed_twice_hands_in_once(make_board, make_employee, said):
    board, author, facts = make_board(), make_employee(), said()
    first, again = (submit_idea(board, by=author, **facts) for _ in range(2))
    assert first == again
    assert Commitment.objects.count() == Idea.objects.count() == 1


def body(make_touchpoint, **facts):
    return {"title": "A roof at the door", "problem": "They wait in the rain", "proposal": "A roof",
            "touchpoint": make_touchpoint().pk, "delight": "They stay dry", "metric": "csat",
            "judge_on": "2099-01-01", "language": "en"} | facts  # fmt: skip


def test_the_page_takes_an_idea_and_says_by_when_it_is_answered(
    make_board, make_employee, make_touchpoint, sign_in
):
    client = sign_in(make_employee())
    page = client.post(
        f"/ideas/boards/{make_board().pk}/new/", body(make_touchpoint), follow=True
    ).content.decode()
    assert "A roof at the door" in page
    assert "You get an answer by" in page


@pytest.mark.parametrize("missing", ["delight", "title", "metric", "touchpoint"])
def test_both_questions_have_to_be_answered_and_nothing_typed_is_lost(
    make_board, make_employee, make_touchpoint, sign_in, missing
):
    client = sign_in(make_employee())
    page = client.post(f"/ideas/boards/{make_board().pk}/new/", body(make_touchpoint, **{missing: ""}))
    assert page.status_code == 422
    assert "They wait in the rain" in page.content.decode()
    assert not Idea.objects.exists()


def test_a_closed_board_takes_none_and_gives_the_text_back(
    make_board, make_employee, make_touchpoint, sign_in
):
    board, client = make_board(closed_at=timezone.now()), sign_in(make_employee())
    assert client.get(f"/ideas/boards/{board.pk}/new/").status_code == 404
    page = client.post(f"/ideas/boards/{board.pk}/new/", body(make_touchpoint))
    assert page.status_code == 422
    assert "The board takes no more ideas." in page.text
    assert "They wait in the rain" in page.text
    assert not Idea.objects.exists()


def test_its_author_says_it_better(make_idea, make_employee, make_touchpoint, sign_in):
    author = make_employee()
    idea, client = make_idea(by=author), sign_in(author)
    client.post(f"/ideas/{idea.pk}/change/", body(make_touchpoint, title="A better roof"))
    idea.refresh_from_db()
    assert (idea.title, "better" in idea.keys) == ("A better roof", True)
