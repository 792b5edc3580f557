from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone
from django_tenants.utils import tenant_context

from employees.actions import attending, offering, people
from employees.actions.leaving import Heirs
from employees.models import Employee, Programme, ProgrammeDate, SignUp
from employees.notices.programmes import about_date
from tenants.audit.models import Entry
from tenants.outbox.models import Event
from tests.plans import follow_an_index, plans, queries


@pytest.fixture
def make_date(acme, make_employee):
    """A date in nine days, with two places; `days` from now, or ago when they are negative."""

    def make(days=9, **facts):
        programme = Programme.objects.get_or_create(
            name="A day at the till", kind="till", teaches="They wait"
        )[0]
        starts = timezone.now() + timedelta(days=days)
        usual = {
            "place": "Leeds", "starts": starts, "ends": starts + timedelta(hours=6), "places": 2,
            "closes_at": starts - timedelta(days=1), "organiser": facts.get("organiser") or make_employee(),
        }  # fmt: skip
        return ProgrammeDate.objects.create(programme=programme, **(usual | facts))

    return make


@pytest.fixture
def make_lead(make_employee, make_team):
    def make():
        lead = make_employee()
        make_team(lead=lead)
        return lead

    return make


@pytest.fixture
def happens(time_machine_later):
    """Sign these people up, and let the date pass."""

    def happen(date, *who):
        signed = [attending.sign_up(date, by=person) for person in who]
        time_machine_later(days=10)
        return signed

    return happen


def mails(name):
    """Each as it is written now: to whom, and the calendar's file that it brings."""
    written = [about_date(event) for event in Event.objects.filter(name=name).order_by("pk")]
    return {mail.to[0]: calendar_of(mail) for mail in written if mail}


def calendar_of(mail):
    return "".join(part.get_payload(decode=True).decode() for part in mail.attachments)


def page(date):
    return f"/learning/dates/{date.pk}/"


def moments(days=20):
    day = (timezone.now() + timedelta(days=days)).date().isoformat()
    both = {"starts": (day, "09:00"), "ends": (day, "15:00"), "closes_at": (day, "08:00")}
    return {f"{name}_{n}": part for name, parts in both.items() for n, part in enumerate(parts)}


def test_who_signs_up_has_a_place_and_it_comes_to_their_calendar(sign_in, make_employee, make_date):
    date, client = make_date(), sign_in(person := make_employee())
    assert "You have a place" in client.post(f"{page(date)}sign-up/", follow=True).text
    file = mails("programme.confirmed")[person.email]
    assert "METHOD:REQUEST" in file
    assert "SUMMARY:A day at the till" in file
    downloaded = client.get(f"{page(date)}calendar.ics")
    assert downloaded["Content-Type"].startswith("text/calendar")
    assert f"UID:{SignUp.objects.get().calendar_key}@heed" in downloaded.text


def test_who_comes_too_late_for_a_place_waits_and_gets_the_first_that_is_free(
    sign_in, make_employee, make_date
):
    date, everybody = make_date(), [make_employee() for _ in range(4)]
    for person in everybody:
        sign_in(person).post(f"{page(date)}sign-up/")
    assert [row.employee for row in SignUp.objects.waiting()] == everybody[2:]
    assert sign_in(everybody[2]).get(f"{page(date)}calendar.ics").status_code == 404
    sign_in(everybody[0]).post(f"{page(date)}leave/")
    assert [row.employee for row in SignUp.objects.waiting()] == everybody[3:]
    assert "METHOD:REQUEST" in mails("programme.moved_up")[everybody[2].email]
    assert "STATUS:CANCELLED" in mails("programme.left")[everybody[0].email]


@pytest.mark.committing
def test_of_two_at_once_exactly_one_gets_the_last_place(acme, make_employee, make_date):
    date, people = make_date(places=1), [make_employee() for _ in range(6)]
    all_ready = Barrier(6)

    def sign_up(person):
        with tenant_context(acme):
            found = ProgrammeDate.objects.get(pk=date.pk)
            all_ready.wait(timeout=30)
            made = attending.sign_up(found, by=person)
            connection.close()
            return made.has_place

    with ThreadPoolExecutor(6) as pool:
        assert sorted(pool.map(sign_up, people)) == [False] * 5 + [True]
    assert SignUp.objects.placed().count() == 1
    assert Event.objects.filter(name="programme.confirmed").count() == 1


