from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django_q.models import OrmQ

from tenants.outbox import send
from tenants.outbox.emit import emit
from tenants.outbox.models import Event


def write(event):
    return EmailMultiAlternatives("Hello", "words", to=[event.recipient])


def nothing_to_say(event):
    return None


def broken(event):
    raise SMTPServerDisconnected("lee@example.com is not known")


@pytest.fixture(autouse=True)
def notices(settings):
    settings.NOTICES = {
        "case.opened": f"{__name__}.write", "case.moot": f"{__name__}.nothing_to_say",
        "case.broken": f"{__name__}.broken",
    }  # fmt: skip


def test_a_mail_is_sent_once(acme):
    event = emit("case.opened", {"case": 1}, to="lee@example.com")
    assert send.send_waiting() == 1
    assert send.send_waiting() == 0
    assert [m.extra_headers["Message-ID"] for m in mail.outbox] == [event.message_id]


def test_emitting_wakes_the_sender_once_a_transaction(acme):
    for number in range(3):
        emit("case.opened", {"case": number}, to="lee@example.com")
    emit("case.opened", {"case": 4})
    assert OrmQ.objects.count() == 1


def test_what_was_settled_meanwhile_is_not_sent(acme):
    emit("case.moot", {}, to="lee@example.com")
    assert send.send_waiting() == 0
    assert not Event.objects.waiting().exists()


def test_an_event_without_a_reader_waits_for_those_who_subscribe(acme):
    emit("case.opened", {})
    send.send_waiting()
    assert Event.objects.get().sent_at is None


def test_an_error_is_tried_again_later_and_names_nobody(acme):
    emit("case.broken", {}, to="lee@example.com")
    send.send_waiting()
    event = Event.objects.get()
    assert (event.attempts, event.last_error) == (1, "SMTPServerDisconnected")
    assert event.due_at > timezone.now() + timedelta(seconds=50)


def test_it_is_given_up_after_ten_attempts(acme):
    emit("case.broken", {}, to="lee@example.com")
    for _attempt in range(12):
        with time_machine.travel(Event.objects.get().due_at + timedelta(minutes=1)):
            send.send_waiting()
    event = Event.objects.get()
    assert event.attempts == 10
    assert event.failed_at


def test_what_a_killed_sender_held_is_sent_again_with_the_same_id(acme):
    event = emit("case.opened", {}, to="lee@example.com")
    assert [held.pk for held in send.claim()] == [event.pk]
    assert send.send_waiting() == 0
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert send.send_waiting() == 1
    assert mail.outbox[0].extra_headers["Message-ID"] == event.message_id
    assert Event.objects.get().attempts == 2
