"""A date at the end of the calendar is refused in words, east and west of Greenwich, and breaks no page."""

import pytest

from employees.models import Absence, Commitment, PulseProgramme, Term
from tenants.models import Organisation

LAST = "9999-12-31"
MOMENT = {"due_at_0": LAST, "due_at_1": "23:30"}


@pytest.fixture(params=["America/Los_Angeles", "Pacific/Auckland"])
def champion(acme, make_champion, request):
    Organisation.objects.filter(pk=acme.pk).update(time_zone=request.param)
    acme.time_zone = request.param
    return make_champion(is_admin=True)


@pytest.fixture
def client(champion, sign_in):
    return sign_in(champion, raise_request_exception=False)


def refused_by(answer):
    """East of Greenwich the API cannot even read the last hours of the calendar."""
    return answer.status_code, any(words in answer.text for words in ("too far ahead", "out of range"))


def test_nothing_is_promised_for_the_end_of_time(client):
    body = {"promise": "A day at the till"}
    assert refused_by(client.post("/register/new/", body | MOMENT)) == (422, True)
    api = client.post(
        "/api/v1/register/", body | {"due_at": f"{LAST}T12:00:00Z"}, content_type="application/json"
    )
    assert refused_by(api) == (400, True)
    assert not Commitment.objects.exists()


def test_nothing_is_moved_there(client, champion, make_promise):
    made = make_promise(champion)
    page = client.post(f"/promises/{made.pk}/renegotiate/", MOMENT | {"reason": "Later"})
    assert refused_by(page) == (422, True)
    api = client.post(
        f"/api/v1/commitments/{made.pk}/renegotiate/", {"reason": "Later", "due_at": f"{LAST}T12:00:00Z"},
        content_type="application/json",
    )  # fmt: skip
    assert refused_by(api) == (400, True)
    assert client.get("/promises/mine/").status_code == 200


def test_nothing_that_falls_due_in_an_absence_is_moved_there(client, champion, make_promise, send_away):
    made, away = make_promise(champion, hours=30), send_away(champion, days=9)
    said = {f"day_{made.pk}": LAST, f"reason_{made.pk}": "Later"}
    assert refused_by(client.post(f"/absences/{away.pk}/promises/", said)) == (422, True)
    decision = {"commitment": made.pk, "due_at": f"{LAST}T12:00:00Z", "reason": "Later"}
    api = client.post(
        f"/api/v1/absences/{away.pk}/decide/", {"decisions": [decision]}, content_type="application/json"
    )
    assert refused_by(api) == (400, True)


def test_nobody_is_away_in_office_or_asked_then(client, champion):
    days = {"starts": LAST, "ends": LAST, "employee": champion.pk}
    pulse = {"name": "Pulse", "first_day": LAST, "opens_at": "09:00", "days_open": 7, "every": 3, "k": 5,
             "unit": "months", "drivers": ["tools"], "opened": ["change"]}  # fmt: skip
    assert refused_by(client.post("/absences/new/", days)) == (422, True)
    assert refused_by(client.post("/champion/new/", days | {"sponsor": champion.pk})) == (422, True)
    assert refused_by(client.post("/pulses/programmes/new/", pulse)) == (422, True)
    assert (Absence.objects.count(), Term.objects.count(), PulseProgramme.objects.count()) == (0, 1, 0)


def test_no_key_is_good_until_then(client):
    body = {"name": "Till", "scopes": ["read"]}
    assert refused_by(client.post("/keys/", body | {"expires_at": LAST})) == (422, True)
    api = client.post(
        "/api/v1/tokens/", body | {"expires_at": f"{LAST}T12:00:00Z"}, content_type="application/json"
    )
    assert refused_by(api) == (400, True)


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "x"])
def test_a_month_that_no_calendar_holds_is_this_one(client, month):
    assert client.get(f"/absences/?month={month}").status_code == 200