@pytest.mark.committing
def test_of_all_who_leave_and_come_at_once_nobody_gets_a_place_twice(acme, make_employee, make_date):
    date, people = make_date(places=2), [make_employee() for _ in range(6)]
    for person in people[:4]:
        attending.sign_up(date, by=person)
    all_ready = Barrier(6)

    def act(number):
        with tenant_context(acme):
            found = ProgrammeDate.objects.get(pk=date.pk)
            all_ready.wait(timeout=30)
            (attending.leave if number < 2 else attending.sign_up)(found, by=people[number])
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(act, range(6)))
    assert set(SignUp.objects.placed().values_list("employee", flat=True)) == {p.pk for p in people[2:4]}
    assert SignUp.objects.waiting().count() == 2


def test_a_button_pressed_twice_is_one_place(sign_in, make_employee, make_date):
    date, client = make_date(), sign_in(make_employee())
    for _ in range(2):
        client.post(f"{page(date)}sign-up/")
    assert SignUp.objects.count() == Event.objects.filter(name="programme.confirmed").count() == 1


def test_when_sign_up_is_closed_nobody_gets_in_but_a_free_place_still_goes_to_who_waits(
    sign_in, make_employee, make_date
):
    date, first, second = make_date(places=1), make_employee(), make_employee()
    for person in (first, second):
        attending.sign_up(date, by=person)
    ProgrammeDate.objects.update(closes_at=timezone.now() - timedelta(hours=1))
    assert "Sign-up is closed" in sign_in(make_employee()).post(f"{page(date)}sign-up/", follow=True).text
    attending.leave(date, by=first)
    assert SignUp.objects.placed().get().employee == second


def test_another_time_goes_to_every_calendar_under_the_same_name(
    sign_in, make_lead, make_employee, make_date
):
    date, person = make_date(), make_employee()
    key = attending.sign_up(date, by=person).calendar_key
    facts = moments() | {"place": "Hull", "places": 2, "organiser": date.organiser_id}
    assert sign_in(make_lead()).post(f"{page(date)}edit/", facts).status_code == 302
    file = mails("programme.changed")[person.email]
    assert f"UID:{key}@heed" in file
    assert "SEQUENCE:1" in file
    assert "LOCATION:Hull" in file
    assert Entry.objects.get(action="programme.date_changed").after["place"] == "Hull"


def test_more_places_go_to_those_who_wait_and_no_place_is_taken_away(
    sign_in, make_lead, make_employee, make_date
):
    date, lead = make_date(places=1), sign_in(make_lead())
    for _ in range(3):
        attending.sign_up(date, by=make_employee())
    facts = moments() | {"place": "Leeds", "organiser": date.organiser_id}
    lead.post(f"{page(date)}edit/", facts | {"places": 2})
    assert (SignUp.objects.placed().count(), SignUp.objects.waiting().count()) == (2, 1)
    refused = lead.post(f"{page(date)}edit/", facts | {"places": 1})
    assert (refused.status_code, "2 people have a place" in refused.text) == (422, True)


def test_times_are_the_organisation_s_whoever_types_them_in(acme, sign_in, make_lead, make_date):
    type(acme).objects.filter(pk=acme.pk).update(time_zone="Asia/Tokyo")
    lead, programme = make_lead(), make_date().programme
    Employee.objects.filter(pk=lead.pk).update(time_zone="America/New_York")
    acme.time_zone = "Asia/Tokyo"
    facts = moments() | {"place": "Osaka", "places": 2, "organiser": lead.pk}
    sign_in(lead).post(f"/learning/programmes/{programme.pk}/dates/new/", facts)
    assert ProgrammeDate.objects.get(place="Osaka").starts.hour == 0


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_1", "08:30"),
        ("closes_at_1", "09:30"),
        ("places", "0"),
        ("starts_0", "soon"),
        ("ends_0", "9999-12-31"),
    ],
)
def test_a_date_that_cannot_be_is_refused(sign_in, make_lead, make_date, field, value):
    lead, programme = make_lead(), make_date().programme
    facts = moments() | {"place": "Hull", "places": 2, "organiser": lead.pk} | {field: value}
    answer = sign_in(lead).post(f"/learning/programmes/{programme.pk}/dates/new/", facts)
    assert answer.status_code == 422
    assert not ProgrammeDate.objects.filter(place="Hull").exists()


