"""A month's thanks by mail, on the first working morning of the next; once, and only to who wants it."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core import mail

from employees.actions import recognising
from employees.actions.monthly import first_working_day, send_monthly
from employees.models import Employee, MonthlyLetter, Policy
from employees.views.recognition import A_MINUTE
from tenants.outbox.models import Event
from tenants.outbox.send import send_waiting

MONDAY = datetime(2026, 6, 1, 8, tzinfo=UTC)


@pytest.fixture
def thanked(make_employee):
    """Two people, of whom one thanked the other in May, and somebody a customer named."""
    ann, bo = make_employee(name="Ann"), make_employee(name="Bo", language="en")
    with time_machine.travel(datetime(2026, 5, 12, 12, tzinfo=UTC)):
        recognising.thank(by=ann, people=[bo], teams=[], words="You stayed late", outcome="He got home")
    Event.objects.all().delete()
    return ann, bo


def test_it_goes_to_everybody_on_the_first_working_morning_once(thanked):
    with time_machine.travel(MONDAY.replace(hour=4)):
        assert send_monthly() == 0
    with time_machine.travel(MONDAY):
        assert [send_monthly(), send_monthly()] == [2, 0]
        send_waiting()
    assert sorted(message.to[0] for message in mail.outbox) == sorted(each.email for each in thanked)
    letter = mail.outbox[0]
    assert letter.subject == "Who did something for a customer in May 2026"
    for words in ("One recognition", "Bo", "You stayed late", "He got home", "No more mails of this kind"):
        assert words in letter.body
        assert words in letter.alternatives[0].content
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_weekend_and_a_holiday_are_no_working_days(acme):
    assert first_working_day(date(2026, 8, 1)) == date(2026, 8, 3)
    Policy(pk=1, holidays=["2026-08-03"]).save()
    assert first_working_day(date(2026, 8, 1)) == date(2026, 8, 4)


def test_who_was_away_sends_it_late_but_not_for_ever(thanked):
    with time_machine.travel(MONDAY.replace(day=20)):
        assert send_monthly() == 0
    with time_machine.travel(MONDAY.replace(day=5)):
        assert send_monthly() == 2


def test_a_month_without_thanks_has_no_letter(make_employee):
    make_employee()
    with time_machine.travel(MONDAY):
        assert send_monthly() == 0
    assert MonthlyLetter.objects.get().month == date(2026, 5, 1)


def test_what_was_taken_back_meanwhile_is_not_in_it(thanked):
    ann, bo = thanked
    with time_machine.travel(MONDAY):
        send_monthly()
        recognising.withdraw(bo.recognitions.get(), by=ann)
        send_waiting()
    assert not mail.outbox


def test_one_click_ends_it_and_the_settings_bring_it_back(thanked, sign_in, client_of, acme):
    _ann, bo = thanked
    with time_machine.travel(MONDAY):
        send_monthly()
        send_waiting()
    letter = next(message for message in mail.outbox if message.to == [bo.email])
    path = letter.extra_headers["List-Unsubscribe"].strip("<>").partition("8000")[2]
    stranger = client_of(acme, enforce_csrf_checks=True)
    assert "No more letters" in stranger.get(path).text
    assert Employee.objects.get(pk=bo.pk).monthly
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Employee.objects.get(pk=bo.pk).monthly
    assert stranger.post("/thanks/stop/nothing/").status_code == 404
    sign_in(bo).post("/me/", {"name": "Bo", "notify": "at_once", "monthly": "on"})
    assert Employee.objects.get(pk=bo.pk).monthly


def test_one_address_opens_the_end_of_the_letters_so_often_and_no_more(client_of, acme):
    stranger = client_of(acme)
    found = [stranger.get(f"/thanks/stop/guess-{number}/") for number in range(A_MINUTE + 1)]
    assert [answer.status_code for answer in found] == [404] * A_MINUTE + [429]
    assert int(found[-1]["Retry-After"]) > 0
    assert "wait a minute" in found[-1].text


def test_who_wants_none_gets_none(thanked):
    Employee.objects.update(monthly=False)
    with time_machine.travel(MONDAY):
        assert send_monthly() == 0
