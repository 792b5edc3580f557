from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from employees.actions.importing import import_csv
from employees.models import ApiToken, Commitment, Employee, Policy, Team, Term

PEOPLE = "email,name,team,admin\nnia@example.com,Nia,Ward,no\nbad,Bad,Ward,\n"


@pytest.fixture
def admin(make_employee, sign_in):
    return sign_in(make_employee(is_admin=True, name="Ada"))


def test_an_admin_invites_changes_and_finds_people(admin, make_team):
    team = make_team(name="Ward")
    assert (
        admin.post("/people/invite/", {"name": "Nia Rees", "email": "nia@x.org", "team": team.pk}).status_code
        == 302
    )
    nia = Employee.objects.get(email="nia@x.org")
    assert admin.post(f"/people/{nia.pk}/", {"name": "Nia Ray", "email": "nia@x.org"}).status_code == 302
    assert "Nia Ray" in admin.get("/people/?q=ni").text
    assert "Nia Ray" not in admin.get("/people/?q=zz'\\:*%26").text
    assert "Nia Ray" in admin.get("/people/?q=n%00i").text
    assert "invited" in admin.get("/people/").text


def test_an_address_is_taken_once(admin, make_employee):
    make_employee(email="nia@x.org")
    assert admin.post("/people/invite/", {"name": "Nia", "email": "NIA@x.org"}).status_code == 422


def test_nobody_makes_themselves_an_operator(admin):
    me = Employee.objects.get(name="Ada")
    admin.post(f"/people/{me.pk}/", {"name": "Ada", "email": me.email, "is_admin": "on", "is_operator": "on"})
    me.refresh_from_db()
    assert not me.is_operator


def test_whoever_leaves_is_asked_after_their_promises(admin, make_employee, make_promise):
    leaver, taker = make_employee(), make_employee()
    made = make_promise(leaver)
    asked = admin.get(f"/people/{leaver.pk}/leave/").text
    assert "Who takes the open promises?" in asked
    assert "They have 1 open promise." in asked
    admin.post(f"/people/{leaver.pk}/leave/", {"hand_to": taker.pk})
    made.refresh_from_db()
    assert made.owner == taker
    assert admin.post(f"/people/{leaver.pk}/invite/").status_code == 302
    leaver.refresh_from_db()
    assert leaver.is_active


def test_the_last_admin_is_told_why_they_stay(admin):
    me = Employee.objects.get(name="Ada")
    page = admin.post(f"/people/{me.pk}/leave/", {})
    assert page.status_code == 422
    assert "Somebody must be left" in page.text


def test_a_file_is_looked_at_first_and_taken_in_as_a_whole(admin, make_team):
    make_team(name="Ward")
    file = SimpleUploadedFile("people.csv", PEOPLE.encode())
    page = admin.post("/people/import/", {"kind": "people", "file": file})
    assert page.status_code == 422
    assert "One row is wrong" in page.text
    assert not Employee.objects.filter(email="nia@example.com").exists()
    good = PEOPLE.replace("bad,", "bob@example.com,")
    assert "2 new" in admin.post("/people/import/", {"kind": "people", "text": good}).text
    assert not Employee.objects.filter(email="nia@example.com").exists()
    admin.post("/people/import/", {"kind": "people", "text": good, "take": "1"})
    assert Employee.objects.filter(team__name="Ward").count() == 2
    assert import_csv("people", good, dry_run=False).same == 2


def test_teams_come_in_with_their_tree_and_leads(make_employee):
    make_employee(email="lead@x.org")
    text = "name;parent;lead;time_zone\nHead;;;\nWard;Head;lead@x.org;Europe/London\n"
    text += "Odd;Nowhere;;\nBad;;;Mars/Base\n"
    outcome = import_csv("teams", text, dry_run=False)
    assert [number for number, _words in outcome.errors] == [4, 5]
    assert not Team.objects.exists()
    import_csv("teams", "\n".join(text.split("\n")[:3]), dry_run=False)
    assert str(Team.objects.get(name="Ward").parent) == "Head"


@pytest.mark.parametrize("text", ["", "x", "name\nBob", "email,name,salary\na@b.org,A,1", "\0", '"'])
def test_a_file_without_the_right_columns_is_refused(acme, text):
    assert import_csv("people", text, dry_run=False).errors


