"""Whether customers are better off, after an idea was delivered: compared by numbers, and by nothing else.

Each history is worked out by hand here, by the formulas of the metrics: Wilson's centre and error of a share,
the adjusted Wald of NPS, the mean's own; and the interval of the difference, 1.96 standard errors of both
samples to either side of the difference of their centres."""

from datetime import date, timedelta

import pytest
from django.core import mail

from employees.models import Term
from feedback.models import Response
from ideas import tasks
from ideas.actions import checks, deciding, voting
from ideas.actions.errors import UnjudgedError
from ideas.metrics import checking
from ideas.models import OutcomeCheck
from tenants.audit.models import Entry
from tenants.here import today
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting


@pytest.fixture
def place(make_touchpoint):
    return make_touchpoint()


@pytest.fixture
def history(place, make_idea, customers_say, deliver, judged):
    """What was said before an idea was delivered, and after it; its check."""

    def play(metric, before, after, **facts):
        idea = make_idea(touchpoint=place, metric=metric)
        asked = {"metric": "csat" if metric == "cases" else metric} | facts
        customers_say(place, before, **asked)
        return judged(deliver(idea), lambda: customers_say(place, after, **asked))

    return play


def interval(check):
    return check.difference, round(check.difference_low, 2), round(check.difference_high, 2)


def test_a_better_history_is_proven(history):
    """Satisfied were 8 of 20 (40 %), then 17 of 20 (85 %). z²/n = 3.8416/20 = 0.19208.
    Centres: (0.40 + 0.09604) / 1.19208 = 41.61 %; (0.85 + 0.09604) / 1.19208 = 79.36 %; 37.75 apart.
    Errors: √(0.4·0.6/20 + 3.8416/1600) / 1.19208 = 10.067; √(0.85·0.15/20 + 0.002401) / 1.19208 = 7.859.
    1.96 · √(10.067² + 7.859²) = 25.03: from 12.72 to 62.78, wholly above nought."""
    check = history("csat", {5: 4, 4: 4, 2: 12}, {5: 10, 4: 7, 1: 3})
    assert (check.before_n, check.before_value, check.after_n, check.after_value) == (20, 40.0, 20, 85.0)
    assert interval(check) == (45.0, 12.72, 62.78)
    assert check.verdict == "proven"


def test_a_history_that_stays_the_same_is_unproven(history):
    """NPS 25 (10 promoters, 5 detractors of 20), then 30 (11 and 5). With 3 answers more, of them ¾ at either
    end: 500/23 = 21.74 and 600/23 = 26.09; 4.35 apart.
    Errors: 100·√((16.5/23 - 0.2174²) / 23) = 17.069; 100·√((17.5/23 - 0.2609²) / 23) = 17.356.
    1.96 · √(17.069² + 17.356²) = 47.71: from -43.36 to 52.06, with nought in it."""
    check = history("nps", {10: 10, 8: 5, 3: 5}, {9: 11, 7: 4, 6: 5})
    assert (check.before_value, check.after_value) == (25.0, 30.0)
    assert interval(check) == (5.0, -43.36, 52.06)
    assert check.verdict == "unproven"


def test_a_worse_history_is_harmful(history):
    """How easy it was, of 7: ten 6 and ten 5, mean 5.5; then ten 4, five 3 and five 5, mean 4.0.
    Variances: 20·0.25/19 = 0.26316; 10·1/19 = 0.52632. Errors, squared: 0.013158 and 0.026316.
    1.96 · √0.039474 = 0.389: from -1.89 to -1.11, wholly below nought."""
    check = history("ces", {6: 10, 5: 10}, {4: 10, 3: 5, 5: 5})
    assert (check.before_value, check.after_value) == (5.5, 4.0)
    assert interval(check) == (-1.5, -1.89, -1.11)
    assert check.verdict == "harmful"


@pytest.mark.parametrize(("before", "after"), [({2: 9}, {5: 40}), ({2: 40}, {5: 9})], ids=["before", "after"])
def test_fewer_than_ten_answers_prove_nothing_however_clear_they_are(history, before, after):
    check = history("csat", before, after)
    assert check.difference_low > 0
    assert (check.verdict, check.has_too_few) == ("unproven", True)


