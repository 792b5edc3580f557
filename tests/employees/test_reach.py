"""A ladder is edited with a preview of whom it reaches: the same rungs that climb say so."""

import pytest

from employees.actions.ladder import escalate_due
from employees.actions.reach import reach
from employees.forms.people import PolicyForm
from employees.models import Commitment, Escalation, Policy, Team


@pytest.fixture
def place(make_employee, make_team, make_champion, send_away):
    """Head over three wards: one whose lead is there, one whose lead is away, one that nobody leads."""
    chief = make_employee(name="Chief")
    head = make_team(name="Head", lead=chief)
    led = make_team(name="Day", parent=head, lead=make_employee(name="Dee"))
    away = make_employee(name="Ned")
    night = make_team(name="Night", parent=head, lead=away)
    send_away(away)
    return {"head": head, "led": led, "night": night, "bare": make_team(name="Bare", parent=head),
            "champion": make_champion(name="Cleo")}  # fmt: skip


def told(kind="answer", policy=None):
    found = reach(policy or Policy.current())[kind]
    return {
        step.rung: {(str(group.person), group.is_meant): group.teams for group in step.groups}
        for step in found
    }


def test_each_rung_names_whom_it_reaches_and_in_whose_place(place):
    lead = told()["lead"]
    assert lead == {
        ("Dee", True): ["Day"], ("Chief", True): ["Head"], ("Chief", False): ["Bare", "Night"],
        ("Cleo", False): ["promises of no team"],
    }  # fmt: skip
    step = reach(Policy.current())["answer"][0]
    assert (step.as_meant, step.whole) == (2, 5)


def test_nobody_is_reached_twice_and_who_is_left_over_is_said(place):
    assert ("Cleo", True) in told()["champion"]
    assert told()["champion"]["None", False] == ["Bare", "Head", "Night", "promises of no team"]


@pytest.mark.parametrize("name", ["head", "led", "night", "bare"])
def test_the_preview_is_what_then_happens(place, make_promise, name):
    """A promise of each team is broken, and climbs all rungs: those are reached who were foretold."""
    team = Team.objects.get(pk=place[name].pk)
    foretold = [
        next(str(group.person) for group in step.groups if team.name in group.teams)
        for step in reach(Policy.current())["answer"]
    ]
    make_promise(None, hours=-100, age=200, team=team)
    escalate_due()
    happened = Escalation.objects.order_by("pk").values_list("reached__name", flat=True)
    assert [str(each) for each in happened] == foretold


def test_a_preview_saves_nothing_and_needs_no_script(place, make_employee, sign_in):
    admin = sign_in(make_employee(is_admin=True))
    form = admin.get("/policy/").context["form"]
    shown = {name: form[name].value() for name in form.fields}
    facts = {name: value for name, value in shown.items() if value is not None and value is not False}
    facts["rung_answer_up2"] = 30
    page = admin.post("/policy/", facts | {"preview": "1"})
    assert page.status_code == 200
    assert "nothing of it is saved yet" in page.text
    assert ": Chief instead" in page.text
    assert "up2" not in Policy.current().ladders["answer"]
    part = admin.post("/policy/", facts | {"preview": "1"}, headers={"HX-Request": "true"}).text
    assert part.strip().startswith("<section")
    bad = admin.post(
        "/policy/", facts | {"preview": "1", "rung_answer_up2": 1}, headers={"HX-Request": "true"}
    )
    assert (bad.status_code, bad["HX-Retarget"]) == (422, "body")
    assert "As they are saved" in admin.get("/policy/").text


def test_the_api_shows_the_reach_of_what_is_saved_and_of_a_trial(place, make_employee, sign_in):
    admin = sign_in(make_employee(is_admin=True), raise_request_exception=False)
    found = {row["kind"]: row["rungs"] for row in admin.get("/api/v1/policy/reach/").json()}
    assert [rung["rung"] for rung in found["answer"]] == ["lead", "up", "champion"]
    body = {"ladders": {"answer": {"champion": 1}}}
    tried = admin.post("/api/v1/policy/reach/", body, content_type="application/json").json()
    answer = next(row for row in tried if row["kind"] == "answer")["rungs"]
    assert [(rung["rung"], rung["as_meant"], rung["whole"]) for rung in answer] == [("champion", 5, 5)]
    wrong = {"ladders": {"answer": {"lead": 9, "up": 1}}}
    assert admin.post("/api/v1/policy/reach/", wrong, content_type="application/json").status_code == 400
    assert Policy.current().ladders["answer"] != body["ladders"]["answer"]


def test_the_policy_has_a_ladder_for_every_kind_of_promise():
    assert list(PolicyForm.KINDS) == Commitment.Kind.values


def test_many_teams_cost_no_more_queries(place, make_team, django_assert_num_queries):
    for _ in range(20):
        make_team(parent=place["head"])
    with django_assert_num_queries(4):
        reach(Policy())