def test_a_team_keeps_its_hours_and_belongs_to_no_team_below_it(admin, make_team):
    head = make_team(name="Head")
    ward = make_team(name="Ward", parent=head)
    facts = {"name": "Head", "day_0": "09:00-12:30, 13:30-17:00", "free_days": "2026-12-25\n2026-01-01"}
    admin.post(f"/teams/{head.pk}/", facts)
    head.refresh_from_db()
    assert head.hours == {"0": [["09:00", "12:30"], ["13:30", "17:00"]]}
    assert head.holidays == ["2026-01-01", "2026-12-25"]
    assert admin.post(f"/teams/{head.pk}/", {"name": "Head", "parent": ward.pk}).status_code == 422
    assert admin.post(f"/teams/{head.pk}/", {"name": "Head", "day_1": "17-9"}).status_code == 422
    assert "– Ward" in admin.get("/teams/").text or "– <a" in admin.get("/teams/").text


def test_one_champion_at_a_time_is_said_at_the_form(admin, make_employee):
    person, sponsor, today = make_employee(), make_employee(), timezone.localdate()
    facts = {
        "employee": person.pk,
        "sponsor": sponsor.pk,
        "starts": today,
        "ends": today + timedelta(days=90),
    }
    assert "Nobody is in office" in admin.get("/champion/").text
    assert admin.post("/champion/new/", facts).status_code == 302
    page = admin.post("/champion/new/", facts)
    assert page.status_code == 422
    assert "one champion at a time" in page.text
    assert (
        admin.post("/champion/new/", facts | {"starts": "2030-02-01", "ends": "2030-01-01"}).status_code
        == 422
    )
    assert Term.objects.current().employee == person


def test_the_policy_sets_hours_reminders_and_ladders(admin):
    facts = {f"remind_{kind}": 5 for kind in Commitment.Kind.values}
    facts |= {f"rung_{kind}_lead": 1 for kind in Commitment.Kind.values}
    assert (
        admin.post("/policy/", facts | {"rung_answer_champion": 9, "day_0": "08:00-16:00"}).status_code == 302
    )
    policy = Policy.current()
    assert policy.ladder("answer") == [("lead", 1), ("champion", 9)]
    assert policy.hours == {"0": [["08:00", "16:00"]]}
    assert admin.post("/policy/", facts | {"rung_answer_champion": 0}).status_code == 422


def test_a_key_is_shown_once_and_revoked(make_employee, sign_in):
    client = sign_in(make_employee())
    page = client.post("/keys/", {"name": "Sheet", "scopes": ["read"]})
    secret = page.context["secret"]
    assert secret in page.text
    assert secret not in client.get("/keys/").text
    token = ApiToken.objects.find(secret)
    assert sign_in(make_employee()).post(f"/keys/{token.pk}/revoke/").status_code == 404
    client.post(f"/keys/{token.pk}/revoke/")
    assert ApiToken.objects.find(secret) is None


def test_the_pages_of_settings_are_for_admins(make_employee, sign_in):
    plain = sign_in(make_employee())
    for path in (
        "/people/",
        "/people/invite/",
        "/people/import/",
        "/teams/new/",
        "/champion/new/",
        "/policy/",
    ):
        assert plain.get(path).status_code == 403


def test_an_admin_says_since_when_somebody_works_here(sign_in, make_employee):
    admin, person = make_employee(is_admin=True), make_employee(name="Sam")
    facts = {"name": "Sam", "email": person.email, "since": "2019-04-01"}
    assert sign_in(admin).post(f"/people/{person.pk}/", facts).status_code == 302
    person.refresh_from_db()
    assert str(timezone.localdate(person.joined_at)) == "2019-04-01"
    for wrong in ("2999-01-01", "1800-01-01", "0001-01-01"):
        assert sign_in(admin).post(f"/people/{person.pk}/", facts | {"since": wrong}).status_code == 422


def test_a_file_of_people_says_since_when_they_work_here(make_employee):
    text = "email,name,since\nann@example.com,Ann,2015-09-01\n"
    assert import_csv("people", text, dry_run=False).new == 1
    assert timezone.localdate(Employee.objects.get(name="Ann").joined_at).year == 2015
    wrong = import_csv("people", text.replace("2015-09-01", "soon"), dry_run=False)
    assert wrong.errors == [(2, "Write the day as 2024-05-31: soon.")]
