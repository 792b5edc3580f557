from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from tenants.here import current_schema


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)

    def closed(self) -> "CaseQuerySet":
        return self.filter(closed_at__isnull=False)

    def waiting(self) -> "CaseQuerySet":
        """The customer is owed an answer now: the first one, or one to what they wrote since."""
        return self.open().filter(waiting_since__isnull=False)

    def late(self) -> "CaseQuerySet":
        """An answer was promised for a time that has passed."""
        return self.open().filter(
            current__kept_at=None, current__withdrawn_at=None, current__due_at__lt=timezone.now()
        )

    def unshared(self) -> "CaseQuerySet":
        """Answered, and neither shared nor declined with a reason. A danger is not shared."""
        return self.filter(
            answered_at__isnull=False, shared_at=None, share_declined_at=None, danger="", closed_at=None
        )

    def unexplained(self) -> "CaseQuerySet":
        """Answered, and nobody has said why it happened."""
        return self.filter(answered_at__isnull=False, analysed_at=None, closed_at=None)

    def shared_unexplained(self) -> "CaseQuerySet":
        """All staff know of it, or it is said why not; and nobody has said why it happened."""
        told = Q(shared_at__isnull=False) | Q(share_declined_at__isnull=False) | ~Q(danger="")
        return self.unexplained().filter(told)

    def owned_by(self, employee: Employee) -> "CaseQuerySet":
        return self.filter(Q(carried_by=employee) | Q(carried_by=None, current__owner=employee))

    def visible_to(self, employee: Employee) -> "CaseQuerySet":
        """The champion sees all; a lead the teams they lead and those below; everybody their own and their
        team's, unless it is a danger: that is for its owner, the leads above and the champion."""
        if "champion" in employee.roles:
            return self
        mine = Q(carried_by=employee) | Q(current__owner=employee) | Q(team=employee.team_id, danger="")
        if "lead" in employee.roles:
            led = Team.objects.with_below(Team.objects.filter(lead=employee).values_list("pk", flat=True))
            mine |= Q(team__in=led)
        return self.filter(mine)

    def by_token(self, token: str) -> "CaseQuerySet":
        """The case of a customer's link of this organisation; none where the link is not ours."""
        try:
            return self.filter(pk=int(_signer().unsign(token)))
        except (signing.BadSignature, ValueError):
            return self.none()


def _signer() -> signing.Signer:
    return signing.Signer(salt=f"feedback.customer_page:{current_schema()}")


def case_path(key: int) -> str:
    """The address of a case that has this key, or will have it."""
    return reverse("feedback:case", args=[key])


class Case(models.Model):
    """A customer is owed something: an answer in time, then sharing, the cause and its prevention.

    Each step is a fact with its time and author. The promises of answers stand in the ledger: `commitment` is
    the first one's, `Message.commitment` that of each later message, `current` the one that runs now (or ran
    last). Who owns the case is who owns that promise, or who carries the case on after it was kept.
    """

    class Danger(models.TextChoices):
        SAFETY = "safety", _("safety")
        ABUSE = "abuse", _("abuse")
        LEGAL = "legal", _("legal")

    response = models.OneToOneField("feedback.Response", models.PROTECT, related_name="case")
    team = models.ForeignKey(
        "employees.Team", models.PROTECT, related_name="+", verbose_name=_("team"), db_index=False
    )
    subject = models.CharField(
        max_length=200, blank=True, help_text=_("The beginning of what the customer said.")
    )
    danger = models.CharField(_("danger"), max_length=6, choices=Danger.choices, blank=True)
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")
    current = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")
    carried_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+",
        help_text=_("Who goes on with it after the answer, if not who answered."),
    )  # fmt: skip
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False,
        help_text=_("Nobody: a rule."),
    )  # fmt: skip
    promised_for = models.DateTimeField(
        help_text=_("The date of the first promise; what is agreed later changes nothing here.")
    )
    waiting_since = models.DateTimeField(
        null=True, default=timezone.now, help_text=_("The customer waits for an answer since then.")
    )
    answered_at = models.DateTimeField(
        null=True, help_text=_("The first answer to the customer, by a person.")
    )
    shared_at = models.DateTimeField(null=True)
    share_declined_at = models.DateTimeField(null=True)
    share_declined_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    share_declined_reason = models.CharField(max_length=300, blank=True)
    cause = models.ForeignKey("feedback.Cause", models.PROTECT, null=True, related_name="cases")
    analysed_at = models.DateTimeField(null=True)
    analysed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    prevention = models.ForeignKey("feedback.Prevention", models.PROTECT, null=True, related_name="cases")
    no_prevention_reason = models.CharField(max_length=300, blank=True)
    prevented_at = models.DateTimeField(null=True)
    prevented_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    reply_score = models.PositiveSmallIntegerField(null=True, help_text=_("How good was our answer? 1 to 5."))
    will_return = models.BooleanField(null=True)
    judged_at = models.DateTimeField(null=True)
    search = models.GeneratedField(
        expression=SearchVector("subject", config="simple"), output_field=SearchVectorField(), db_persist=True
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(reply_score=None) | Q(reply_score__range=(1, 5)), name="reply_score_1_to_5"
            ),
            models.CheckConstraint(condition=Q(shared_at=None) | Q(danger=""), name="danger_is_not_shared"),
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="case_open_team", condition=Q(closed_at=None)),
            models.Index(
                fields=["answered_at", "id"],
                name="case_answered",
                condition=Q(closed_at=None, waiting_since=None),
            ),
            models.Index(fields=["waiting_since"], name="case_waiting", condition=Q(closed_at=None)),
            models.Index(
                fields=["answered_at", "id"],
                name="case_unshared",
                condition=Q(
                    closed_at=None, shared_at=None, share_declined_at=None, danger="",
                    answered_at__isnull=False,
                ),
            ),
            models.Index(
                fields=["answered_at", "id"],
                name="case_unexplained",
                condition=Q(closed_at=None, analysed_at=None, answered_at__isnull=False),
            ),
            models.Index(
                fields=["-closed_at", "-id"], name="case_closed", condition=Q(closed_at__isnull=False)
            ),
            models.Index(
                fields=["opened_at"],
                include=["team", "response", "promised_for", "answered_at", "reply_score", "will_return"],
                name="case_figures",
            ),
            GinIndex("search", name="case_search"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(_("Case %(number)s") % {"number": self.pk})

    def get_absolute_url(self) -> str:
        return case_path(self.pk)

    @property
    def customer_path(self) -> str:
        """The customer's own page of this case."""
        return reverse("feedback:customer_page", args=[self.token])

    @property
    def token(self) -> str:
        """What the customer's link carries; of this purpose and organisation only."""
        return _signer().sign(str(self.pk))

    @property
    def owner(self) -> Employee | None:
        return self.carried_by or self.current.owner

    @property
    def is_shared_or_excused(self) -> bool:
        return bool(self.danger or self.shared_at or self.share_declined_at)

    @property
    def missing_steps(self) -> list[str]:
        """Which of the four steps are still to be done, in their order."""
        done = {
            "respond": self.answered_at and not self.waiting_since,
            "share": self.is_shared_or_excused,
            "analyse": self.analysed_at,
            "prevent": self.prevented_at,
        }
        return [step for step, at in done.items() if not at]

    @property
    def steps_done(self) -> int:
        return 4 - len(self.missing_steps)

    @property
    def next_step(self) -> str:
        return next(iter(self.missing_steps), "closed" if self.closed_at else "close")
