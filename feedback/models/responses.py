from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.keys import uuid7


class Metric(models.TextChoices):
    """What a response is measured by: its first scored question."""

    NPS = "nps", "NPS"
    CSAT = "csat", "CSAT"
    CES = "ces", "CES"
    RATING = "rating", _("rating")


SCALES = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7), "rating": (1, 5)}


class ResponseQuerySet(models.QuerySet["Response"]):
    def shown(self) -> "ResponseQuerySet":
        return self.filter(hidden_at=None)


class Response(models.Model):
    """One answer of one customer, whatever it came by. Never deleted (but by the undo of its import), hidden
    with a
    reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey("feedback.ListeningPost", models.PROTECT, related_name="responses")
    version = models.ForeignKey("feedback.PostVersion", models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, related_name="responses", db_index=False
    )
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey("feedback.Customer", models.PROTECT, null=True, related_name="responses")
    metric = models.CharField(max_length=6, choices=Metric.choices, blank=True)
    scale = models.PositiveSmallIntegerField(
        null=True, help_text=_("The best value: 10 of 0 to 10, 5 of 1 to 5.")
    )
    score = models.SmallIntegerField(null=True)
    segment = models.GeneratedField(
        expression=Case(
            When(metric="nps", score__gte=9, then=Value("promoter")),
            When(metric="nps", score__gte=7, then=Value("passive")),
            When(metric="nps", score__gte=0, then=Value("detractor")),
            default=None,
        ),
        output_field=models.CharField(max_length=9, null=True),
        db_persist=True,
    )
    answers = models.JSONField(default=dict, help_text=_("Further answers, by the question's key."))
    comment = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    channel = models.CharField(max_length=20, blank=True, help_text=_("web, qr, import, phone, api"))
    source = models.CharField(max_length=40, help_text=_("Within which external_id is unique."))
    external_id = models.CharField(max_length=120, null=True)
    received_at = models.DateTimeField(
        null=True, help_text=_("Null where a file's date could not be read in one way.")
    )
    day = models.DateField(null=True, help_text=_("received_at in the organisation's zone; figures use it."))
    created_at = models.DateTimeField(default=timezone.now)
    imported = models.ForeignKey("feedback.Import", models.PROTECT, null=True, related_name="responses")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                "source", "external_id", name="response_once", condition=Q(external_id__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(score=None) | (Q(score__gte=0) & Q(score__lte=F("scale")) & ~Q(metric="")),
                name="response_score_on_its_scale",
            ),
            models.CheckConstraint(
                condition=Q(day=None, received_at=None) | Q(day__isnull=False, received_at__isnull=False),
                name="response_day_with_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["post", "day"], include=["touchpoint", "team", "metric", "scale", "score"],
                name="response_live",
                condition=Q(hidden_at=None),
            ),
            models.Index(F("received_at").desc(nulls_last=True), F("id").desc(), name="response_newest"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.metric} {self.score}"
