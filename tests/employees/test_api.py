from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.tokens import make_token, revoke_token
from employees.models import ApiToken, Employee, Team


@pytest.fixture
def call(acme, client_of):
    """Ask the API with a token of this person."""

    def call(person, method, path, data=None, scopes=("write",), **headers):
        _token, secret = make_token(owner=person, name="t", scopes=list(scopes))
        client = client_of(acme, raise_request_exception=False)
        headers = {"Authorization": f"Bearer {secret}"} | headers
        return getattr(client, method)(
            f"/api/v1/{path}", data, content_type="application/json", headers=headers
        )

    return call


def test_a_token_reads_what_its_owner_may_read(call, make_employee, make_promise):
    person = make_employee()
    mine, _other = make_promise(person), make_promise(make_employee())
    page = call(person, "get", "commitments/", scopes=["read"])
    assert [row["id"] for row in page.json()["results"]] == [mine.pk]


def test_without_a_good_token_nobody_gets_in(acme, client_of, make_employee):
    token, secret = make_token(owner=make_employee(), name="t", scopes=["read"])
    client = client_of(acme)
    for words in ("", "Bearer", "Bearer x", f"Bearer {secret} x", "Bearer \xff"):
        answer = client.get("/api/v1/teams/", headers={"Authorization": words})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
    ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/teams/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401
    ApiToken.objects.filter(pk=token.pk).update(expires_at=None)
    assert client.get("/api/v1/teams/", headers={"Authorization": f"Bearer {secret}"}).status_code == 200
    token.refresh_from_db()
    assert token.used_at
    revoke_token(token)
    assert client.get("/api/v1/teams/", headers={"Authorization": f"Bearer {secret}"}).status_code == 401


def test_a_scope_narrows_what_the_owner_may(call, make_employee):
    admin = make_employee(is_admin=True)
    assert call(admin, "post", "teams/", {"name": "A"}, scopes=["read"]).status_code == 403
    assert call(admin, "get", "teams/", scopes=["feedback"]).status_code == 403
    assert call(admin, "post", "teams/", {"name": "A"}).status_code == 201
    assert call(make_employee(), "post", "teams/", {"name": "B"}).status_code == 403


def test_a_token_makes_no_token(call, make_employee):
    assert call(make_employee(), "post", "tokens/", {"name": "x", "scopes": ["read"]}).status_code == 400


def test_a_signed_in_person_makes_and_revokes_a_token(make_employee, sign_in):
    client = sign_in(make_employee())
    made = client.post("/api/v1/tokens/", {"name": "x", "scopes": ["read"]}, content_type="application/json")
    assert made.status_code == 201
    assert ApiToken.objects.find(made.json()["secret"])
    assert client.get(f"/api/v1/tokens/{made.json()['id']}/").json()["secret"] == ""
    assert client.delete(f"/api/v1/tokens/{made.json()['id']}/").status_code == 204
    assert ApiToken.objects.find(made.json()["secret"]) is None


def test_employees_are_invited_changed_and_let_go(call, make_employee):
    admin = make_employee(is_admin=True)
    made = call(admin, "post", "employees/", {"name": "Nia", "email": "Nia@x.org"}).json()
    path = f"employees/{made['id']}/"
    assert call(admin, "patch", path, {"name": "Nia Rees"}).json()["name"] == "Nia Rees"
    assert call(admin, "post", f"{path}invite/").status_code == 200
    assert call(admin, "post", f"{path}deactivate/", {}).json()["deactivated_at"]
    assert call(admin, "post", f"{path}deactivate/", {}).status_code == 409
    assert call(admin, "post", f"employees/{admin.pk}/deactivate/", {}).status_code == 400


def test_nobody_becomes_an_operator_or_comes_back_by_a_patch(call, make_employee):
    admin = make_employee(is_admin=True)
    call(
        admin,
        "patch",
        f"employees/{admin.pk}/",
        {"is_operator": True, "deactivated_at": None, "password": "x"},
    )
    assert not Employee.objects.get(pk=admin.pk).is_operator


def test_a_team_in_a_circle_or_with_odd_hours_is_a_400(call, make_employee, make_team):
    admin, head = make_employee(is_admin=True), make_team()
    ward = make_team(parent=head)
    assert call(admin, "patch", f"teams/{head.pk}/", {"parent": ward.pk}).status_code == 400
    assert call(admin, "patch", f"teams/{head.pk}/", {"hours": {"0": [["9", "x"]]}}).status_code == 400
    assert call(admin, "post", "teams/", {"name": head.name}).status_code == 400
    assert Team.objects.count() == 2


def test_two_terms_at_once_are_a_400(call, make_employee):
    admin = make_employee(is_admin=True)
    facts = {"employee": admin.pk, "sponsor": admin.pk, "starts": "2030-01-01", "ends": "2030-12-31"}
    assert call(admin, "post", "terms/", facts).status_code == 201
    assert call(admin, "post", "terms/", facts).status_code == 400
    assert call(admin, "post", "terms/", facts | {"starts": "2032-01-01"}).status_code == 400


def test_a_promise_is_worked_by_the_verbs_of_the_ledger(
    call, make_employee, make_team, make_promise, make_champion
):
    team = make_team()
    owner, champion = make_employee(team=team), make_champion(team=team)
    made = make_promise(owner)
    path = f"commitments/{made.pk}/"
    later = (timezone.now() + timedelta(days=9)).isoformat()
    assert call(champion, "post", f"{path}nudge/", {"note": "How?"}).status_code == 201
    asked = call(owner, "get", "nudges/").json()["results"][0]["id"]
    assert call(owner, "post", f"nudges/{asked}/acknowledge/", {"answer": "Soon"}).json()["answer"] == "Soon"
    assert call(owner, "post", f"nudges/{asked}/acknowledge/", {}).status_code == 409
    moved = call(owner, "post", f"{path}renegotiate/", {"due_at": later, "reason": "Ill"}).json()
    assert moved["due_at"] != moved["first_due_at"]
    assert call(owner, "post", f"{path}hand-over/", {"to": champion.pk}).json()["owner"] == champion.pk
    assert call(owner, "get", path).status_code == 404
    assert call(champion, "post", f"{path}withdraw/", {"reason": "Gone"}).json()["withdrawn_at"]
    assert call(champion, "post", f"{path}withdraw/", {"reason": "Gone"}).status_code == 409
    assert call(make_employee(), "post", f"{path}nudge/", {}).status_code == 403


def test_the_ledger_is_filtered_and_unknown_filters_are_refused(
    call, make_employee, make_promise, make_champion
):
    champion, owner = make_champion(), make_employee()
    late = make_promise(owner, hours=-1)
    make_promise(owner).keep()
    found = call(champion, "get", "commitments/?state=overdue&ordering=due_at").json()["results"]
    assert [row["id"] for row in found] == [late.pk]
    for query in ("state=delete", "colour=red", "ordering=owner__password"):
        assert call(champion, "get", f"commitments/?{query}").status_code == 400


def test_what_changed_since_it_was_read_is_not_overwritten(call, make_employee, make_team):
    admin, team = make_employee(is_admin=True), make_team()
    etag = call(admin, "get", f"teams/{team.pk}/")["ETag"]
    assert (
        call(admin, "patch", f"teams/{team.pk}/", {"location": "A"}, **{"If-Match": etag}).status_code == 200
    )
    assert (
        call(admin, "patch", f"teams/{team.pk}/", {"location": "B"}, **{"If-Match": etag}).status_code == 412
    )