def test_fewer_cases_are_better(history):
    """15 of 30 answers opened a case, then 2 of 30. z²/n = 0.12805, the spread 1.12805; centres
    (0.5 + 0.06403) / 1.12805 = 50.00 %, (0.06667 + 0.06403) / 1.12805 = 11.59 %; -38.41 apart.
    Errors: √(0.25/30 + 3.8416/3600) / 1.12805 = 8.595; √(0.06222/30 + 0.001067) / 1.12805 = 4.968.
    1.96 · √(8.595² + 4.968²) = 19.46: from -57.88 to -18.96."""
    check = history("cases", {1: 15, 5: 15}, {1: 2, 5: 28}, opens_cases=True)
    assert (check.before_value, round(check.after_value, 2)) == (50.0, 6.67)
    assert interval(check)[1:] == (-57.87, -18.96)
    assert check.verdict == "proven"


def test_answers_that_are_all_alike_have_no_interval_and_prove_nothing(history):
    check = history("ces", {3: 12}, {6: 12})
    assert (check.verdict, check.difference) == ("unproven", None)


def test_what_was_before_is_frozen_at_the_delivery(place, make_idea, customers_say, deliver, judged):
    said = customers_say(place, {2: 20})
    customers_say(place, {5: 1}, days=1)
    hidden = customers_say(place, {5: 3})
    Response.objects.filter(pk__in=[one.pk for one in hidden]).update(hidden_at="2026-01-01T00:00Z")
    check = deliver(make_idea(touchpoint=place))
    assert (check.before_n, check.before_counts) == (21, {"2": 20, "5": 1})
    Response.objects.filter(pk__in=[one.pk for one in said]).update(score=5)
    assert judged(check, lambda: customers_say(place, {2: 20})).before_counts == {"2": 20, "5": 1}


def test_only_its_own_place_metric_and_days_count(place, make_idea, make_touchpoint, customers_say, deliver):
    customers_say(place, {4: 3})
    customers_say(make_touchpoint(), {4: 3})
    customers_say(place, {9: 3}, metric="nps")
    check = deliver(make_idea(touchpoint=place))
    assert (check.before_n, check.before_to) == (3, today() - timedelta(days=1))


DAY = date(2026, 3, 1)


@pytest.mark.parametrize(("judge_on", "days"), [
    (DAY + timedelta(days=120), 90),  # what is left of it when it is delivered
    (DAY + timedelta(days=40), 40),  # too little is left: as long as it gave itself
    (DAY + timedelta(days=5), 28),  # it gave itself too little: four weeks
    (DAY - timedelta(days=5), 28),
])  # fmt: skip
def test_as_many_days_after_the_delivery_are_compared_as_before_it(judge_on, days):
    delivered = DAY + timedelta(days=30)
    span = checking.windows(handed_in=DAY, judge_on=judge_on, delivered=delivered)
    assert span.after_to == delivered + timedelta(days=days)
    assert (span.before_to - span.before_from).days + 1 == days
    assert (span.after_to - span.after_from).days + 1 == days
    assert (span.before_to, span.after_from) == (delivered - timedelta(1), delivered + timedelta(1))


def test_never_more_than_a_year_is_compared():
    span = checking.windows(handed_in=DAY, judge_on=date(2029, 1, 1), delivered=DAY)
    assert span.after_to == date(2029, 1, 1)
    assert (span.after_to - span.after_from).days + 1 == 365


def test_it_is_judged_once_when_its_last_day_is_over(
    place, make_idea, deliver, time_machine_later, django_capture_on_commit_callbacks
):
    check = deliver(make_idea(touchpoint=place))
    time_machine_later(days=(check.after_to - today()).days)
    assert not checks.judge(check.pk)
    time_machine_later(days=1)
    assert [checks.judge(check.pk) for _ in range(2)] == [True, False]
    assert Event.objects.get(name="idea.outcome").payload == {
        "idea": check.idea_id, "check": check.pk, "verdict": "unproven"
    }  # fmt: skip
    assert Entry.objects.filter(action="idea.judged").count() == 1


def test_the_schedule_queues_what_is_due(place, make_idea, deliver, time_machine_later, monkeypatch):
    check, queued = deliver(make_idea(touchpoint=place)), []
    monkeypatch.setattr("ideas.tasks.enqueue", lambda *asked: queued.append(asked))
    tasks.judge_checks()
    assert not queued
    time_machine_later(days=200)
    tasks.judge_checks()
    assert queued == [("ideas.tasks.judge_check", check.pk)]


