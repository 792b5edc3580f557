from datetime import timedelta

from django.core import signing
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Customer
from ideas.models.boards import Board
from tenants.signing import sign, unsign

LINK, STOP = "ideas.panel", "ideas.panel.stop"
TO_AGREE, TO_TAKE_PART = timedelta(days=30), timedelta(days=365)
"""So long a link holds for somebody who was invited, and for who has agreed."""


class Fate(models.TextChoices):
    """What becomes of a customer whom staff choose to invite; the words go on after who it is."""

    INVITED = "invited", _("is invited")
    MEMBER = "member", _("is invited already")
    REFUSED = "refused", _("does not wish to be asked")
    THROTTLED = "throttled", _("was asked within 30 days")
    UNREACHABLE = "unreachable", _("has no e-mail address")


class PanelMemberQuerySet(models.QuerySet["PanelMember"]):
    def by_token(self, token: str) -> "PanelMemberQuerySet":
        """Whose link it is; none where it is not ours, or a newer one took its place."""
        try:
            key, number = unsign(token, purpose=LINK)
        except signing.BadSignature:
            return self.none()
        return self.filter(pk=key, number=number)

    def by_stop_token(self, token: str) -> "PanelMemberQuerySet":
        """Who stops their mails: that of an old mail does so, too."""
        try:
            return self.filter(pk=unsign(token, purpose=STOP))
        except signing.BadSignature:
            return self.none()

    def visible_to(self, user: Employee) -> "PanelMemberQuerySet":
        """On the boards that one sees: those whom one invited, and the customers whom one sees."""
        seen = self.filter(board__in=Board.objects.visible_to(user))
        if "champion" in user.roles:
            return seen
        return seen.filter(Q(invited_by=user) | Q(customer__in=Customer.objects.visible_to(user)))

    def open(self) -> "PanelMemberQuerySet":
        """Whose link works."""
        return self.filter(ended_at=None, link_until__gt=timezone.now())

    def taking_part(self) -> "PanelMemberQuerySet":
        return self.open().filter(agreed_at__isnull=False, left_at=None)

    def written_to(self) -> "PanelMemberQuerySet":
        """Who takes part and has not said that they want no mails."""
        return self.taking_part().filter(stopped_at=None)

    def sent_links(self) -> "PanelMemberQuerySet":
        """To whom a link may be sent: who neither left nor wishes no mails, and has agreed or may still."""
        here = self.filter(ended_at=None, left_at=None, stopped_at=None, board__is_for_customers=True)
        return here.filter(Q(board__closed_at=None) | Q(agreed_at__isnull=False))

    def remindable(self) -> "PanelMemberQuerySet":
        """Invited, and neither agreed nor said no; reminded once."""
        return self.open().sent_links().filter(agreed_at=None, reminded_at=None)


class PanelMember(models.Model):
    """A customer who is invited to take part on a board, by a link of their own."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="members", db_index=False)
    customer = models.ForeignKey("feedback.Customer", models.CASCADE, related_name="+")
    email = models.EmailField()
    language = models.CharField(max_length=10, blank=True)
    number = models.PositiveIntegerField(default=1, help_text=_("Of the link; an older one opens nothing."))
    link_until = models.DateTimeField()
    invited_by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+", db_index=False)
    invited_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now, help_text=_("When the last link went out."))
    reminded_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(null=True, help_text=_("The text stands with the customer's consents."))
    left_at = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True, help_text=_("When they said: no more mails."))
    ended_at = models.DateTimeField(null=True, help_text=_("When staff took the link back."))

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-id"]
        constraints = [
            models.UniqueConstraint("board", "customer", name="panel_member_once_on_a_board"),
            models.CheckConstraint(
                condition=Q(link_until__gt=models.F("invited_at")), name="panel_link_holds_for_a_while"
            ),
        ]
        indexes = [
            models.Index(fields=["board", "-invited_at", "-id"], name="panel_of_board"),
            models.Index(
                fields=["invited_at"], name="panel_to_remind", condition=Q(agreed_at=None, reminded_at=None)
            ),
        ]

    def __str__(self) -> str:
        return str(self.customer)

    @property
    def has_agreed(self) -> bool:
        """Takes part now; who left may agree again."""
        return self.agreed_at is not None and self.left_at is None

    @property
    def holds_for(self) -> timedelta:
        """So long a link of theirs that is sent now."""
        return TO_TAKE_PART if self.has_agreed else TO_AGREE

    @property
    def is_shut(self) -> bool:
        return self.ended_at is not None or self.link_until <= timezone.now()

    @property
    def token(self) -> str:
        return sign([self.pk, self.number], purpose=LINK)

    @property
    def path(self) -> str:
        """The personal link."""
        return reverse("ideas:panel", args=[self.token])

    def idea_path(self, idea: int) -> str:
        return reverse("ideas:panel_idea", args=[self.token, idea])

    @property
    def stop_path(self) -> str:
        """Where one click ends all mails about the board."""
        return reverse("ideas:stop_panel", args=[sign(self.pk, purpose=STOP)])
