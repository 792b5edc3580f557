from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from tenants.instances import draft
from tenants.outbox.models import Event
from tenants.queue import wake


def event(
    name: str, payload: dict[str, object], *, to: str = "", language: str = "", due_at: datetime | None = None
) -> Event:
    """The outbox row of something that happened, not yet written."""
    now = timezone.now()
    return draft(
        Event,
        name=name,
        payload=payload,
        recipient=to,
        language=language,
        created_at=now,
        due_at=due_at or now,
    )


def emit(
    name: str, payload: dict[str, object], *, to: str = "", language: str = "", due_at: datetime | None = None
) -> Event:
    """Write what happened into the outbox, in the transaction of the change itself.

    name: such as `case.opened`; with `to` it must stand in settings.NOTICES, which says how
    its mail is written.
    payload: keys and plain facts, never the text of an answer. due_at: not to be sent before.
    """
    written = event(name, payload, to=to, language=language, due_at=due_at)
    written.save(force_insert=True)
    if to and due_at is None:
        wake("tenants.outbox.send.send_waiting")
    return written


def emit_many(events: Iterable[Event]) -> None:
    """Write many mails that are to be sent now, by one statement, in the transaction of the change itself."""
    if Event.objects.bulk_create(events):
        wake("tenants.outbox.send.send_waiting")
