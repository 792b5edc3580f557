import secrets
from functools import cached_property

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models.customers import Customer
from feedback.models.questions import Kind, Question
from tenants.labels import in_language
from tenants.signing import sign, unsign


def public_key() -> str:
    return secrets.token_urlsafe(9)


class ListeningPostQuerySet(models.QuerySet["ListeningPost"]):
    def open(self) -> "ListeningPostQuerySet":
        return self.filter(retired_at=None)

    def retired(self) -> "ListeningPostQuerySet":
        return self.filter(retired_at__isnull=False)

    def public(self) -> "ListeningPostQuerySet":
        """Those that anybody may answer at their own address."""
        return self.filter(kind__in=[ListeningPost.Kind.SURVEY, ListeningPost.Kind.QR])

    def due_for_review(self) -> "ListeningPostQuerySet":
        return self.open().filter(review_on__lte=timezone.localdate())


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
    csat_at_most = models.PositiveSmallIntegerField(_("CSAT and stars: a case at or below"), default=2)
    every_answer = models.BooleanField(_("every answer opens a case"), default=False)
    passives = models.BooleanField(_("passives (NPS 7 and 8) open a case too"), default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    retired_at = models.DateTimeField(null=True, editable=False)
    successor = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", editable=False,
        help_text=_("Where the links of a retired post lead."),
    )  # fmt: skip

    objects = ListeningPostQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feedback:post", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.kind in (self.Kind.SURVEY, self.Kind.QR)

    @cached_property
    def version(self) -> "PostVersion":
        """The questions that are asked now."""
        return max(self.versions.all(), key=lambda version: version.number)

    def opens_case(self, metric: str, score: int | None) -> bool:
        """Whether an answer opens a case by this post's rules. `ResponseQuerySet.needing_case` says the same
        of many rows; a test holds the two together."""
        if self.kind == self.Kind.COMPLAINT or self.every_answer:
            return True
        if score is None:
            return False
        if metric == Kind.NPS:
            return score <= self.nps_at_most or (self.passives and score in (7, 8))
        return metric in (Kind.CSAT, Kind.RATING) and score <= self.csat_at_most


class PostVersion(models.Model):
    """The questions of a post, as they were asked from a moment on. A changed question is a new version.

    questions: a list of {"key", "kind", "required", "labels": {language: text}, "options": [{"key",
    "labels"}]},
    kind one of Kind. The first of a scored kind is the metric of the post.
    """

    Kind = Kind

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

    @cached_property
    def asked(self) -> list[Question]:
        """The questions in their order."""
        return [Question.read(row) for row in self.questions]

    @cached_property
    def primary(self) -> Question | None:
        """The question whose score measures the post: the first of a scored kind."""
        return next((question for question in self.asked if question.is_scored), None)

    @cached_property
    def why(self) -> Question | None:
        """The question whose answer is the comment: the first that takes text."""
        return next((question for question in self.asked if question.kind == Kind.TEXT), None)

    @cached_property
    def languages(self) -> list[str]:
        """The languages that every question has a label in."""
        shared = [set(question.labels) for question in self.asked]
        return [code for code in self.title if all(code in labels for labels in shared)]

    def heading(self, language: str) -> str:
        return in_language(self.title, language)


LINK, STOP = "feedback.invitation", "feedback.unsubscribe"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def by_token(self, token: str, purpose: str) -> "InvitationQuerySet":
        """The invitation of a link for one purpose; none where the link is not ours."""
        try:
            return self.filter(pk=unsign(token, purpose=purpose))
        except signing.BadSignature:
            return self.none()

    def visible_to(self, user: Employee) -> "InvitationQuerySet":
        """Those that one sent oneself, and those to customers whom one sees."""
        if "champion" in user.roles:
            return self
        return self.filter(
            models.Q(created_by=user) | models.Q(customer__in=Customer.objects.visible_to(user))
        )

    def unanswered(self) -> "InvitationQuerySet":
        return self.filter(answered_at=None)

    def testers(self) -> "InvitationQuerySet":
        """Asked once more, because of something they had said before."""
        return self.filter(follows__isnull=False)

    def remindable(self) -> "InvitationQuerySet":
        """Sent, not answered, not yet reminded, and to a post that still listens."""
        return self.unanswered().filter(sent_at__isnull=False, reminded_at=None, post__retired_at=None)


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
    answered_at = models.DateTimeField(null=True)
    response = models.OneToOneField(
        "feedback.Response", models.SET_NULL, null=True, related_name="invitation"
    )
    follows = models.ForeignKey(
        "feedback.Response", models.SET_NULL, null=True, related_name="asked_again", db_index=False,
        help_text=_("What they had said before: they are asked once more because of it."),
    )  # fmt: skip

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["customer", "-created_at"], name="invitation_throttle"),
            models.Index("follows", name="invitation_follows", condition=models.Q(follows__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(
                "post", "follows", name="asked_again_once", condition=models.Q(follows__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def path(self) -> str:
        """The personal link."""
        return reverse("feedback:invitation", args=[sign(self.pk, purpose=LINK)])

    @property
    def stop_path(self) -> str:
        """Where one click ends all invitations to this customer."""
        return reverse("feedback:unsubscribe", args=[sign(self.pk, purpose=STOP)])
