"""How the queue and the outboxes are: for the watchdog, and for people on the console."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_tenants.utils import schema_context

from tenants.models import Organisation
from tenants.outbox.models import Event

PATIENCE = timedelta(seconds=90)
LATE = timedelta(minutes=10)


@dataclass(frozen=True)
class QueueHealth:
    """Of the queue: what waits and since when, what is being worked on, what failed in the last day."""

    waiting: int
    oldest: datetime | None
    taken: int
    failed: int

    @property
    def stands_still(self) -> bool:
        """Something waits for long and nobody works on anything: an idle worker died and took the cluster's
        pipe with it, which it does not notice itself."""
        return bool(self.oldest and self.oldest < timezone.now() - PATIENCE and not self.taken)


def queue_health() -> QueueHealth:
    """A row is taken by moving its lock `retry` seconds ahead, so the lock also tells when it was taken."""
    now = timezone.now()
    with schema_context("public"):
        ready = OrmQ.objects.filter(lock__lte=now)
        queue: dict[str, Any] = settings.Q_CLUSTER
        taken_since = now + timedelta(seconds=queue["retry"] - queue["timeout"] - 30)
        return QueueHealth(
            waiting=ready.count(),
            oldest=ready.aggregate(oldest=Min("lock"))["oldest"],
            taken=OrmQ.objects.filter(lock__gt=taken_since).count(),
            failed=Task.objects.filter(success=False, stopped__gt=now - timedelta(days=1)).count(),
        )


@dataclass(frozen=True)
class Outbox:
    """The mails of one organisation: numbers, nothing of what they say."""

    name: str
    waiting: int
    overdue: int
    failed: int


@dataclass(frozen=True)
class OutboxHealth:
    """The organisations whose mails wait or were given up."""

    rows: list[Outbox]

    @property
    def overdue(self) -> int:
        return sum(row.overdue for row in self.rows)


def outbox_health() -> OutboxHealth:
    """Each organisation is asked in its own schema."""
    found = []
    for organisation in Organisation.objects.active():
        with schema_context(organisation.schema_name):
            mails = Event.objects.exclude(recipient="")
            late = Q(sent_at=None, failed_at=None, due_at__lt=timezone.now() - LATE)
            counts = mails.filter(sent_at=None).aggregate(
                waiting=Count("pk", filter=Q(failed_at=None)),
                overdue=Count("pk", filter=late),
                failed=Count("pk", filter=Q(failed_at__isnull=False)),
            )
        found.append(Outbox(organisation.name, **counts))
    return OutboxHealth([row for row in found if row.waiting or row.failed])
