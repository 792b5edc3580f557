"""Whatever is sent: a clear answer of the kind 4xx, nothing stored, and nothing of another organisation."""

import json

import pytest

from employees.models import Employee, Team
from feedback.models import Case, Goal, Response, Stage
from tests.conftest import standing_in

PROBLEM = "application/problem+json"


@pytest.fixture
def ask(sign_in, make_champion):
    champion = make_champion(is_admin=True)
    client = sign_in(champion, raise_request_exception=False)

    def ask(method, path, facts=None, *, raw=None, kind="application/json"):
        body = raw if raw is not None else "" if facts is None else json.dumps(facts)
        return client.generic(method, f"/api/v1/{path}", body, content_type=kind)

    return ask


def is_refused(page, *statuses):
    assert page.status_code in (statuses or (400,)), (page.status_code, page.content[:300])
    assert page["Content-Type"] == PROBLEM
    return page.json()


POSTED = ["responses/", "responses/bulk/", "teams/", "causes/", "cases/assign/", "posts/", "invitations/"]
CROOKED = [
    "[" * 100_000, '{"a":' * 50_000, "{", "nonsense", '"text"', "[]", "[[[[]]]]", "17", "null", "\x00",
    '{"name": NaN}', '{"name": 1' + "0" * 5000 + "}",
]  # fmt: skip


@pytest.mark.parametrize("path", POSTED)
def test_what_is_no_json_object_is_refused(ask, path):
    for body in CROOKED:
        is_refused(ask("POST", path, raw=body))


def test_another_kind_of_body_is_refused(ask):
    for kind in ("text/plain", "application/xml", "multipart/form-data; boundary=x", "", "x"):
        is_refused(ask("POST", "teams/", raw="name=A", kind=kind), 400, 415)
    is_refused(ask("POST", "imports/", {"file": "x"}), 415)
    assert not Team.objects.exists()


def test_a_body_larger_than_any_is_refused_unread(ask):
    is_refused(ask("POST", "teams/", raw='{"name": "' + "x" * 33_000_000 + '"}'), 413)


@pytest.mark.parametrize("letter", ["\x00", "\ud800"])
def test_letters_that_cannot_be_stored_are_refused_wherever_they_stand(ask, make_post, make_case, letter):
    post, case = make_post(), make_case()
    is_refused(ask("POST", "teams/", {"name": f"a{letter}b"}))
    is_refused(ask("POST", "responses/", {"post": post.pk, "score": 9, "comment": letter}))
    is_refused(ask("POST", "responses/", {"post": post.pk, "score": 9, "answers": {letter: letter}}))
    is_refused(ask("POST", f"cases/{case.pk}/notes/", {"body": f"x{letter}"}))
    title = {
        "title": {f"en{letter}": "x"},
        "questions": [{"key": "nps", "kind": "nps", "labels": {letter: "x"}}],
    }
    is_refused(ask("POST", f"posts/{post.pk}/revise/", title))
    is_refused(ask("POST", "employees/import/", {"kind": "teams", "text": f"name\n{letter}"}))
    assert post.versions.count() == 1


@pytest.mark.parametrize(
    "query",
    [
        "page_size=0",
        "page_size=-1",
        "page_size=9999",
        "page_size=x",
        "cursor=cD0lMDA%3D",
        "cursor=cD1hYmM%3D",
        "colour=red",
        "ordering=password",
    ],
)
def test_a_query_that_cannot_be_is_refused(ask, query):
    is_refused(ask("GET", f"commitments/?{query}"), 400, 404)


def test_a_filter_that_is_neither_true_nor_false_is_refused(ask):
    for path in ("employees/?is_active=null", "touchpoints/?matters=yes", "import-issues/?is_open=maybe"):
        is_refused(ask("GET", path))
    assert ask("GET", "employees/?is_active=true").json()["results"]


