"""Send the mails of the outbox. A queued task only says "look now"; the rows say what is to be done."""

import logging
import time
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.module_loading import import_string

from tenants.outbox.models import Answered, Event
from tenants.queue import enqueue

BATCH, SECONDS = 20, 60
HELD = timedelta(minutes=10)
MOST_ATTEMPTS = 10
KEEP_ANSWERS, KEEP_EVENTS = timedelta(days=1), timedelta(days=90)
log = logging.getLogger(__name__)


def send_waiting() -> int:
    """Send what is due; how many went. After a minute the rest is left to a task of its own."""
    sent, ends = 0, time.monotonic() + SECONDS
    while batch := claim():
        with get_connection() as mail:
            sent += sum(send(event, mail) for event in batch)
        if time.monotonic() > ends:
            enqueue("tenants.outbox.send.send_waiting")
            break
    return sent


@transaction.atomic
def claim() -> list[Event]:
    """Take some for ourselves, for ten minutes. The attempt is counted here, so that a mail which kills its
    sender does not come back for ever."""
    now = timezone.now()
    free = (
        Event.objects.waiting().exclude(recipient="").filter(Q(claimed_until=None) | Q(claimed_until__lt=now))
    )
    taken = list(free.order_by("due_at").select_for_update(skip_locked=True)[:BATCH])
    Event.objects.filter(pk__in=[event.pk for event in taken]).update(
        claimed_until=now + HELD, attempts=F("attempts") + 1
    )
    for event in taken:
        event.attempts += 1
    return taken


def send(event: Event, mail: BaseEmailBackend) -> bool:
    """One mail; what goes wrong with it stays with it."""
    try:
        write = import_string(settings.NOTICES[event.name])
        message = write(event)
        if message is not None:  # what it was to say may have been settled meanwhile
            message.extra_headers.setdefault("Message-ID", event.message_id)
            message.connection = mail
            message.send()
    except (SMTPException, OSError) as error:
        return _later(event, error)
    except Exception as error:
        log.exception("The mail of %s could not be written", event.name)
        return _later(event, error)
    Event.objects.filter(pk=event.pk).update(sent_at=timezone.now(), claimed_until=None, last_error="")
    return message is not None


def _later(event: Event, error: Exception) -> bool:
    """Again after 1, 2, 4 ... minutes; given up after the tenth time. Kept is the kind of error, as its text
    may name a person."""
    now = timezone.now()
    facts: dict[str, object] = {"claimed_until": None, "last_error": type(error).__name__}
    if event.attempts >= MOST_ATTEMPTS:
        facts["failed_at"] = now
    else:
        facts["due_at"] = now + timedelta(minutes=2 ** (event.attempts - 1))
    Event.objects.filter(pk=event.pk).update(**facts)
    return False


def forget_old() -> None:
    """Answers that nobody will ask for again, and events that were settled long ago."""
    now = timezone.now()
    Answered.objects.filter(at__lt=now - KEEP_ANSWERS).delete()
    Event.objects.filter(created_at__lt=now - KEEP_EVENTS).exclude(sent_at=None, recipient__gt="").delete()
