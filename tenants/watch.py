"""How the queue and the outboxes are: for the watchdog, and for people on the console."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_tenants.utils import schema_context

PATIENCE = timedelta(seconds=90)


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
        taken_since = now + timedelta(
            seconds=settings.Q_CLUSTER["retry"] - settings.Q_CLUSTER["timeout"] - 30
        )
        return QueueHealth(
            waiting=ready.count(),
            oldest=ready.aggregate(oldest=Min("lock"))["oldest"],
            taken=OrmQ.objects.filter(lock__gt=taken_since).count(),
            failed=Task.objects.filter(success=False, stopped__gt=now - timedelta(days=1)).count(),
        )
