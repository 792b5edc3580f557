"""Customers who complained and agreed are invited to try an idea."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from feedback.actions.causes import describe_cause
from feedback.actions.customers import merge_customers
from feedback.actions.invitations import unsubscribe
from feedback.models import Case, Customer, Goal, Invitation, Response
from feedback.notices.invitations import invited
from ideas.actions import testing
from ideas.actions.deciding import decide
from ideas.figures import proposed, usual_metric
from ideas.models import Trial
from tenants.here import today
from tenants.outbox.models import Event
from tests.ideas.trial_kit import agree

CHANGING = "We are changing something because of it, and you agreed to try it."


@pytest.fixture
def make_cause(make_employee):
    return lambda: describe_cause(title="No roof", whys=[("Rain", "Seen")], by=make_employee())


def names(rows):
    return [row.customer.name for row in rows]


def test_who_complained_about_its_touchpoint_and_agreed_is_proposed(make_idea, complain, make_champion):
    idea, champion = make_idea(), make_champion()
    complain("Ann", touchpoint=idea.touchpoint)
    complain("Bo", touchpoint=idea.touchpoint, agrees=False)
    complain("Cy")
    assert names(proposed(idea, to=champion)) == ["Ann"]


def test_who_was_hit_by_its_cause_is_proposed(make_idea, complain, make_champion, make_cause):
    cause, champion = make_cause(), make_champion()
    hit = complain("Ann")
    Case.objects.filter(response=hit).update(cause=cause)
    idea = make_idea(cause=cause, touchpoint=None)
    complain("Bo")
    assert names(proposed(idea, to=champion)) == ["Ann"]


def test_an_idea_for_a_segment_proposes_those_in_it(make_idea, complain, make_champion):
    idea = make_idea(touchpoint=None, segment="detractor")
    complain("Ann", score=2)
    assert names(proposed(idea, to=make_champion())) == ["Ann"]


def test_the_poorest_score_comes_first_and_of_the_same_the_newest(make_idea, complain, make_champion):
    idea, now = make_idea(), timezone.now()
    for name, score, days in (("Ann", 5, 0), ("Bo", 1, 9), ("Cy", 1, 3)):
        at = now - timedelta(days=days)
        complain(name, touchpoint=idea.touchpoint, score=score, received_at=at)
    assert names(proposed(idea, to=make_champion())) == ["Cy", "Bo", "Ann"]


def test_a_customer_is_proposed_once_by_their_poorest_answer(make_idea, complain, make_champion, make_post):
    idea = make_idea()
    post = make_post(touchpoint=idea.touchpoint)
    complain("Ann", post=post, score=4)
    complain("Ann", post=post, score=1)
    assert [row.score for row in proposed(idea, to=make_champion())] == [1]


@pytest.mark.parametrize("purpose", ["tester", "reply", "survey"])
def test_who_took_their_word_back_is_not_proposed(make_idea, complain, make_champion, purpose):
    idea = make_idea()
    agree(complain(touchpoint=idea.touchpoint).customer, given=False, purpose=purpose)
    assert proposed(idea, to=make_champion()) == []


def test_nobody_is_proposed_within_thirty_days_of_being_asked(
    make_idea, complain, make_champion, make_post, time_machine_later
):
    idea, champion = make_idea(), make_champion()
    said = complain(touchpoint=idea.touchpoint)
    Invitation.objects.create(post=make_post(), customer=said.customer, email="ann@x.example")
    assert proposed(idea, to=champion) == []
    time_machine_later(days=31)
    assert names(proposed(idea, to=champion)) == ["Ann"]


def test_a_danger_a_hidden_answer_and_who_left_no_mail_are_not_proposed(make_idea, complain, make_champion):
    idea, champion = make_idea(), make_champion()
    danger, hidden, silent = (complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bo", "Cy"))
    Case.objects.filter(response=danger).update(danger="safety")
    Response.objects.filter(pk=hidden.pk).update(hidden_at=timezone.now())
    silent.customer.identifiers.all().delete()
    assert proposed(idea, to=champion) == []


def test_who_reviews_is_proposed_those_only_whose_cases_they_see(
    make_idea, complain, make_board, make_employee
):
    reviewer = make_employee()
    idea = make_idea(make_board(reviewers=[reviewer]))
    complain(touchpoint=idea.touchpoint)
    assert proposed(idea, to=reviewer) == []


def test_a_test_is_a_post_of_its_own_that_asks_in_every_language(make_idea, run, make_champion):
    champion = make_champion()
    trial = run(idea := make_idea(), champion)
    post = trial.post
    assert (post.touchpoint, post.review_on, post.kind) == (idea.touchpoint, idea.judge_on, "survey")
    assert (post.version.primary.kind, post.version.number) == ("nps", 1)
    assert {"en", "hu", "zh-hans"} <= set(post.version.languages)
    assert "The new roof" in post.version.heading("en")
    assert run(idea, champion) == trial


@pytest.mark.parametrize("limit", ["one way", "a team"])
def test_the_title_of_an_idea_that_not_all_read_stands_in_no_name_of_a_post(
    limit, make_idea, make_board, make_team, run, make_champion, make_employee, sign_in
):
    facts = {"one way": {"is_one_way": True}, "a team": {"teams": [make_team()]}}[limit]
    champion, hidden = make_champion(), make_idea(make_board(**facts), title="Close the canteen")
    named = run(hidden, champion).post.name
    assert named == f"Test {hidden.pk} of an idea, {date_format(today(), 'DATE_FORMAT')}"
    read_by_all = run(make_idea(title="A roof"), champion).post.name
    page = sign_in(make_employee(is_admin=True)).get("/posts/").text
    assert (named in page, read_by_all in page, "A roof" in read_by_all) == (True, True, True)
    assert "canteen" not in page


def test_it_asks_what_the_idea_should_move_or_what_they_had_scored(make_idea, complain):
    assert usual_metric(make_idea(metric="ces")) == "ces"
    idea = make_idea(metric="cases")
    assert usual_metric(idea) == "csat"
    complain(touchpoint=idea.touchpoint)
    assert usual_metric(idea) == "nps"


def test_a_customer_is_invited_once_in_a_test(make_idea, complain, run, make_champion, time_machine_later):
    idea, champion = make_idea(), make_champion()
    first = complain(touchpoint=idea.touchpoint)
    trial = run(idea, champion)
    once = testing.invite_testers(trial, [first], by=champion)
    assert testing.invite_testers(trial, [first], by=champion) == once  # the button was pressed twice
    time_machine_later(days=40)
    assert proposed(idea, to=champion) == []
    assert testing.invite_testers(trial, [first], by=champion) == []
    assert Event.objects.filter(name="invitation.sent").count() == 1


def test_two_testers_who_turn_out_to_be_one_person_can_be_made_one(make_idea, complain, run, make_champion):
    idea, champion = make_idea(), make_champion()
    both = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Anne")]
    trial = run(idea, champion)
    testing.invite_testers(trial, both, by=champion)
    assert merge_customers(kept=both[0].customer, merged=both[1].customer, by=champion)
    assert trial.testers.filter(customer=both[0].customer).count() == 2


def test_whom_the_idea_does_not_touch_is_never_invited(make_idea, complain, run, make_champion):
    trial = run(make_idea(), champion := make_champion())
    assert testing.invite_testers(trial, [complain()], by=champion) == []


def test_after_the_end_nobody_is_invited_until_it_goes_on(make_idea, complain, run, make_champion):
    idea, champion = make_idea(), make_champion()
    first, trial = complain(touchpoint=idea.touchpoint), run(idea, champion)
    assert testing.end_trial(trial)
    assert not testing.end_trial(trial)
    assert testing.invite_testers(trial, [first], by=champion) == []
    assert testing.resume_trial(trial)
    assert len(testing.invite_testers(trial, [first], by=champion)) == 1


def test_the_mail_says_what_they_had_said_and_one_click_ends_it(
    make_idea, complain, run, make_champion, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)  # a link says when it was made
    idea, champion = make_idea(), make_champion()
    first = complain(touchpoint=idea.touchpoint)
    asked = testing.invite_testers(run(idea, champion), [first], by=champion)[0]
    mail = invited(Event.objects.get(name="invitation.sent"))
    assert mail.subject == f"You told us about {idea.touchpoint}: is it better now?"
    assert "Is it better now? The new roof" in mail.body
    assert asked.path in mail.body
    assert "you agreed to try out what we change" in mail.body
    assert asked.stop_path in mail.extra_headers["List-Unsubscribe"]
    unsubscribe(asked, text="No")
    assert not Customer.objects.testers().exists()


def test_the_mail_speaks_the_customers_language(make_idea, complain, run, make_champion, catalogue):
    idea, champion = make_idea(), make_champion()
    catalogue("hu", **{CHANGING: "Változtatunk."})
    first = complain(touchpoint=idea.touchpoint, language="hu")
    testing.invite_testers(run(idea, champion), [first], by=champion)
    mail = invited(Event.objects.get(name="invitation.sent"))
    assert "Változtatunk." in mail.body
    assert "Változtatunk." in mail.alternatives[0][0]


def test_a_champion_walks_from_the_idea_to_the_invitation(
    make_idea, complain, make_champion, make_team, sign_in
):
    idea, champion = make_idea(), make_champion()
    first = complain(touchpoint=idea.touchpoint)
    client, goal = sign_in(champion), Goal.objects.first()
    begun = {"what": "The roof", "metric": "nps", "goal": goal.pk, "touchpoint": idea.touchpoint_id,
             "team": make_team().pk}  # fmt: skip
    page = client.post(f"/ideas/{idea.pk}/test/", begun, follow=True)
    assert "Ann" in page.text
    assert client.post(f"/ideas/{idea.pk}/testers/", {"sent": "1"}).status_code == 422
    page = client.post(f"/ideas/{idea.pk}/testers/", {"answers": [str(first.pk)]}, follow=True)
    assert "1 customer is invited." in page.text


def test_an_answer_of_somebody_who_is_not_proposed_is_refused(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    run(idea, champion)
    client, other = sign_in(champion), complain("Cy")
    for answers in ([str(other.pk)], ["x"], [""]):
        assert client.post(f"/ideas/{idea.pk}/testers/", {"answers": answers}).status_code == 422
    assert not Invitation.objects.exists()


def test_the_button_pressed_twice_says_twice_that_they_are_invited(
    make_idea, complain, run, make_champion, sign_in, time_machine_later
):
    idea, champion = make_idea(), make_champion()
    chosen = {"answers": [str(complain(name, touchpoint=idea.touchpoint).pk) for name in ("Ann", "Bo")]}
    run(idea, champion)
    client, path = sign_in(champion), f"/ideas/{idea.pk}/testers/"
    for _twice in range(2):
        assert "2 customers are invited." in client.post(path, chosen, follow=True).text
    time_machine_later(hours=1)
    assert "Nobody more is invited" in client.post(path, chosen, follow=True).text
    assert Event.objects.filter(name="invitation.sent").count() == 2


def test_whoever_chose_before_the_test_ended_reads_that_it_has(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    first = complain(touchpoint=idea.touchpoint)
    testing.end_trial(run(idea, champion))
    page = sign_in(champion).post(f"/ideas/{idea.pk}/testers/", {"answers": [str(first.pk)]}, follow=True)
    assert "The test has ended: nobody is invited." in page.text
    assert not Invitation.objects.exists()


def test_a_declined_idea_is_not_tested(make_idea, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    decide(idea, to="declined", reason="No", by=champion)
    assert sign_in(champion).get(f"/ideas/{idea.pk}/test/").status_code == 403
    assert not Trial.objects.exists()
