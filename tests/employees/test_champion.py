"""The champion's office: one at a time, one after the other, and a deputy who acts."""

import threading
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django_tenants.utils import schema_context

from employees import notices, tasks
from employees.actions import terms
from employees.actions.ladder import escalate_due
from employees.actions.tokens import make_token
from employees.models import ApiToken, Employee, Escalation, Nudge, Term
from tenants.audit.models import Entry
from tenants.here import today
from tenants.outbox.models import Event


@pytest.fixture
def office(make_employee):
    """A champion with deputy and sponsor, in office for ninety days more."""
    champion, deputy, sponsor = (make_employee(name=name) for name in ("Cleo", "Dan", "Sue"))
    term = Term.objects.create(
        employee=champion, deputy=deputy, sponsor=sponsor,
        starts=today() - timedelta(days=1), ends=today() + timedelta(days=90),
    )  # fmt: skip
    return {"champion": champion, "deputy": deputy, "sponsor": sponsor, "term": term}


def roles(person):
    return Employee.objects.get(pk=person.pk).roles


def leave(person):
    Employee.objects.filter(pk=person.pk).update(deactivated_at=timezone.now())


def a_term(person, first, last):
    return Term(employee=person, sponsor=person, starts=first, ends=last)


@pytest.mark.committing
def test_of_two_who_are_appointed_at_once_one_is_refused(acme, make_employee):
    """Both look at an empty calendar, then both write: the constraint holds, whatever forms have checked."""
    both_looked, outcomes = threading.Barrier(2), []
    people = [make_employee(), make_employee()]

    def write(person, save):
        with schema_context(acme.schema_name):
            both_looked.wait(10)
            try:
                with transaction.atomic():
                    save(a_term(person, date(2030, 1, 1), date(2030, 6, 30)))
                outcomes.append("made")
            except (IntegrityError, ValidationError):
                outcomes.append("refused")
        connection.close()

    def appoint(term):
        terms.appoint(term, changed=[])

    threads = [threading.Thread(target=write, args=(person, appoint)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["made", "refused"]
    assert Term.objects.count() == 1


@pytest.mark.committing
def test_the_constraint_holds_for_rows_that_nobody_checks(acme, make_employee):
    """The second writer waits for the first one's row, and is refused when that is committed."""
    first, second = make_employee(), make_employee()
    outcomes = []

    def write():
        with schema_context(acme.schema_name):
            try:
                a_term(second, date(2030, 6, 30), date(2030, 12, 31)).save()
            except IntegrityError as error:
                outcomes.append(str(error))
        connection.close()

    with transaction.atomic():
        a_term(first, date(2030, 1, 1), date(2030, 6, 30)).save()
        thread = threading.Thread(target=write)
        thread.start()
        thread.join(0.5)
        assert thread.is_alive()
    thread.join(30)
    assert "one_champion_at_a_time" in outcomes[0]
    assert Term.objects.get().employee == first


def test_one_term_follows_the_other_without_a_gap(office, make_employee, sign_in):
    admin, after = sign_in(make_employee(is_admin=True)), office["term"].ends + timedelta(days=1)
    assert Term.objects.vacant_from() == after
    assert f"Nobody is appointed for the days from {date_format(after)}" in admin.get("/champion/").text
    page = admin.get("/champion/new/")
    assert page.context["form"].initial == {"starts": after, "sponsor": office["sponsor"].pk}
    facts = {"employee": office["deputy"].pk, "sponsor": office["sponsor"].pk, "starts": after}
    admin.post("/champion/new/", facts | {"ends": after + timedelta(days=30)})
    assert Term.objects.vacant_from() == after + timedelta(days=31)
    assert Term.objects.current().employee == office["champion"]


def test_a_gap_ahead_is_named_on_the_home_page_of_who_must_know(office, make_employee, sign_in):
    Term.objects.update(ends=today() + timedelta(days=20))
    for person in (make_employee(is_admin=True), office["sponsor"]):
        assert "Nobody is customer champion from" in sign_in(person).get("/").text
    assert "Nobody is customer champion from" not in sign_in(office["deputy"]).get("/").text


def test_the_deputy_is_somebody_else(office):
    office["term"].deputy = office["champion"]
    with pytest.raises(ValidationError):
        office["term"].full_clean()


def test_the_deputy_has_the_champions_role_only_while_the_champion_is_away(office, send_away):
    assert "champion" not in roles(office["deputy"])
    absence = send_away(office["champion"], days=3)
    assert "champion" in roles(office["deputy"])
    assert Term.objects.current().acting == office["deputy"]
    absence.delete()
    assert "champion" not in roles(office["deputy"])
    assert Term.objects.current().acting == office["champion"]


def test_the_deputy_acts_for_a_champion_who_has_left(office, sign_in):
    leave(office["champion"])
    assert "champion" in roles(office["deputy"])
    page = sign_in(office["deputy"]).get("/champion/").text
    assert "has left" in page
    assert "Dan acts for Cleo" in page


def test_a_program_of_the_deputys_acts_too(office, send_away):
    _token, secret = make_token(owner=office["deputy"], name="t", scopes=["write"])
    assert "champion" not in ApiToken.objects.find(secret).owner.roles
    send_away(office["champion"])
    assert "champion" in ApiToken.objects.find(secret).owner.roles


def test_who_acts_is_asked_in_one_query(office, send_away, django_assert_num_queries):
    send_away(office["champion"])
    deputy = Employee.objects.get(pk=office["deputy"].pk)
    with django_assert_num_queries(1):
        assert deputy.has_perm("employees.nudge_commitment")
        assert deputy.signature == "Dan, deputy of Cleo"


def test_what_the_deputy_does_is_recorded_as_done_for_the_champion(
    office, make_employee, make_promise, sign_in, send_away
):
    send_away(office["champion"])
    owner = make_employee(name="Owen")
    made, client = make_promise(owner), sign_in(office["deputy"])
    client.post(f"/promises/{made.pk}/nudge/", {"note": "How is it?"})
    assert Nudge.objects.get().on_behalf_of == "Cleo"
    mail = notices.nudged(Event.objects.get(name="commitment.nudged"))
    assert "Dan for Cleo" in mail.body
    assert "Dan for Cleo" in mail.subject
    client.post(f"/promises/{made.pk}/withdraw/", {"reason": "Moved away"})
    entry = Entry.objects.get(action="commitment.withdrawn")
    assert (entry.actor_id, entry.actor_name) == (office["deputy"].pk, "Dan, deputy of Cleo")


def test_a_program_is_named_in_the_trail_by_whose_it_is(office, make_promise, client_of, acme):
    made = make_promise(office["champion"])
    _token, secret = make_token(owner=office["champion"], name="t", scopes=["write"])
    client_of(acme).post(
        f"/api/v1/commitments/{made.pk}/withdraw/", {"reason": "Gone"}, content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )  # fmt: skip
    assert Entry.objects.get(action="commitment.withdrawn").actor_name == "Cleo"


def test_the_ladders_champion_rung_reaches_the_deputy(office, make_employee, make_promise, send_away):
    send_away(office["champion"])
    make_promise(make_employee(), hours=-100, age=200)
    escalate_due()
    assert Escalation.objects.first().reached == office["deputy"]


def test_every_page_says_who_acts(office, sign_in, send_away):
    client = sign_in(office["sponsor"])
    assert "<b>Cleo</b>" in client.get("/promises/").text
    send_away(office["champion"])
    assert "<b>Dan for Cleo</b>" in client.get("/promises/").text


def test_when_both_are_away_the_sponsor_is_told_and_given_nothing(office, send_away, sign_in):
    send_away(office["champion"], days=3)
    send_away(office["deputy"], days=2)
    tasks.watch_absences()
    tasks.watch_absences()
    event = Event.objects.get(name="champion.away")
    assert event.recipient == office["sponsor"].email
    assert "Cleo" in notices.champion_away(event).body
    assert all("champion" not in roles(office[name]) for name in ("deputy", "sponsor"))
    assert "nobody acts" in sign_in(office["sponsor"]).get("/").text
    assert "nobody acts" in sign_in(office["sponsor"]).get("/champion/").text


def test_the_sponsor_is_told_again_after_a_week_and_never_while_somebody_acts(office, send_away):
    assert not terms.alarm_sponsor()
    send_away(office["champion"], days=30)
    assert not terms.alarm_sponsor()
    send_away(office["deputy"], days=30)
    assert terms.alarm_sponsor()
    Term.objects.update(alarmed_at=timezone.now() - timedelta(days=8))
    assert terms.alarm_sponsor()


def test_the_api_says_who_is_in_office_and_who_acts(office, sign_in, send_away):
    send_away(office["champion"])
    told = sign_in(office["sponsor"]).get("/api/v1/terms/office/").json()
    assert (told["champion"], told["acting"]) == (office["champion"].pk, office["deputy"].pk)
    assert told["vacant_from"] == str(office["term"].ends + timedelta(days=1))