def test_what_is_called_off_leaves_every_calendar_and_takes_nobody(
    sign_in, make_lead, make_employee, make_date
):
    date, comes, waits = make_date(places=1), make_employee(), make_employee()
    for person in (comes, waits):
        attending.sign_up(date, by=person)
    lead = sign_in(make_lead())
    assert lead.post(f"{page(date)}call-off/", {"reason": ""}).status_code == 422
    for _ in range(2):
        lead.post(f"{page(date)}call-off/", {"reason": "Snow"})
    told = mails("programme.called_off")
    assert "METHOD:CANCEL" in told[comes.email]
    assert told[waits.email] == ""
    assert Event.objects.filter(name="programme.called_off").count() == 2
    assert attending.sign_up(date, by=make_employee()) is None
    assert "It is called off: Snow" in sign_in(comes).get(page(date)).text


def test_who_leaves_the_organisation_frees_the_place(make_employee, make_date):
    date, first, second = make_date(places=1), make_employee(), make_employee()
    for person in (first, second):
        attending.sign_up(date, by=person)
    people.deactivate(first, heirs=Heirs(), by=None)
    assert SignUp.objects.placed().get().employee == second


def test_whoever_organised_it_ticks_who_was_there_and_nobody_else(sign_in, make_employee, make_date, happens):
    organiser, there, away = make_employee(), make_employee(), make_employee()
    date = make_date(organiser=organiser)
    signed, _away = happens(date, there, away)
    assert sign_in(there).get(f"{page(date)}attendance/").status_code == 404
    sign_in(organiser).post(f"{page(date)}attendance/", {"attended": [signed.pk]})
    assert list(SignUp.objects.attended()) == [signed]
    assert list(mails("programme.learned_asked")) == [there.email]


def test_nobody_was_there_before_it_began(sign_in, make_lead, make_employee, make_date):
    date = make_date()
    signed = attending.sign_up(date, by=make_employee())
    sign_in(make_lead()).post(f"{page(date)}attendance/", {"attended": [signed.pk]})
    assert not attending.note_attendance(date, attended=[signed.pk])
    assert not SignUp.objects.attended().exists()


def test_a_tick_is_corrected_and_nobody_is_asked_twice(make_employee, make_date, happens):
    date = make_date()
    (signed,) = happens(date, make_employee())
    for ticks in ([signed.pk], [], [signed.pk]):
        attending.note_attendance(date, attended=ticks)
    assert Event.objects.filter(name="programme.learned_asked").count() == 1


def test_who_was_there_says_what_they_learned_and_all_read_it(sign_in, make_employee, make_date, happens):
    date, person = make_date(), make_employee()
    (signed,) = happens(date, person)
    attending.note_attendance(date, attended=[signed.pk])
    path, client = f"/learning/sign-ups/{signed.pk}/learned/", sign_in(person)
    for asking in ("/learning/", "/promises/mine/", "/", page(date)):
        assert path in client.get(asking).text
    assert client.post(path, {"learned": " ", "language": "en"}).status_code == 422
    client.post(path, {"learned": "They wait where nobody looks.", "language": "en"})
    other = sign_in(make_employee())
    assert "They wait where nobody looks." in other.get("/learning/learned/").text
    assert other.get(path).status_code == 404
    assert path not in client.get("/learning/").text
    assert not mails("programme.learned_asked")


