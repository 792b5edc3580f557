from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def open(self) -> "CommitmentQuerySet":
        return self.filter(kept_at=None, withdrawn_at=None)

    def overdue(self) -> "CommitmentQuerySet":
        return self.open().filter(due_at__lt=timezone.now())

    def unowned(self) -> "CommitmentQuerySet":
        return self.open().filter(owner=None)


class Commitment(models.Model):
    """One employee's dated promise. Every floor above writes here; the board only reads."""

    owner = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, blank=True, related_name="commitments",
        help_text=_("Nobody: it stands in the unassigned queue, with an alarm."),
    )  # fmt: skip
    team = models.ForeignKey(
        "employees.Team", models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    kind = models.CharField(_("kind"), max_length=20, help_text=_("answer, danger, prevention, other"))
    promise = models.CharField(_("promise"), max_length=200)
    source_path = models.CharField(max_length=200, blank=True, help_text=_("Where the promise was made."))
    made_at = models.DateTimeField(default=timezone.now)
    first_due_at = models.DateTimeField(_("first promised for"))
    due_at = models.DateTimeField(_("promised for"))
    owned_since = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    kept_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(due_at__gt=F("made_at")) & Q(first_due_at__gt=F("made_at")),
                name="commitment_due_after_made",
            ),
            models.CheckConstraint(
                condition=Q(kept_at=None) | Q(withdrawn_at=None), name="commitment_settled_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], name="commitment_open", condition=Q(kept_at=None, withdrawn_at=None)
            ),
            models.Index(
                fields=["owner", "due_at", "id"],
                name="commitment_open_owner",
                condition=Q(kept_at=None, withdrawn_at=None),
            ),
            models.Index(
                fields=["team", "due_at", "id"],
                name="commitment_open_team",
                condition=Q(kept_at=None, withdrawn_at=None),
            ),
            models.Index(
                fields=["-kept_at", "-id"],
                name="commitment_kept",
                condition=Q(kept_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.promise

    @property
    def is_settled(self) -> bool:
        return self.kept_at is not None or self.withdrawn_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_settled and self.due_at < timezone.now()

    def keep(self) -> bool:
        """Mark the promise kept; False when it was settled before, so the first time stands."""
        kept = Commitment.objects.open().filter(pk=self.pk).update(kept_at=timezone.now())
        self.refresh_from_db(fields=["kept_at", "withdrawn_at"])
        return bool(kept)


class HandOver(models.Model):
    """One leg of the relay: who had the promise, how long, and who took it."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="hand_overs")
    giver = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    taker = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300, blank=True)
    held = models.DurationField(help_text=_("How long the giver had it."))

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.giver} to {self.taker}"


class Renegotiation(models.Model):
    """A new date with its reason; the first one stays on the commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="renegotiations")
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=300)
    due_before = models.DateTimeField()
    due_after = models.DateTimeField()

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.reason


class Escalation(models.Model):
    """A rung of the ladder that was climbed: each once."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="escalations")
    rung = models.CharField(max_length=20)
    reached = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.UniqueConstraint("commitment", "rung", name="each_rung_once")]

    def __str__(self) -> str:
        return self.rung


class Nudge(models.Model):
    """The champion asks; the owner must acknowledge."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="nudges")
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    to = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.CharField(max_length=300, blank=True)
    acknowledged_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["to"], name="nudge_open", condition=Q(acknowledged_at=None))]

    def __str__(self) -> str:
        return f"{self.by} to {self.to}"
