"""Who is away when, and who keeps what falls due meanwhile."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from employees import notices, tasks
from employees.actions.absences import begin_due
from employees.actions.assignment import NEXT
from employees.models import Absence, Commitment, Employee
from tenants.audit.models import Entry
from tenants.here import day_of, today
from tenants.outbox.models import Event


@pytest.fixture
def staff(make_employee, make_team):
    """Somebody who goes away, of a team with a lead, and a mate of theirs."""
    lead = make_employee(name="Lead")
    team = make_team(name="Ward", lead=lead)
    return {"owner": make_employee(name="Owen", team=team), "mate": make_employee(name="Mia", team=team),
            "lead": lead, "team": team}  # fmt: skip


def days(since=1, until=10, **facts):
    first = today()
    return {"starts": first + timedelta(days=since), "ends": first + timedelta(days=until)} | facts


def legs(commitment):
    return [(leg.giver.name, leg.taker.name, leg.reason) for leg in commitment.hand_overs.all()]


def test_somebody_enters_changes_and_ends_their_days(staff, sign_in):
    client = sign_in(staff["owner"])
    assert client.post("/absences/new/", days(note="Sea", stand_in=staff["mate"].pk)).url == "/absences/"
    made = Absence.objects.get()
    assert (made.employee, made.stand_in) == (staff["owner"], staff["mate"])
    page = client.get(f"/absences/?month={made.starts:%Y-%m}")
    assert "Owen" in page.text
    assert "Mia stands in" in page.text
    client.post(f"/absences/{made.pk}/change/", days(since=2, until=3))
    made.refresh_from_db()
    assert made.starts == today() + timedelta(days=2)
    client.post(f"/absences/{made.pk}/end/")
    assert not Absence.objects.exists()
    actions = Entry.objects.filter(action__startswith="absence.").order_by("pk")
    assert [each.action for each in actions] == ["absence.entered", "absence.changed", "absence.ended"]


def test_no_two_absences_of_a_person_overlap(staff, sign_in, send_away):
    send_away(staff["owner"], since=5, days=3)
    page = sign_in(staff["owner"]).post("/absences/new/", days())
    assert page.status_code == 422
    assert "Some of these days are in the calendar already" in page.text
    with pytest.raises(IntegrityError), transaction.atomic():
        send_away(staff["owner"], since=7, days=1)
    send_away(staff["mate"], since=5, days=3)


@pytest.mark.parametrize("facts", [
    {"starts": "2030-02-01", "ends": "2030-01-01"}, {"starts": "2020-02-01", "ends": "2020-02-03"},
    {"starts": "", "ends": "2030-01-01"}, {"starts": "2030-02-01", "ends": "9999-12-31"},
    {"starts": "2030-02-01", "ends": "soon"},
])  # fmt: skip
def test_days_that_make_no_sense_are_refused(staff, sign_in, facts):
    assert sign_in(staff["owner"]).post("/absences/new/", facts).status_code == 422
    assert not Absence.objects.exists()


def test_whoever_is_away_too_cannot_stand_in(staff, sign_in, send_away):
    send_away(staff["mate"], since=3)
    for stand_in in ("mate", "owner"):
        page = sign_in(staff["owner"]).post("/absences/new/", days(stand_in=staff[stand_in].pk))
        assert page.status_code == 422


def test_everybody_sees_their_team_a_lead_theirs_and_champion_and_admins_all(
    staff, make_employee, make_champion, sign_in, send_away
):
    absence = send_away(staff["owner"])
    stranger, admin = make_employee(), make_employee(is_admin=True)
    seen = {"mate": 200, "lead": 200}
    for name, status in seen.items():
        assert sign_in(staff[name]).get(f"/absences/{absence.pk}/").status_code == status
    assert sign_in(make_champion()).get(f"/absences/{absence.pk}/").status_code == 200
    assert sign_in(stranger).get(f"/absences/{absence.pk}/").status_code == 404
    ends = ((staff["mate"], 404), (staff["lead"], 302), (admin, 404))
    for person, status in ends:
        assert sign_in(person).post(f"/absences/{absence.pk}/end/").status_code == status


def test_a_lead_enters_days_for_somebody_of_their_teams_only(staff, make_employee, sign_in):
    lead = sign_in(staff["lead"])
    assert lead.post("/absences/new/", days(employee=staff["owner"].pk)).status_code == 302
    assert Absence.objects.get().employee == staff["owner"]
    assert lead.post("/absences/new/", days(employee=make_employee().pk)).status_code == 422


def test_what_falls_due_is_asked_about_and_settled_in_one_step(staff, sign_in, make_promise):
    first, second, third = (
        make_promise(staff["owner"], hours=24 * day, what=f"Ring {day}") for day in (3, 4, 5)
    )
    make_promise(staff["owner"], hours=24 * 20, what="Far off")
    client = sign_in(staff["owner"])
    page = client.post("/absences/new/", days(stand_in=staff["lead"].pk), follow=True)
    assert "3 promises fall due in these days" in page.text
    assert "Far off" not in page.text
    absence, day = Absence.objects.get(), today() + timedelta(days=14)
    facts = {f"to_{first.pk}": staff["mate"].pk, "all_to": staff["lead"].pk}
    facts |= {f"day_{second.pk}": day, f"reason_{second.pk}": "I am at sea"}
    assert client.post(f"/absences/{absence.pk}/promises/", facts).status_code == 302
    owners = dict(Commitment.objects.values_list("promise", "owner__name"))
    assert owners == {"Ring 3": "Mia", "Ring 4": "Owen", "Ring 5": "Lead", "Far off": "Owen"}
    second.refresh_from_db()
    assert (day_of(second.due_at), second.renegotiations.get().reason) == (day, "I am at sea")
    assert legs(third)[0][:2] == ("Owen", "Lead")
    told = Event.objects.filter(name="commitment.handed")
    assert {event.recipient for event in told} == {staff["mate"].email, staff["lead"].email}
    assert "Ring 3" in notices.handed(told.get(recipient=staff["mate"].email)).body


def test_a_decision_that_is_none_is_asked_for_again(staff, sign_in, make_promise, send_away):
    made, absence = make_promise(staff["owner"], hours=72), send_away(staff["owner"], since=1, days=10)
    client, path = sign_in(staff["owner"]), f"/absences/{absence.pk}/promises/"
    day, within = today() + timedelta(days=14), today() + timedelta(days=4)
    for facts in ({}, {f"day_{made.pk}": day}, {f"day_{made.pk}": within, f"reason_{made.pk}": "x"},
                  {f"day_{made.pk}": day, f"to_{made.pk}": staff["mate"].pk}, {f"to_{made.pk}": 999_999},
                  {f"day_{made.pk}": "2020-01-01", f"reason_{made.pk}": "x"}):  # fmt: skip
        assert client.post(path, facts).status_code == 422
    assert not made.hand_overs.exists()


def test_what_was_left_open_goes_by_the_clock_to_whoever_stands_in(staff, make_promise, send_away):
    made = make_promise(staff["owner"], hours=2)
    send_away(staff["owner"], days=3, stand_in=staff["mate"])
    later = make_promise(staff["owner"], hours=24 * 9)
    tasks.watch_absences()
    assert begin_due() == 0
    ((giver, taker, reason),) = legs(made)
    assert (giver, taker) == ("Owen", "Mia")
    assert reason.startswith("Owen is away until")
    assert not legs(later)
    assert Event.objects.get(name="commitment.handed").recipient == staff["mate"].email


def test_without_a_stand_in_who_is_there_it_goes_to_the_lead_upward(staff, make_promise, send_away):
    made = make_promise(staff["owner"], hours=2)
    send_away(staff["owner"], days=3, stand_in=staff["mate"])
    send_away(staff["mate"])
    tasks.watch_absences()
    assert legs(made)[0][1] == "Lead"


def test_an_absence_that_has_not_begun_hands_nothing_over(staff, make_promise, send_away):
    made = make_promise(staff["owner"], hours=48)
    send_away(staff["owner"], since=1, days=3)
    tasks.watch_absences()
    assert not legs(made)


def test_ones_own_page_asks_what_becomes_of_what_falls_due(staff, sign_in, make_promise, send_away):
    make_promise(staff["owner"], hours=72)
    client = sign_in(staff["owner"])
    assert "while you are away" not in client.get("/promises/mine/").text
    send_away(staff["owner"], since=1, days=9)
    assert "One promise falls due while you are away" in client.get("/promises/mine/").text


def test_whoever_is_back_early_is_given_promises_again(staff, sign_in, send_away):
    absence = send_away(staff["owner"], since=-2, days=10)
    assert staff["owner"] not in Employee.objects.present()
    assert "I am back" in sign_in(staff["owner"]).get("/absences/").text
    sign_in(staff["owner"]).post(f"/absences/{absence.pk}/end/")
    absence.refresh_from_db()
    assert absence.ends == today() - timedelta(days=1)
    assert staff["owner"] in Employee.objects.present()
    assert sign_in(staff["owner"]).post(f"/absences/{absence.pk}/change/", days()).status_code == 404


@pytest.mark.parametrize("month", ["9999-12", "0001-01", "soon", "2026-13", ""])
def test_a_month_that_there_is_not_is_this_one(staff, sign_in, month):
    assert f"{today():%B %Y}" in sign_in(staff["owner"]).get(f"/absences/?month={month}").text


def test_the_calendar_asks_as_many_queries_whoever_is_away(
    staff, make_employee, sign_in, send_away, django_assert_max_num_queries
):
    client = sign_in(staff["lead"])
    client.get("/absences/")
    for _ in range(12):
        send_away(make_employee(team=staff["team"]), stand_in=staff["mate"])
    with django_assert_max_num_queries(12):
        assert client.get("/absences/").text.count("data-heat") >= 12


def test_looking_for_the_next_owner_asks_the_calendar_by_its_index(staff, make_employee, send_away):
    for _ in range(60):
        person = make_employee()
        for since in range(0, 600, 30):
            send_away(person, since=since - 300, days=9)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE employees_absence")
        plan = NEXT.replace("$1", f"{staff['team'].pk}").replace("$2", "now()").replace("$3", "now()")
        cursor.execute(f"EXPLAIN {plan}")
        lines = "\n".join(line for (line,) in cursor.fetchall())
    assert "absence_of" in lines
    assert "Seq Scan on employees_absence" not in lines


def test_the_api_enters_decides_and_ends(staff, make_promise, client_of, acme, sign_in):
    client = sign_in(staff["owner"], raise_request_exception=False)
    ask = lambda method, path, data=None: getattr(client, method)(  # noqa: E731
        f"/api/v1/absences/{path}", data, content_type="application/json"
    )
    first, second = make_promise(staff["owner"], hours=72), make_promise(staff["owner"], hours=96)
    made = ask("post", "", days(stand_in=staff["mate"].pk))
    assert made.status_code == 201
    path = f"{made.json()['id']}/"
    assert [row["id"] for row in ask("get", f"{path}promises/").json()] == [first.pk, second.pk]
    later = (timezone.now() + timedelta(days=20)).isoformat()
    key, other = first.pk, make_promise(staff["mate"]).pk
    for wrong in (
        {"commitment": key}, {"commitment": other, "to": staff["mate"].pk},
        {"commitment": key, "due_at": later}, {"commitment": key, "to": 999_999},
    ):  # fmt: skip
        assert ask("post", f"{path}decide/", {"decisions": [wrong]}).status_code == 400
    said = {
        "decisions": [{"commitment": first.pk, "due_at": later, "reason": "Sea"}],
        "all_to": staff["mate"].pk,
    }
    assert ask("post", f"{path}decide/", said).status_code == 200
    second.refresh_from_db()
    assert second.owner == staff["mate"]
    assert ask("post", "", days(until=2)).status_code == 400
    assert ask("delete", path).status_code == 204