@pytest.mark.parametrize("number", [10**30, -(10**30), 2**63, 1e308, "9" * 2000])
def test_huge_numbers_are_refused(ask, make_post, make_case, number):
    post, case = make_post(), make_case()
    is_refused(ask("POST", "responses/", {"post": post.pk, "score": number}))
    is_refused(ask("POST", "responses/", {"post": number, "score": 9}))
    is_refused(ask("POST", f"cases/{case.pk}/assign/", {"to": number}))
    is_refused(ask("PATCH", f"posts/{post.pk}/", {"nps_at_most": number}))
    is_refused(ask("PATCH", "policy/", {"reminders": {"answer": number}}))
    is_refused(ask("GET", f"teams/{number}/"), 404)


def test_dates_at_the_end_of_time_are_refused(ask, make_post, make_promise, make_employee):
    post, promise = make_post(), make_promise(make_employee())
    for moment in ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59-23:00"):
        is_refused(ask("POST", "responses/", {"post": post.pk, "score": 9, "received_at": moment}))
        later = {"due_at": moment, "reason": "x"}
        is_refused(ask("POST", f"commitments/{promise.pk}/renegotiate/", later))


@pytest.fixture
def there(bolt):
    """What another organisation has; its keys are of nothing here."""
    with standing_in(bolt):
        team = Team.objects.create(pk=987_001, name="Theirs")
        person = Employee.objects.create(pk=987_002, name="Theirs", email="t@example.com", password="!")
        goal = Goal.objects.create(pk=987_003, name="Theirs")
    return {"team": team.pk, "person": person.pk, "goal": goal.pk}


def test_what_another_organisation_has_is_nothing_here(ask, there, make_post, make_case, make_champion):
    post, case = make_post(), make_case()
    for path in (f"teams/{there['team']}/", f"employees/{there['person']}/", f"goals/{there['goal']}/"):
        is_refused(ask("GET", path), 404)
        is_refused(ask("PATCH", path, {"name": "Ours"}), 404)
    is_refused(ask("POST", "responses/", {"post": post.pk, "score": 9, "team": there["team"]}))
    report = ask(
        "POST", "responses/bulk/", {"responses": [{"post": post.pk, "score": 9, "team": there["team"]}]}
    )
    assert (report.json()["stored"], list(report.json()["errors"][0]["errors"])) == (0, ["team"])
    is_refused(ask("PATCH", f"posts/{post.pk}/", {"goal": there["goal"]}))
    is_refused(ask("POST", f"cases/{case.pk}/assign/", {"to": there["person"]}))
    is_refused(ask("POST", "cases/assign/", {"cases": [case.pk, 987_004], "to": case.owner.pk}))
    is_refused(ask("GET", f"commitments/?owner={there['person']}"))
    is_refused(ask("GET", f"metrics/?team={there['team']}"))
    assert Case.objects.get(pk=case.pk).owner == case.owner
    assert Response.objects.count() == 1


def test_two_of_a_name_are_a_conflict(ask, make_touchpoint):
    place = make_touchpoint()
    body = {"journey": place.stage.journey_id, "name": place.stage.name}
    is_refused(ask("POST", "stages/", body), 400, 409)
    assert Stage.objects.filter(name=place.stage.name, journey=place.stage.journey).count() == 1


def test_a_reference_to_nothing_is_told_at_its_field(ask):
    nobody = 2**31 - 1
    facts = {"employee": nobody, "sponsor": nobody, "starts": "2030-01-01", "ends": "2029-01-01"}
    assert set(is_refused(ask("POST", "terms/", facts))["errors"]) == {"employee", "sponsor"}
    assert not ask("GET", "nothing/at/all/").content.startswith(b"<")
    is_refused(ask("GET", "nothing/at/all/"), 404)


@pytest.mark.parametrize("path", ["responses/", "responses/bulk/"])
def test_a_touchpoint_that_was_deleted_a_moment_ago_cannot_be_named(ask, make_post, make_touchpoint, path):
    post, touchpoint = make_post(), make_touchpoint()
    key = touchpoint.pk

    def send():
        said = {"post": post.pk, "score": 9, "touchpoint": key}
        return ask("POST", path, {"responses": [said]} if "bulk" in path else said)

    assert send().status_code in (200, 201)
    Response.objects.all().delete()
    touchpoint.delete()
    page = send()
    assert page.status_code == (200 if "bulk" in path else 400), page.content[:300]
    assert "touchpoint" in page.text
    assert not Response.objects.exists()
