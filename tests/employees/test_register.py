"""The promise register: what those at the top promise, and all may read."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.ladder import escalate_due
from employees.models import Commitment, Employee, Escalation, Term
from tenants.audit.models import Entry

DUE = {"due_at_0": "2099-01-01", "due_at_1": "12:00"}


@pytest.fixture
def people(make_employee, make_champion):
    champion, sponsor = make_champion(name="Cleo"), make_employee(name="Sue")
    Term.objects.update(sponsor=sponsor)
    executive, plain = make_employee(name="Ed", is_executive=True), make_employee(name="Pat")
    return {"champion": champion, "sponsor": sponsor, "executive": executive, "plain": plain}


@pytest.mark.parametrize(
    ("who", "status"), [("champion", 302), ("sponsor", 302), ("executive", 302), ("plain", 403)]
)
def test_champion_sponsor_and_executives_promise_before_everybody(people, sign_in, who, status):
    client = sign_in(people[who])
    assert client.post("/register/new/", {"promise": "A day at the till"} | DUE).status_code == status
    assert Commitment.objects.pledges().count() == (status == 302)
    assert ("Promise something" in client.get("/register/").text) == (status == 302)
    page = sign_in(people["plain"]).get("/register/")
    assert ("A day at the till" in page.text) == (status == 302)


def test_it_is_kept_and_moved_as_any_promise_and_everybody_reads_why(people, sign_in):
    client = sign_in(people["executive"])
    client.post("/register/new/", {"promise": "A day at the till"} | DUE)
    made = Commitment.objects.get()
    move = {"due_at_0": "2099-02-01", "due_at_1": "12:00", "reason": "The store moves"}
    client.post(f"/promises/{made.pk}/renegotiate/", move)
    reader = sign_in(people["plain"])
    assert "The store moves" in reader.get("/register/").text
    assert reader.get(f"/promises/{made.pk}/").status_code == 404
    client.post(f"/promises/{made.pk}/keep/")
    assert "A day at the till" not in reader.get("/register/").text
    assert "A day at the till" in reader.get("/register/?view=kept").text
    assert Entry.objects.get(action="pledge.made").after["promise"] == "A day at the till"


def test_what_is_taken_back_stays_to_be_read_with_its_reason(people, make_promise, sign_in):
    made = make_promise(people["executive"], kind="pledge", what="Open on Sunday")
    sign_in(people["executive"]).post(f"/promises/{made.pk}/withdraw/", {"reason": "No licence"})
    page = sign_in(people["plain"]).get("/register/?view=withdrawn").text
    assert "Open on Sunday" in page
    assert "No licence" in page


def test_other_promises_are_not_on_the_register(people, make_promise, sign_in):
    make_promise(people["champion"], what="Ring Mrs Hall", kind="answer")
    make_promise(people["executive"], what="Mend the lift", kind="other")
    for view in ("", "late", "kept", "withdrawn", "people"):
        page = sign_in(people["plain"]).get(f"/register/?view={view}").text
        assert "Mrs Hall" not in page
        assert "the lift" not in page


@pytest.mark.parametrize(
    "facts",
    [
        {"promise": "x"},
        {"promise": ""} | DUE,
        {"promise": "x", "due_at_0": "2020-01-01", "due_at_1": "12:00"},
        {"promise": "x", "due_at_0": "9999-12-31", "due_at_1": "12:00"},
    ],
)
def test_a_promise_needs_words_and_a_date_ahead(people, sign_in, facts):
    assert sign_in(people["champion"]).post("/register/new/", facts).status_code == 422


def test_a_share_is_told_of_ten_promises_and_people_stand_by_name(people, make_promise, sign_in):
    for who, number in (("sponsor", 10), ("executive", 9)):
        for _ in range(number):
            made = make_promise(people[who], kind="pledge")
            Commitment.objects.filter(pk=made.pk).update(kept_at=timezone.now())
    make_promise(people["champion"], kind="pledge", hours=-5)
    shares = sign_in(people["plain"]).get("/register/?view=people").context["shares"]
    assert [(share.name, share.overdue, share.kept and share.kept.n) for share in shares] == [
        ("Cleo", 1, None), ("Ed", 0, None), ("Sue", 0, 10)
    ]  # fmt: skip


def test_what_the_champion_breaks_reaches_somebody_else(people, make_promise):
    make_promise(people["champion"], kind="pledge", hours=-5)
    escalate_due()
    assert Escalation.objects.get().reached == people["sponsor"]


def test_an_admin_marks_executives_and_the_trail_notes_it(people, make_employee, sign_in):
    admin, pat = sign_in(make_employee(is_admin=True)), people["plain"]
    admin.post(f"/people/{pat.pk}/", {"name": "Pat", "email": pat.email, "is_executive": "on"})
    assert Employee.objects.get(pk=pat.pk).is_executive
    assert Entry.objects.get(action="employee.changed").after["is_executive"] is True


def test_the_register_asks_as_many_queries_however_much_was_moved(
    people, make_promise, sign_in, django_assert_max_num_queries
):
    client = sign_in(people["plain"])
    client.get("/register/")
    for number in range(20):
        made = make_promise(people["executive"], kind="pledge", hours=24 + number)
        made.renegotiations.create(by=people["executive"], reason="Ill", due_before=made.due_at,
                                   due_after=made.due_at + timedelta(days=1))  # fmt: skip
    with django_assert_max_num_queries(13):
        client.get("/register/")


def test_the_api_reads_and_writes_the_register(people, sign_in):
    client = sign_in(people["executive"], raise_request_exception=False)
    body = {"promise": "A day at the till", "due_at": "2099-01-01T12:00:00Z"}
    made = client.post("/api/v1/register/", body, content_type="application/json")
    assert (made.status_code, made.json()["owner"]) == (201, people["executive"].pk)
    past = body | {"due_at": "2020-01-01T12:00:00Z"}
    assert client.post("/api/v1/register/", past, content_type="application/json").status_code == 400
    reader = sign_in(people["plain"])
    assert reader.post("/api/v1/register/", body, content_type="application/json").status_code == 403
    assert [row["id"] for row in reader.get("/api/v1/register/?state=open").json()["results"]] == [
        made.json()["id"]
    ]
    assert reader.get("/api/v1/register/?state=late").json()["results"] == []
    assert reader.get("/api/v1/register/numbers/").json()["open"] == 1
