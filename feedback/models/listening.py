import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def public_key() -> str:
    return secrets.token_urlsafe(9)


class ListeningPostQuerySet(models.QuerySet["ListeningPost"]):
    def open(self) -> "ListeningPostQuerySet":
        return self.filter(retired_at=None)


class ListeningPost(models.Model):
    """A place where the organisation listens: it has a goal, a touchpoint and a date at which it is
    reviewed."""

    class Kind(models.TextChoices):
        SURVEY = "survey", _("survey")
        QR = "qr", _("QR code in the store")
        IMPORT = "import", _("import of a file")
        COMPLAINT = "complaint", _("complaint line")

    class Clock(models.TextChoices):
        ORGANISATION = "", _("as the organisation")
        CALENDAR = "calendar", _("24 hours by the calendar")
        WORKING = "working", _("24 hours, counted in working hours")

    name = models.CharField(_("name"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    goal = models.ForeignKey("feedback.Goal", models.PROTECT, related_name="posts", verbose_name=_("goal"))
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, related_name="posts", verbose_name=_("touchpoint")
    )
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", verbose_name=_("team"))
    review_on = models.DateField(_("reviewed on"))
    key = models.CharField(max_length=20, unique=True, default=public_key, editable=False)
    clock = models.CharField(
        _("clock of an answer"), max_length=10, choices=Clock.choices, blank=True, default=""
    )
    nps_at_most = models.PositiveSmallIntegerField(_("NPS: a case at or below"), default=6)
    csat_at_most = models.PositiveSmallIntegerField(_("CSAT: a case at or below"), default=2)
    every_answer = models.BooleanField(_("every answer opens a case"), default=False)
    passives = models.BooleanField(_("passives (NPS 7 and 8) open a case too"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)

    objects = ListeningPostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class PostVersion(models.Model):
    """The questions of a post, as they were asked from a moment on. A changed question is a new version.

    questions: a list of {"key", "kind", "required", "labels": {language: text}, "options": [{"key",
    "labels"}]},
    kind one of Kind. The first of a scored kind is the metric of the post.
    """

    class Kind(models.TextChoices):
        NPS = "nps", _("NPS, 0 to 10")
        CSAT = "csat", _("CSAT, 1 to 5")
        CES = "ces", _("CES, 1 to 7")
        RATING = "rating", _("rating, 1 to 5 stars")
        TEXT = "text", _("text")
        CHOICE = "choice", _("choice")
        YES_NO = "yes_no", _("yes or no")

    post = models.ForeignKey(ListeningPost, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    since = models.DateTimeField(default=timezone.now)
    title = models.JSONField(default=dict, help_text=_("By language."))
    questions = models.JSONField(default=list)

    class Meta:
        ordering = ["post", "-number"]
        constraints = [models.UniqueConstraint("post", "number", name="version_once_in_its_post")]

    def __str__(self) -> str:
        return f"{self.post}, {self.number}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(response=None)


class Invitation(models.Model):
    """A personal link to a post: one answer each, one reminder to whoever has not answered."""

    post = models.ForeignKey(ListeningPost, models.CASCADE, related_name="invitations")
    customer = models.ForeignKey("feedback.Customer", models.CASCADE, related_name="invitations")
    email = models.EmailField()
    language = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    created_by = models.ForeignKey("employees.Employee", models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    response = models.OneToOneField(
        "feedback.Response", models.SET_NULL, null=True, related_name="invitation"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["customer", "-created_at"], name="invitation_throttle")]

    def __str__(self) -> str:
        return self.email