def test_author_and_voters_read_the_verdict_once_with_its_numbers(
    place, make_idea, make_employee, customers_say, deliver, judged
):
    author, voter = make_employee(email="author@example.com"), make_employee(email="voter@example.com")
    idea = make_idea(by=author, touchpoint=place, title="A roof")
    voting.vote(idea, by=voter)
    customers_say(place, {2: 20})
    check = judged(deliver(idea), lambda: customers_say(place, {5: 20}))
    tasks.tell_of_outcome(check.pk)
    send_waiting()
    told = {message.to[0]: message for message in mail.outbox if "proven" in message.subject}
    assert set(told) == {"author@example.com", "voter@example.com"}
    assert "CSAT went from 0% to 100% (n = 20 and 20)." in told["author@example.com"].body
    assert "Your idea “A roof” was delivered." in told["author@example.com"].body
    assert "You wanted the idea" in told["voter@example.com"].body


def test_a_harmful_idea_alarms_champion_and_sponsors(
    place, make_idea, make_challenge, make_employee, customers_say, deliver, judged
):
    champion, sponsor = make_employee(email="cleo@example.com"), make_employee(email="sue@example.com")
    Term.objects.create(
        employee=champion, sponsor=sponsor, starts=today(), ends=today() + timedelta(days=400)
    )
    challenge = make_challenge(sponsor=make_employee(email="nia@example.com"))
    author, facts = make_employee(email="author@example.com"), {"challenge": challenge, "touchpoint": place}
    idea = make_idea(challenge.board, author, **facts)
    voting.vote(idea, by=champion)
    customers_say(place, {5: 20})
    judged(deliver(idea), lambda: customers_say(place, {1: 20}))
    send_waiting()
    alarmed = {message.to[0] for message in mail.outbox if message.subject.startswith("Customers are worse")}
    told = {message.to[0] for message in mail.outbox if "harmful" in message.subject}
    assert (alarmed, told) == (
        {"cleo@example.com", "sue@example.com", "nia@example.com"}, {"author@example.com"},
    )  # fmt: skip


def test_started_again_its_check_is_void_and_the_next_delivery_freezes_anew(
    place, make_idea, make_employee, customers_say, deliver, time_machine_later
):
    customers_say(place, {2: 12})
    idea, by = make_idea(touchpoint=place), make_employee()
    first = deliver(idea, by=by)
    deciding.decide(idea, to="started", reason="It leaks", by=by, owner=by, due_on=today())
    first.refresh_from_db()
    assert first.voided_at
    time_machine_later(days=200)
    assert not OutcomeCheck.objects.due().exists()
    assert not checks.judge(first.pk)
    customers_say(place, {4: 15})
    deciding.decide(idea, to="completed", reason="It is tight", by=by)
    second = OutcomeCheck.objects.standing().get()
    assert (second.before_n, second.before_counts, first.before_n) == (15, {"4": 15}, 12)


def test_each_says_once_why_they_see_it_otherwise(history, make_employee, sign_in):
    check = history("csat", {2: 20}, {5: 20})
    one = sign_in(make_employee(name="Nia Rowlands"))
    path = f"/ideas/{check.idea_id}/dissent/"
    assert one.post(path, {"reason": " "}).status_code == 422
    for reason in ("They only came in summer", "It was the new till"):
        assert one.post(path, {"reason": reason}).status_code == 302
    page = sign_in(make_employee()).get(f"/ideas/{check.idea_id}/").text
    assert "It was the new till" in page
    assert "Nia Rowlands" in page
    assert "They only came in summer" not in page


def test_nobody_dissents_before_there_is_a_verdict(place, make_idea, make_employee, deliver):
    check = deliver(make_idea(touchpoint=place))
    with pytest.raises(UnjudgedError):
        checks.dissent(check, by=make_employee(), reason="No")


def test_whoever_does_not_see_the_idea_sees_no_verdict(
    place, make_board, make_idea, make_employee, make_team, deliver, judged, sign_in
):
    check = judged(deliver(make_idea(make_board(teams=[make_team()]), touchpoint=place)))
    outsider = sign_in(make_employee())
    assert outsider.post(f"/ideas/{check.idea_id}/dissent/", {"reason": "No"}).status_code == 404
    assert check.idea.title not in outsider.get("/ideas/outcomes/").text
    assert check.idea.title not in outsider.get("/ideas/outcomes/judged.csv").content.decode()


def test_the_page_of_outcomes_has_a_view_of_each_verdict(history, make_employee, sign_in):
    check, client = history("csat", {2: 20}, {5: 20}), sign_in(make_employee())
    shown = {view: check.idea.title in client.get(f"/ideas/outcomes/?view={view}").text
             for view in ("", "waiting", "proven", "unproven", "harmful", "patents", "nonsense")}  # fmt: skip
    assert [view for view, is_there in shown.items() if is_there] == ["", "proven", "nonsense"]
    assert "proven" in client.get("/ideas/outcomes/proven.csv").content.decode()
