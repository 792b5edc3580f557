from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models.teams import Team

if TYPE_CHECKING:
    from employees.models.people import Employee

OPEN = Q(kept_at=None, withdrawn_at=None)


def late() -> Q:
    """Which open promises are overdue now."""
    return Q(due_at__lt=timezone.now())


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: "Employee") -> "CommitmentQuerySet":
        """The champion sees all, a lead those of the teams below, everybody their own."""
        if user.has_perm("employees.view_every_commitment"):
            return self
        own = Q(owner=user.pk)
        return self.filter(own | Q(team__in=Team.objects.led_by(user)) if user.is_lead else own)

    def open(self) -> "CommitmentQuerySet":
        return self.filter(OPEN)

    def overdue(self) -> "CommitmentQuerySet":
        return self.open().filter(late())

    def due_before(self, end: datetime) -> "CommitmentQuerySet":
        """Open, not late yet, and due before `end`."""
        return self.open().filter(due_at__gte=timezone.now(), due_at__lt=end)

    def kept(self) -> "CommitmentQuerySet":
        return self.filter(kept_at__isnull=False)

    def withdrawn(self) -> "CommitmentQuerySet":
        return self.filter(withdrawn_at__isnull=False)

    def pledges(self) -> "CommitmentQuerySet":
        """Those of the register, which everybody may read."""
        return self.filter(kind=Commitment.Kind.PLEDGE)

    def unowned(self) -> "CommitmentQuerySet":
        return self.open().filter(owner=None)


class Commitment(models.Model):
    """One employee's dated promise. Every floor above writes here; the board only reads."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("answer")
        DANGER = "danger", _("answer, danger")
        PREVENTION = "prevention", _("prevention")
        PULSE = "pulse", _("action after a pulse")
        GESTURE = "gesture", _("decide on a gesture")
        PLEDGE = "pledge", _("on the register")
        REVIEW = "review", _("answer to an idea")
        CRISIS = "crisis", _("answer to a crisis")
        IDEA = "idea", _("an idea to deliver")
        DECISION = "decision", _("follows from a decision")
        REVISIT = "revisit", _("look at a decision again")
        CHALLENGE = "challenge", _("what became of a challenge")
        OTHER = "other", _("other")

    owner = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, blank=True, related_name="commitments",
        help_text=_("Nobody: it stands in the unassigned queue, with an alarm."), verbose_name=_("owner"),
        db_index=False,
    )  # fmt: skip
    team = models.ForeignKey(
        "employees.Team", models.PROTECT, null=True, blank=True, related_name="commitments",
        verbose_name=_("team"), db_index=False,
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    promise = models.CharField(_("promise"), max_length=200)
    source_path = models.CharField(max_length=200, blank=True, help_text=_("Where the promise was made."))
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    first_due_at = models.DateTimeField(_("first promised for"))
    due_at = models.DateTimeField(_("promised for"))
    owned_since = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    climbed = models.PositiveSmallIntegerField(default=0, help_text=_("Rungs of the ladder that are behind."))
    climbs_at = models.DateTimeField(
        null=True, help_text=_("When the next rung is due; none is left when empty.")
    )
    kept_at = models.DateTimeField(_("kept"), null=True)
    kept_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    withdrawn_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
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
            models.Index(fields=["due_at", "id"], name="commitment_open", condition=OPEN,
                         include=["first_due_at", "owner", "team", "kind"]),
            models.Index(fields=["owner", "due_at", "id"], name="commitment_open_by_owner", condition=OPEN,
                         include=["kind"]),
            models.Index(fields=["team", "due_at", "id"], name="commitment_open_team", condition=OPEN),
            models.Index(fields=["due_at", "id"], name="commitment_unowned", condition=OPEN & Q(owner=None)),
            models.Index(fields=["kind", "due_at", "id"], name="commitment_rare",
                         condition=OPEN & Q(kind__in=["danger", "revisit"])),
            models.Index(fields=["climbs_at"], name="commitment_climbs", condition=OPEN),
            models.Index(fields=["-kept_at", "-id"], name="commitment_kept",
                         condition=Q(kept_at__isnull=False)),
            models.Index(fields=["due_at"], name="commitment_rate", condition=Q(kept_at__isnull=False),
                         include=["first_due_at", "kept_at", "owner", "team", "kind"]),
            models.Index(fields=["owner"], name="commitment_owner"),
            models.Index(fields=["made_at"], name="commitment_prevention",
                         condition=Q(kind="prevention", withdrawn_at=None)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.promise

    @property
    def is_settled(self) -> bool:
        return self.kept_at is not None or self.withdrawn_at is not None

    @property
    def is_overdue(self) -> bool:
        return not self.is_settled and self.due_at < timezone.now()

    @property
    def is_moved(self) -> bool:
        """Whether its date was renegotiated."""
        return self.due_at != self.first_due_at

    @property
    def time_left(self) -> timedelta:
        """Until its date; negative when late, and as it stood when it was settled."""
        return self.due_at - (self.kept_at or self.withdrawn_at or timezone.now())

    def keep(self, by: "Employee | None" = None) -> bool:
        """Mark the promise kept; False when it was settled before, so the first time stands."""
        return self._settle(kept_at=timezone.now(), kept_by=by)

    def withdraw(self, *, reason: str, by: "Employee | None") -> bool:
        """Take the promise back with a reason; False when it was settled before."""
        return self._settle(withdrawn_at=timezone.now(), withdrawn_by=by, withdrawn_reason=reason[:300])

    def _settle(self, **facts: object) -> bool:
        settled = Commitment.objects.open().filter(pk=self.pk).update(**facts)
        self.refresh_from_db()
        return bool(settled)
