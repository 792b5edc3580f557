from django.db import models
from django.db.models import F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from feedback.models.cases import Case
from feedback.models.listening import ListeningPost
from tenants.keys import uuid7


class Metric(models.TextChoices):
    """What a response is measured by: its first scored question."""

    NPS = "nps", "NPS"
    CSAT = "csat", "CSAT"
    CES = "ces", "CES"
    RATING = "rating", _("rating")


PRAISE = "praise"
"""The source of what somebody was told that is good: it opens no case, wherever it is written down."""
GOOD_FROM = {"nps": 9, "csat": 4, "ces": 5, "rating": 4}
"""From this score on an answer is good news."""
OWN_SOURCES = frozenset({"form", "staff", "invitation", PRAISE})
"""Sources that no program may name as its own."""


class ResponseQuerySet(models.QuerySet["Response"]):
    def shown(self) -> "ResponseQuerySet":
        return self.filter(hidden_at=None)

    def hidden(self) -> "ResponseQuerySet":
        return self.filter(hidden_at__isnull=False)

    def visible_to(self, user: Employee) -> "ResponseQuerySet":
        """Champions see all, leads those of their team and the teams below, everybody those whose case they
        see."""
        if "champion" in user.roles:
            return self
        seen = Q(case__in=Case.objects.visible_to(user))
        if "lead" in user.roles:
            led = Team.objects.filter(lead=user).values_list("pk", flat=True)
            seen |= Q(team__in=Team.objects.with_below(led))
        return self.filter(seen)

    def needing_case(self) -> "ResponseQuerySet":
        """Those that open a case by the rules of their post: `ListeningPost.opens_case`, of many rows."""
        always = Q(post__kind=ListeningPost.Kind.COMPLAINT) | Q(post__every_answer=True)
        nps = Q(metric="nps") & (
            Q(score__lte=F("post__nps_at_most")) | Q(post__passives=True, score__in=(7, 8))
        )
        stars = Q(metric__in=("csat", "rating"), score__lte=F("post__csat_at_most"))
        return self.filter(always | nps | stars).exclude(source=PRAISE)

    def praising(self) -> "ResponseQuerySet":
        """Good news: by the score, or without one where nothing had to be put right."""
        good = Q(score=None, case=None)
        for metric, least in GOOD_FROM.items():
            good |= Q(metric=metric, score__gte=least)
        return self.filter(good)


class Response(models.Model):
    """One answer of one customer, whatever it came by. Never deleted (but by the undo of its import), hidden
    with a
    reason."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    post = models.ForeignKey(
        "feedback.ListeningPost", models.PROTECT, related_name="responses", db_index=False
    )
    version = models.ForeignKey("feedback.PostVersion", models.PROTECT, related_name="+", db_index=False)
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, related_name="responses", db_index=False
    )
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", db_index=False)
    customer = models.ForeignKey(
        "feedback.Customer", models.PROTECT, null=True, related_name="responses", db_index=False
    )
    metric = models.CharField(max_length=6, choices=Metric.choices, blank=True)
    scale = models.PositiveSmallIntegerField(
        null=True, help_text=_("The best value: 10 of 0 to 10, 5 of 1 to 5.")
    )
    score = models.SmallIntegerField(null=True)
    segment = models.GeneratedField(
        expression=models.Case(
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
    imported = models.ForeignKey(
        "feedback.Import", models.PROTECT, null=True, related_name="responses", db_index=False
    )
    digest = models.UUIDField(
        null=True, help_text=_("Of what its file said: the same again changes nothing.")
    )
    good_news = models.BooleanField(
        null=True, help_text=_("Shared with all staff as good news or as bad; null where it is not shared.")
    )
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
                fields=["post", "day"],
                include=["touchpoint", "team", "metric", "scale", "score", "good_news"],
                name="response_live",
                condition=Q(hidden_at=None),
            ),
            models.Index(fields=["-received_at", "-id"], name="response_newest"),
            models.Index(fields=["post", "-received_at", "-id"], name="response_post"),
            models.Index(fields=["team", "-received_at", "-id"], name="response_team"),
            models.Index(
                fields=["-received_at", "-id"], name="response_hidden", condition=Q(hidden_at__isnull=False)
            ),
            models.Index(
                fields=["-created_at", "-id"], name="response_undated", condition=Q(received_at=None)
            ),
            models.Index(
                fields=["touchpoint", "day"],
                include=["id"],
                name="response_touchpoint",
                condition=Q(hidden_at=None),
            ),
            models.Index(
                fields=["segment", "day"],
                include=["id"],
                name="response_segment",
                condition=Q(hidden_at=None, segment__isnull=False),
            ),
            models.Index("customer", name="response_customer", condition=Q(customer__isnull=False)),
            models.Index("imported", name="response_imported", condition=Q(imported__isnull=False)),
        ]  # fmt: skip

    is_repeat = False
    """Whether `receive_response` found it stored already, by its source and external_id."""

    def __str__(self) -> str:
        return f"{self.get_metric_display()} {self.score}" if self.metric else str(_("unscored"))

    def get_absolute_url(self) -> str:
        return reverse("feedback:response", args=[self.pk])