def test_coverage_counts_each_person_once_in_the_team_of_today(
    sign_in, make_employee, make_team, make_date, happens
):
    ward, shop = make_team(name="Ward 7"), make_team(name="Shop")
    came, stayed = make_employee(team=ward), make_employee(team=ward)
    make_employee(team=shop)
    dates = make_date(), make_date(days=8)
    attending.sign_up(dates[1], by=came)
    happens(dates[0], came)
    for date in dates:
        attending.note_attendance(date, attended=SignUp.objects.values_list("pk", flat=True))
    answer = sign_in(stayed).get("/api/v1/programmes/coverage/").json()
    shares = {row["team"]: (row["attended"], row["n"]) for row in answer["teams"]}
    assert (shares["Ward 7"], shares["Shop"]) == ((1, 2), (0, 1))
    assert "50 %" in sign_in(stayed).get("/learning/coverage/").text
    long_ago = timezone.now() - timedelta(days=366)
    ProgrammeDate.objects.update(starts=long_ago, closes_at=long_ago)
    assert sign_in(stayed).get("/api/v1/programmes/coverage/").json()["whole"]["attended"] == 0


def test_an_employee_offers_nothing(sign_in, make_employee, make_date):
    client, date = sign_in(make_employee()), make_date()
    paths = [
        "/learning/programmes/new/",
        f"/learning/programmes/{date.programme_id}/edit/",
        f"{page(date)}edit/",
    ]
    assert {client.get(path).status_code for path in paths} == {403}
    assert client.post(f"{page(date)}call-off/", {"reason": "x"}).status_code == 403


def test_a_programme_with_dates_ahead_goes_on_and_an_ended_one_can_come_back(make_date):
    date = make_date()
    assert not offering.end_programme(date.programme)
    offering.call_off(date, reason="Snow")
    assert offering.end_programme(date.programme)
    assert offering.offer_again(date.programme)


def test_the_page_asks_as_much_with_many_dates_as_with_one(sign_in, make_employee, make_date):
    client, first = sign_in(make_employee()), make_date()
    client.get("/learning/")
    few = queries(client, "/learning/")
    for _ in range(20):
        attending.sign_up(make_date(), by=first.organiser)
    assert queries(client, "/learning/") == few


def test_what_was_learned_is_read_along_an_index(sign_in, make_employee, make_date, happens):
    date, everybody = make_date(places=40), [make_employee() for _ in range(30)]
    signed = happens(date, *everybody)
    attending.note_attendance(date, attended=[row.pk for row in signed])
    for row in signed:
        attending.say_learned(row, learned="They wait", language="en")
    client = sign_in(everybody[0])
    assert "after=" in client.get("/learning/learned/").text
    assert queries(client, "/learning/learned/") < 15
    assert follow_an_index(plans(client, "/learning/learned/", "employees_signup"), "employees_signup")


def test_programs_do_the_same(sign_in, make_lead, make_employee, make_date):
    lead, person, api = sign_in(make_lead()), sign_in(make_employee()), "/api/v1/programme-dates/"
    programme = make_date(places=1).programme_id
    starts = timezone.now() + timedelta(days=3)
    facts = {"programme": programme, "place": "Hull", "starts": starts, "ends": starts + timedelta(hours=1),
             "closes_at": starts, "places": 1, "organiser": Employee.objects.first().pk}  # fmt: skip
    made = lead.post(api, facts, content_type="application/json")
    assert (made.status_code, made.json()["taken"]) == (201, 0)
    path = f"{api}{made.json()['id']}/"
    assert person.post(f"{path}sign-up/").json()["place_at"]
    assert lead.post(f"{path}sign-up/").json()["place_at"] is None
    assert person.get(f"{path}calendar/").text.startswith("BEGIN:VCALENDAR\r\n")
    assert person.patch(path, {"place": "York"}, content_type="application/json").status_code == 403
    etag = lead.get(path)["ETag"]
    sent = {"content_type": "application/json", "headers": {"If-Match": etag}}
    assert [lead.patch(path, {"place": place}, **sent).status_code for place in ("York", "Hull")] == [
        200,
        412,
    ]
    assert person.post(f"{path}leave/").status_code == 204
    assert (
        lead.post(f"{path}call-off/", {"reason": "Snow"}, content_type="application/json").status_code == 204
    )
    assert (
        lead.post(f"{path}call-off/", {"reason": "Snow"}, content_type="application/json").status_code == 409
    )
