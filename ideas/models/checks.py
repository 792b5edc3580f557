"""What became of an idea's customers: the outcome check, and who does not agree with it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.metrics import Figure
from employees.models import Employee
from ideas.models.ideas import Idea
from ideas.models.status import Status
from tenants.here import today

LEAST = 10
"""Fewer answers on either side prove nothing."""
FEWER_IS_BETTER = frozenset({Idea.Metric.CASES})


class OutcomeCheckQuerySet(models.QuerySet["OutcomeCheck"]):
    def standing(self) -> "OutcomeCheckQuerySet":
        """Of ideas that are still delivered."""
        return self.filter(voided_at=None, idea__status=Status.COMPLETED)

    def waiting(self) -> "OutcomeCheckQuerySet":
        return self.standing().filter(judged_at=None)

    def judged(self) -> "OutcomeCheckQuerySet":
        return self.standing().filter(judged_at__isnull=False)

    def due(self) -> "OutcomeCheckQuerySet":
        """Whose last day is over."""
        return self.waiting().filter(after_to__lt=today())

    def visible_to(self, user: Employee) -> "OutcomeCheckQuerySet":
        if user.has_perm("ideas.view_every_idea"):
            return self.standing()
        return self.standing().filter(idea__in=Idea.objects.visible_to(user))


class OutcomeCheck(models.Model):
    """Whether the customers an idea was for are better off: their metric before the delivery, frozen as it
    was, against as long a time after it.

    Whom it covers, on both sides by the same rule; never what those say who were invited to try an idea:
    - A touchpoint: the answers that were given there.
    - A cause: cases of it in a hundred answers. Of a score: the answers at the touchpoints that it had hit
      until the delivery, as preventing a cause makes it rare, and the few that it still hits stay unhappy.
    - A segment: the answers of customers who were in it when the window began, by their last NPS answer of
      the year before. The NPS of those who are detractors by the same answer would always be -100; and to
      choose them once, before, and look at them again would show all getting better by chance alone, as an
      unusually bad answer is mostly followed by a better one. So each window chooses its own, in advance.
      Answers that name no customer are in no segment."""

    class Verdict(models.TextChoices):
        PROVEN = "proven", _("proven")
        UNPROVEN = "unproven", _("unproven")
        HARMFUL = "harmful", _("harmful")

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="checks", db_index=False)
    metric = models.CharField(max_length=5, choices=Idea.Metric.choices)
    touchpoint = models.ForeignKey("feedback.Touchpoint", models.PROTECT, null=True, related_name="+")
    cause = models.ForeignKey("feedback.Cause", models.PROTECT, null=True, related_name="+")
    segment = models.CharField(max_length=9, choices=Idea.Segment.choices, blank=True)
    places = ArrayField(
        models.BigIntegerField(), null=True, help_text=_("The touchpoints counted; everywhere when null.")
    )
    delivered_on = models.DateField()
    before_from = models.DateField()
    before_to = models.DateField()
    before_counts = models.JSONField(help_text=_("How many gave each score, as it was at the delivery."))
    before_n = models.PositiveIntegerField()
    before_value = models.FloatField(null=True)
    before_low = models.FloatField(null=True)
    before_high = models.FloatField(null=True)
    after_from = models.DateField()
    after_to = models.DateField(help_text=_("The last day; it is judged when that is over."))
    after_counts = models.JSONField(null=True)
    after_n = models.PositiveIntegerField(null=True)
    after_value = models.FloatField(null=True)
    after_low = models.FloatField(null=True)
    after_high = models.FloatField(null=True)
    difference = models.FloatField(null=True)
    difference_low = models.FloatField(null=True)
    difference_high = models.FloatField(null=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    judged_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text=_("When those who are to know were written to."))
    voided_at = models.DateTimeField(null=True, help_text=_("When its idea was not delivered after all."))
    prevention = models.OneToOneField("feedback.Prevention", models.PROTECT, null=True, related_name="+")

    objects = OutcomeCheckQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint("idea", name="one_check_stands", condition=Q(voided_at=None)),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at=None)
                | (~Q(verdict="") & Q(judged_at__isnull=False, after_n__isnull=False)),
                name="check_judged_by_numbers",
            ),
            models.CheckConstraint(
                condition=Q(before_to__lt=F("delivered_on"), after_from__gt=F("delivered_on")),
                name="check_around_the_delivery",
            ),
        ]
        indexes = [
            models.Index(fields=["idea", "-id"], name="check_of_idea"),
            models.Index(fields=["after_to", "id"], name="check_waiting",
                         condition=Q(judged_at=None, voided_at=None)),
            models.Index(fields=["-judged_at", "-id"], name="check_judged",
                         condition=Q(judged_at__isnull=False, voided_at=None)),
            models.Index(fields=["verdict", "-judged_at", "-id"], name="check_verdict",
                         condition=Q(judged_at__isnull=False, voided_at=None)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_verdict_display() or str(_("not judged yet"))

    @property
    def before(self) -> Figure | None:
        return _figure(self.before_value, self.before_n, self.before_low, self.before_high)

    @property
    def after(self) -> Figure | None:
        return _figure(self.after_value, self.after_n, self.after_low, self.after_high)

    @property
    def has_too_few(self) -> bool:
        """Whether one side has so few answers that no verdict but unproven could be given."""
        return self.before_n < LEAST or (self.after_n or 0) < LEAST

    @property
    def fewer_is_better(self) -> bool:
        return self.metric in FEWER_IS_BETTER


def _figure(value: float | None, n: int | None, low: float | None, high: float | None) -> Figure | None:
    return None if value is None else Figure(value, n or 0, low, high)


class Dissent(models.Model):
    """Why somebody does not agree with a verdict; one of each person, who may put it otherwise."""

    outcome = models.ForeignKey(OutcomeCheck, models.CASCADE, related_name="dissents", db_index=False)
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    reason = models.CharField(_("why not?"), max_length=1000)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint("outcome", "by", name="one_dissent_a_person"),
            models.CheckConstraint(condition=~Q(reason=""), name="dissent_with_a_reason"),
        ]

    def __str__(self) -> str:
        return self.reason
