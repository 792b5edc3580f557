from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CaseQuerySet(models.QuerySet["Case"]):
    def open(self) -> "CaseQuerySet":
        return self.filter(closed_at=None)


class Case(models.Model):
    """A customer is owed something: an answer in time, then sharing, the cause and its prevention.

    Each step is a fact with its time and author. The promises of answers stand in the ledger: `commitment` is
    the first one's, `Message.commitment` that of each later message of the customer.
    """

    class Danger(models.TextChoices):
        SAFETY = "safety", _("safety")
        ABUSE = "abuse", _("abuse")
        LEGAL = "legal", _("legal")

    response = models.OneToOneField("feedback.Response", models.PROTECT, related_name="case")
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", verbose_name=_("team"))
    subject = models.CharField(
        max_length=200, blank=True, help_text=_("The beginning of what the customer said.")
    )
    danger = models.CharField(_("danger"), max_length=6, choices=Danger.choices, blank=True)
    commitment = models.OneToOneField("employees.Commitment", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", help_text=_("Nobody: a rule.")
    )
    answered_at = models.DateTimeField(
        null=True, help_text=_("The first answer to the customer, by a person.")
    )
    share_declined_at = models.DateTimeField(null=True)
    share_declined_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    share_declined_reason = models.CharField(max_length=300, blank=True)
    cause = models.ForeignKey("feedback.Cause", models.PROTECT, null=True, related_name="cases")
    analysed_at = models.DateTimeField(null=True)
    analysed_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    prevention = models.ForeignKey("feedback.Prevention", models.PROTECT, null=True, related_name="cases")
    no_prevention_reason = models.CharField(max_length=300, blank=True)
    prevented_at = models.DateTimeField(null=True)
    prevented_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
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
        ]
        indexes = [
            models.Index(fields=["team", "-id"], name="case_open_team", condition=Q(closed_at=None)),
            models.Index(
                fields=["opened_at"],
                include=["team", "answered_at", "commitment", "response"],
                name="case_opened",
            ),
            GinIndex("search", name="case_search"),
        ]

    def __str__(self) -> str:
        return str(_("Case %(number)s") % {"number": self.pk})


class Message(models.Model):
    """A line of the thread between customer and organisation, or a note that the customer never sees."""

    class Kind(models.TextChoices):
        INBOUND = "in", _("from the customer")
        MAIL = "mail", _("answer by mail")
        CALL = "call", _("called")
        PERSON = "person", _("spoke in person")
        NOTE = "note", _("note for staff")

    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    author = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    commitment = models.OneToOneField(
        "employees.Commitment", models.PROTECT, null=True, related_name="+",
        help_text=_("The promise to answer it, of a message from the customer."),
    )  # fmt: skip

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"


class CaseEvent(models.Model):
    """What was done with a case beside its four steps: assigned, joined, closed, reopened, marked as
    danger."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.kind


class ShareQuerySet(models.QuerySet["Share"]):
    def visible(self) -> "ShareQuerySet":
        return self.filter(withdrawn_at=None)


class Share(models.Model):
    """A customer's words, shown to all staff without what identifies them; good news and bad by the same
    door."""

    response = models.OneToOneField("feedback.Response", models.PROTECT, related_name="share")
    text = models.TextField(_("text for all staff"))
    is_good = models.BooleanField()
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+")
    touchpoint = models.ForeignKey("feedback.Touchpoint", models.PROTECT, related_name="+")
    shared_at = models.DateTimeField(default=timezone.now)
    shared_by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_at", "-id"]
        indexes = [
            models.Index(fields=["-shared_at", "-id"], name="feed", condition=Q(withdrawn_at=None)),
        ]

    def __str__(self) -> str:
        return self.text[:60]


class TextBlock(models.Model):
    """A passage to begin an answer with, in a language."""

    name = models.CharField(_("name"), max_length=80)
    language = models.CharField(_("language"), max_length=10)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["name", "language"]
        constraints = [models.UniqueConstraint("name", "language", name="text_block_once_a_language")]

    def __str__(self) -> str:
        return f"{self.name} ({self.language})"
