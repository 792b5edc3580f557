"""What time brings about. Each may run twice: rows are claimed before anything is told."""

from datetime import timedelta

from django.utils import timezone

from employees.actions import (
    absences,
    cards,
    ladder,
    monthly,
    programmes,
    proving,
    pulse_mails,
    telling,
    terms,
    waves,
)
from employees.models import Proof

EACH_WEEK = timedelta(days=7)


def watch_promises() -> None:
    """Remind, climb the ladders that are due, and tell of what nobody owns."""
    ladder.remind_due()
    ladder.escalate_due()
    ladder.alarm_unowned()


def watch_absences() -> None:
    """Hand over what falls due while somebody is away, and tell the sponsor when nobody acts as champion."""
    absences.begin_due()
    terms.alarm_sponsor()


def send_digests() -> None:
    """The daily letters of those whose morning has come."""
    telling.send_digests()


def open_waves() -> None:
    """Open the waves whose day has come, and remind those who have not answered."""
    programmes.open_due()
    pulse_mails.remind_due()


def close_waves() -> None:
    """Close the waves whose time is over, and delete the keys and the cards of those that are closed."""
    waves.close_due()
    waves.forget_keys()
    cards.forget_cards()


def prove_anonymity() -> None:
    """Once a week: prove that pulse answers are anonymous, for everybody to read."""
    if not Proof.objects.filter(at__gt=timezone.now() - EACH_WEEK).exists():
        proving.keep_proof(proving.prove())


def send_monthly() -> None:
    """Last month's letter of thanks, on the first working morning."""
    monthly.send_monthly()
