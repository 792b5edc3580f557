"""Customers who complained try an idea; both their scores stand side by side."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.causes import describe_cause
from feedback.actions.customers import merge_customers, record_consent
from feedback.actions.invitations import answer_invitation, unsubscribe
from feedback.actions.responses import hide_response
from feedback.models import Case, Customer, Goal, Invitation, Response
from feedback.notices.invitations import invited
from ideas.actions import testing
from ideas.actions.deciding import decide
from ideas.figures import last_testers, proposed, results, usual_metric
from ideas.models import Trial
from ideas.views import trials
from tenants.outbox.models import Event

CHANGING = "We are changing something because of it, and you agreed to try it."


def agree(customer, *, given=True, purpose="tester"):
    record_consent(customer, purpose=purpose, given=given, text="Ask me", version="1", source="form")


@pytest.fixture
def complain(make_post, make_response, make_customer):
    """A customer complains, and agrees to try what is changed."""

    def complain(name="Ann", *, touchpoint=None, score=3, agrees=True, post=None, **facts):
        customer = make_customer(name=name, email=f"{name.lower()}@x.example")
        if agrees:
            agree(customer)
        post = post or (make_post(touchpoint=touchpoint) if touchpoint else make_post())
        return make_response(post=post, score=score, customer=customer, **facts)

    return complain


@pytest.fixture
def run(make_team):
    """Begin the test of an idea."""

    def run(idea, by, metric="nps"):
        goal = Goal.objects.first() or Goal.objects.create(name="Stay")
        return testing.begin_trial(
            idea, what="The new roof", metric=metric, goal=goal, touchpoint=idea.touchpoint, team=make_team(),
            by=by,
        )  # fmt: skip

    return run


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


def test_it_asks_what_the_idea_should_move_or_what_they_had_scored(make_idea, complain):
    assert usual_metric(make_idea(metric="ces")) == "ces"
    idea = make_idea(metric="cases")
    assert usual_metric(idea) == "csat"
    complain(touchpoint=idea.touchpoint)
    assert usual_metric(idea) == "nps"


def test_both_scores_stand_side_by_side_once_they_answer(make_idea, complain, run, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    asked = testing.invite_testers(trial := run(idea, champion), [first], by=champion)[0]
    assert (asked.follows, asked.email, results(trial).answered) == (first, "ann@x.example", 0)
    answer_invitation(asked, {"metric": "nps", "score": 9, "comment": "Dry!", "language": "en"})
    found = results(trial)
    assert (found.asked, found.answered, found.moved.value, found.moved.n) == (1, 1, 6, 1)
    page = sign_in(champion).get(f"/ideas/{idea.pk}/scores/")
    assert re.search(r"<b>3</b> of 10.*<b>9</b> of 10.*\+6", page.text, re.DOTALL)


def test_the_case_and_the_customers_timeline_show_both_scores(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    asked = testing.invite_testers(run(idea, champion), [first], by=champion)[0]
    client = sign_in(champion)
    assert "no answer yet" in client.get(first.case.get_absolute_url()).text
    answer_invitation(asked, {"metric": "nps", "score": 9, "comment": "Dry!", "language": "en"})
    case = client.get(first.case.get_absolute_url()).text
    assert "Asked again since" in case
    assert "<b>9</b> of 10" in case
    assert "Dry!" in case
    assert "asked again after 3 of 10" in client.get(first.customer.get_absolute_url()).text


def test_testers_who_said_the_same_count_each_and_a_hidden_answer_is_neither_counted_nor_shown(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint, score=3) for name in ("Ann", "Bea", "Cai", "Dai")]
    trial = run(idea, champion)
    for asked, score in zip(testing.invite_testers(trial, firsts, by=champion), (9, 9, 6, 1), strict=True):
        answer_invitation(asked, {"metric": "nps", "score": score, "comment": "", "language": "en"})
    hide_response(Response.objects.get(post=trial.post, score=1), reason="A joke", by=champion)
    found = results(trial)
    assert (found.asked, found.answered, found.before.value, found.after.value) == (4, 3, 3, 8)
    assert (found.moved.value, found.moved.n) == (5, 3)
    shown = sign_in(champion).get(f"{idea.get_absolute_url()}scores/").context["testers"]
    assert {str(one) for one in shown} == {"Ann", "Bea", "Cai"}


def test_all_together_stand_on_the_page_and_each_one_where_they_are_asked_for(
    make_idea, complain, run, make_champion, sign_in
):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea")]
    testing.invite_testers(run(idea, champion), firsts, by=champion)
    client, whole = sign_in(champion), f"{idea.get_absolute_url()}scores/"
    page = client.get(idea.get_absolute_url())
    assert ("Ann" in page.text, whole in page.text) == (False, True)
    page = client.get(whole)
    assert {str(one) for one in page.context["testers"]} == {"Ann", "Bea"}


def test_many_testers_stand_on_several_pages(make_idea, complain, run, make_champion, sign_in, monkeypatch):
    monkeypatch.setattr(trials, "EACH", 2)
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea", "Cai")]
    testing.invite_testers(run(idea, champion), firsts, by=champion)
    client, path = sign_in(champion), f"{idea.get_absolute_url()}scores/?page="
    first, last = client.get(f"{path}1"), client.get(f"{path}2")
    assert [[str(one) for one in page.context["testers"]] for page in (first, last)] == [
        ["Cai", "Bea"],
        ["Ann"],
    ]
    assert (f"{path}2" in first.text, f"{path}0" in first.text) == (True, False)
    assert (f"{path}1" in last.text, f"{path}3" in last.text) == (True, False)
    for odd in ("", "x", "0", "-1", "3", "9" * 30, "٣"):
        page = client.get(f"{path}{odd}")
        assert [str(one) for one in page.context["testers"]] == ["Cai", "Bea"]


def test_the_api_tells_all_testers_on_pages(make_idea, complain, run, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    firsts = [complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea", "Cai")]
    sent = testing.invite_testers(trial := run(idea, champion), firsts, by=champion)
    client, path = sign_in(champion), f"/api/v1/idea-tests/{trial.pk}/testers/?page_size=2"
    page = client.get(path).json()
    assert [row["invitation"] for row in page["results"]] == [sent[2].pk, sent[1].pk]
    rest = client.get(page["next"]).json()
    assert ([row["invitation"] for row in rest["results"]], rest["next"]) == ([sent[0].pk], None)
    assert client.get(path, {"cursor": "x"}).status_code == 404


def test_who_was_invited_just_now_stands_before_who_answered_before_that(
    make_idea, complain, run, make_champion
):
    idea, champion = make_idea(), make_champion()
    ann, bea = (complain(name, touchpoint=idea.touchpoint) for name in ("Ann", "Bea"))
    testing.invite_testers(trial := run(idea, champion), [ann, bea], by=champion)
    now = timezone.now()
    trial.testers.filter(follows=bea).update(sent_at=now - timedelta(days=3), answered_at=now)
    trial.testers.filter(follows=ann).update(sent_at=now - timedelta(days=1))
    assert [str(one) for one in last_testers(trial, to=champion, most=9)] == ["Bea", "Ann"]
    trial.testers.filter(follows=bea).update(answered_at=now - timedelta(days=2))
    assert [str(one) for one in last_testers(trial, to=champion, most=9)] == ["Ann", "Bea"]


def test_two_that_measure_something_else_are_not_subtracted(make_idea, complain, run, make_champion):
    idea, champion = make_idea(), make_champion()
    first = complain("Ann", touchpoint=idea.touchpoint, score=3)
    trial = run(idea, champion, metric="csat")
    asked = testing.invite_testers(trial, [first], by=champion)[0]
    answer_invitation(asked, {"metric": "csat", "score": 5, "comment": "", "language": "en"})
    assert (results(trial).answered, results(trial).moved) == (1, None)


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


def test_the_mail_says_what_they_had_said_and_one_click_ends_it(make_idea, complain, run, make_champion):
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


def test_others_read_the_figures_and_no_names(
    make_idea, complain, run, make_champion, make_employee, sign_in
):
    idea, champion = make_idea(), make_champion()
    trial = run(idea, champion)
    testing.invite_testers(trial, [complain("Ann", touchpoint=idea.touchpoint)], by=champion)
    client = sign_in(make_employee())
    page = client.get(f"/ideas/{idea.pk}/scores/")
    assert "Nobody is invited yet." not in page.text
    assert ("Ann" in page.text, "here that is nobody" in page.text) == (False, True)
    assert client.get(f"/ideas/{idea.pk}/testers/").status_code == 403
    assert client.get(f"/api/v1/idea-tests/{trial.pk}/testers/").json()["results"] == []
    assert client.get(f"/api/v1/idea-tests/{trial.pk}/proposed/").status_code == 403


def test_a_declined_idea_is_not_tested(make_idea, make_champion, sign_in):
    idea, champion = make_idea(), make_champion()
    decide(idea, to="declined", reason="No", by=champion)
    assert sign_in(champion).get(f"/ideas/{idea.pk}/test/").status_code == 403
    assert not Trial.objects.exists()


def test_an_idea_without_a_test_has_no_scores_and_a_hidden_one_none_to_others(
    make_idea, make_board, run, make_champion, make_employee, sign_in
):
    champion, hidden = make_champion(), make_idea(board=make_board(is_one_way=True))
    run(hidden, champion)
    assert sign_in(champion).get(f"{make_idea().get_absolute_url()}scores/").status_code == 404
    path = f"{hidden.get_absolute_url()}scores/"
    assert sign_in(champion).get(path).status_code == 200
    assert sign_in(make_employee()).get(path).status_code == 404
