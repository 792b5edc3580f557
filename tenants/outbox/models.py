from django.db import models
from django.utils import timezone

from tenants.keys import uuid7


class EventQuerySet(models.QuerySet["Event"]):
    def waiting(self) -> "EventQuerySet":
        """What is to be sent now: neither sent nor given up, and due."""
        return self.filter(sent_at=None, failed_at=None, due_at__lte=timezone.now())

    def failed(self) -> "EventQuerySet":
        """What was tried often enough, and given up."""
        return self.filter(failed_at__isnull=False)


class Event(models.Model):
    """Something that happened, written in the transaction in which it happened. With a recipient it is a mail
    to be sent; without, it waits for those who subscribe to its name."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=60, help_text="Such as `case.opened`.")
    payload = models.JSONField(default=dict, help_text="Keys and plain facts; never an answer's text.")
    recipient = models.EmailField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(default=timezone.now)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="event_waiting",
                condition=models.Q(sent_at=None, failed_at=None) & ~models.Q(recipient=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"

    @property
    def message_id(self) -> str:
        """The same at every attempt, so that a mail sent twice can be known for one."""
        return f"<{self.id}@heed>"


class Answered(models.Model):
    """What was answered to a request that carried an Idempotency-Key, kept for a day: sent again, it gets the
    same answer and nothing is done twice."""

    key = models.CharField(max_length=64, unique=True, help_text="Hash of who asked, where, and their key.")
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    answer = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "answered"
        indexes = [models.Index("at", name="answered_at")]

    def __str__(self) -> str:
        return f"{self.status} at {self.at}"
