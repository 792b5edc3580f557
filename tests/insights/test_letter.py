from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from employees.models import Absence, Commitment, Employee, HandOver, Nudge, Term
from insights.tasks import send_letters
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

MONDAY = "2026-11-16T09:00:00Z"


@pytest.fixture(autouse=True)
def on_a_monday_morning():
    with time_machine.travel(MONDAY, tick=True) as clock:
        yield clock


@pytest.fixture
def office(acme, make_employee):
    people = {name: make_employee(name=name) for name in ("Cleo", "Dai", "Sponsor", "Owner")}
    day = date(2026, 11, 1)
    Term.objects.create(
        employee=people["Cleo"], deputy=people["Dai"], sponsor=people["Sponsor"], starts=day,
        ends=day + timedelta(days=300),
    )  # fmt: skip
    return people


@pytest.fixture
def make_due(office):
    def make(*, days=1, kept=None, what="Call back"):
        due = timezone.now() - timedelta(days=days)
        return Commitment.objects.create(
            owner=office["Owner"], kind="answer", promise=what, made_at=due - timedelta(days=1),
            first_due_at=due, due_at=due, kept_at=None if kept is None else due + timedelta(hours=kept),
        )  # fmt: skip

    return make


def sent():
    send_letters()
    send_waiting()
    return {message.to[0]: message for message in mail.outbox}


def test_the_champion_and_the_sponsor_are_written_to_on_monday_once(office, make_due):
    make_due(what="Mend the door")
    found = sent()
    assert set(found) == {office["Cleo"].email, office["Sponsor"].email}
    for _ in range(2):
        send_letters()
    assert Event.objects.filter(name="commitment.weekly").count() == 2


def test_a_week_later_the_next_one_comes(office, on_a_monday_morning):
    send_letters()
    on_a_monday_morning.shift(timedelta(days=7))
    send_letters()
    assert Event.objects.filter(name="commitment.weekly").count() == 4


@pytest.mark.parametrize("now", ["2026-11-16T05:00:00Z", "2026-11-17T09:00:00Z", "2026-11-15T09:00:00Z"])
def test_on_no_other_day_and_not_at_night(now, office, on_a_monday_morning):
    on_a_monday_morning.move_to(now)
    send_letters()
    assert not Event.objects.exists()


def test_who_does_not_want_it_gets_none(office, sign_in):
    client = sign_in(office["Sponsor"])
    assert "wants_letter" in client.get("/me/").text
    client.post("/me/", {"name": "Sponsor", "notify": "at_once"})
    assert set(sent()) == {office["Cleo"].email}
    assert "wants_letter" not in sign_in(office["Owner"]).get("/me/").text


def test_the_deputy_reads_it_while_the_champion_is_away(office):
    Absence.objects.create(employee=office["Cleo"], starts=date(2026, 11, 14), ends=date(2026, 11, 20))
    assert set(sent()) == {office["Dai"].email, office["Sponsor"].email}


def test_nobody_is_written_to_when_nobody_is_in_office(acme, make_employee):
    send_letters()
    assert not Event.objects.exists()


def test_it_says_what_is_late_and_who_can_move_it_and_what_was_kept(office, make_due):
    make_due(days=20, what="Mend the door")
    for _ in range(3):
        make_due(days=3, kept=-1)
    Nudge.objects.create(commitment=Commitment.objects.first(), by=office["Cleo"], to=office["Owner"])
    message = sent()[office["Cleo"].email]
    (html, _kind) = message.alternatives[0]
    for text in (message.body, html):
        assert "Speak with Owner, who can move one late promise." in text
        assert "Kept as first promised: 100% (44 to 100, n = 3)" in text
        assert "One question has no answer yet." in text
        assert "None." in text
    assert "/desk/" in message.body
    assert "/me/" in message.body


def test_it_names_the_promises_that_lost_time_between_hands(office, make_due):
    late = make_due(days=2, kept=30, what="Mend the door")
    HandOver.objects.create(
        commitment=late, giver=office["Dai"], taker=office["Owner"], at=timezone.now() - timedelta(days=2),
        held=timedelta(hours=23), left=timedelta(hours=1),
    )  # fmt: skip
    Commitment.objects.filter(pk=late.pk).update(owned_since=late.kept_at - timedelta(hours=1))
    body = sent()[office["Cleo"].email].body
    assert "“Mend the door” lost 11 h in 2 hands." in body


def test_it_is_written_in_its_readers_language(office, arabic):
    Employee.objects.filter(pk=office["Cleo"].pk).update(language="ar")
    (html, _kind) = sent()[office["Cleo"].email].alternatives[0]
    assert 'lang="ar" dir="rtl"' in html
