"""What befell a promise between its making and its settling: legs of the relay, new dates, rungs, nudges."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models.ledger import Commitment

if TYPE_CHECKING:
    from employees.models.people import Employee


class HandOver(models.Model):
    """One leg of the relay: who had the promise, how long, who took it, and how much time was left."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    taker = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("why"), max_length=300, blank=True)
    held = models.DurationField(help_text=_("How long the giver had it."))
    left = models.DurationField(help_text=_("Until the date at that moment; negative when it was late."))

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.giver} to {self.taker}"


class Renegotiation(models.Model):
    """A new date with its reason; the first one stays on the commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="renegotiations")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(_("reason"), max_length=300)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.reason


class Escalation(models.Model):
    """A rung of the ladder that was climbed: each once. Reached nobody: there was none left to tell."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="escalations")
    rung = models.CharField(max_length=20)
    reached = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint("commitment", "rung", name="each_rung_once")]
        indexes = [models.Index(fields=["reached", "at"], name="escalation_reached")]

    def __str__(self) -> str:
        return self.rung


class NudgeQuerySet(models.QuerySet["Nudge"]):
    def open(self) -> "NudgeQuerySet":
        return self.filter(acknowledged_at=None)

    def visible_to(self, user: "Employee") -> "NudgeQuerySet":
        """Those of the promises this person may see."""
        return self.filter(commitment__in=Commitment.objects.visible_to(user))


class Nudge(models.Model):
    """The champion asks; the owner must acknowledge."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="nudges")
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    to = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index("to", name="nudge_open", condition=Q(acknowledged_at=None))]

    def __str__(self) -> str:
        return f"{self.by} to {self.to}"

    def acknowledge(self, answer: str = "") -> bool:
        """The owner has seen it; False when that was said before."""
        said = (
            Nudge.objects.open()
            .filter(pk=self.pk)
            .update(acknowledged_at=timezone.now(), answer=answer[:300])
        )
        self.refresh_from_db()
        return bool(said)


class Line(models.Model):
    """One line that waits for somebody's daily letter, in their language."""

    to = models.ForeignKey("employees.Employee", models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.text
