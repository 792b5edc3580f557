"""What befell a promise between its making and its settling: legs of the relay, new dates, rungs, nudges."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
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
        indexes = [models.Index(fields=["at"], include=["commitment"], name="handover_at")]

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

    def unanswered(self) -> "NudgeQuerySet":
        """Not acknowledged, and the promise is still to be kept."""
        return self.open().filter(commitment__kept_at=None, commitment__withdrawn_at=None)

    def with_outcome(self) -> "NudgeQuerySet":
        """Each with its promise, and `was_moved`: whether that got another date afterwards."""
        moves = Renegotiation.objects.filter(commitment=OuterRef("commitment"), at__gt=OuterRef("at"))
        return self.select_related("commitment").annotate(was_moved=Exists(moves))

    def visible_to(self, user: "Employee") -> "NudgeQuerySet":
        """Those of the promises this person may see."""
        return self.filter(commitment__in=Commitment.objects.visible_to(user))


class Nudge(models.Model):
    """The champion asks; the owner must acknowledge."""

    class Outcome(models.TextChoices):
        KEPT = "kept", _("kept in time")
        LATE = "late", _("kept late")
        WITHDRAWN = "withdrawn", _("taken back")
        MOVED = "moved", _("got another date")
        OPEN = "open", _("still open")

    was_moved = False
    """As `with_outcome` found it."""
    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="nudges")
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    to = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(
        max_length=150, blank=True, help_text=_("The champion whose deputy asked, by name.")
    )
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(_("note"), max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    objects = NudgeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index("to", name="nudge_open", condition=Q(acknowledged_at=None)),
            models.Index("at", name="nudge_at"),
        ]

    def __str__(self) -> str:
        return f"{self.by} to {self.to}"

    @property
    def outcome(self) -> "Nudge.Outcome":
        """What came of it so far."""
        asked = self.commitment
        if asked.kept_at:
            return self.Outcome.KEPT if asked.kept_at <= asked.due_at else self.Outcome.LATE
        if asked.withdrawn_at:
            return self.Outcome.WITHDRAWN
        return self.Outcome.MOVED if self.was_moved else self.Outcome.OPEN

    @property
    def asker(self) -> str:
        """Who asks, and for whom where it is the champion's deputy."""
        if not self.on_behalf_of:
            return self.by.name
        return _("%(name)s for %(champion)s") % {"name": self.by.name, "champion": self.on_behalf_of}

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
