from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

ANSWERS = ("mail", "call", "person")


class MessageQuerySet(models.QuerySet["Message"]):
    def for_customer(self) -> "MessageQuerySet":
        """What the customer may read: never a note."""
        return self.exclude(kind=Message.Kind.NOTE)

    def answers(self) -> "MessageQuerySet":
        return self.filter(kind__in=ANSWERS)


class Message(models.Model):
    """A line of the thread between customer and organisation, or a note that the customer never sees."""

    class Kind(models.TextChoices):
        INBOUND = "in", _("from the customer")
        MAIL = "mail", _("answer by mail")
        CALL = "call", _("called")
        PERSON = "person", _("spoke in person")
        NOTE = "note", _("note for staff")

    case = models.ForeignKey("feedback.Case", models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    author = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    body = models.TextField()
    at = models.DateTimeField(default=timezone.now)
    key = models.UUIDField(
        null=True, unique=True, help_text=_("Of the form it came by, so that a double click is one message.")
    )
    commitment = models.OneToOneField(
        "employees.Commitment", models.PROTECT, null=True, related_name="+",
        help_text=_("The promise to answer it, of a message from the customer."),
    )  # fmt: skip

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment=None) | Q(kind="in"), name="promise_of_a_message_in"
            ),
            models.CheckConstraint(condition=Q(kind="in") ^ Q(author__isnull=False), name="staff_have_names"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at}"

    @property
    def is_answer(self) -> bool:
        return self.kind in ANSWERS


class Draft(models.Model):
    """An answer that somebody has begun and not sent; of one person and one case."""

    case = models.ForeignKey("feedback.Case", models.CASCADE, related_name="drafts")
    author = models.ForeignKey("employees.Employee", models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=6, choices=Message.Kind.choices)
    body = models.TextField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("case", "author", name="one_draft_each")]

    def __str__(self) -> str:
        return self.body[:60]


class CaseEvent(models.Model):
    """What was done with a case beside its messages; the history stays when a step is done again."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("handed over")
        JOINED = "joined", _("joined to a cause")
        DANGER = "danger", _("marked as a danger")
        SAFE = "safe", _("no longer a danger")
        SHARED = "shared", _("shared")
        WITHDRAWN = "withdrawn", _("sharing withdrawn")
        DECLINED = "declined", _("not shared")
        PREVENTION = "prevention", _("prevention promised")
        UNPREVENTED = "unprevented", _("cannot be prevented")
        JUDGED = "judged", _("judged by the customer")
        GESTURE = "gesture", _("gesture given")
        GESTURE_ASKED = "gesture_asked", _("gesture asked for")
        GESTURE_REFUSED = "gesture_refused", _("gesture refused")
        GESTURE_BACK = "gesture_back", _("gesture taken back")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("opened again")

    case = models.ForeignKey("feedback.Case", models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey("employees.Employee", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return self.get_kind_display()


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
