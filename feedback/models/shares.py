from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee


class ShareQuerySet(models.QuerySet["Share"]):
    def standing(self) -> "ShareQuerySet":
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def visible(self) -> "ShareQuerySet":
        """What all staff read: a response that is hidden is hidden here, too."""
        return self.standing().filter(response__hidden_at=None)

    def visible_to(self, user: Employee) -> "ShareQuerySet":
        """What was taken back or hidden is for the champion only: it may say who somebody is."""
        return self if "champion" in user.roles else self.visible()

    def withdrawn(self) -> "ShareQuerySet":
        return self.filter(withdrawn_at__isnull=False)


class Share(models.Model):
    """A customer's words, shown to all staff without what identifies them; good news and bad by the same
    door."""

    response = models.OneToOneField("feedback.Response", models.PROTECT, related_name="share")
    text = models.TextField(_("text for all staff"))
    is_good = models.BooleanField()
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", db_index=False)
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
            models.Index(
                fields=["is_good", "-shared_at", "-id"], name="feed_good", condition=Q(withdrawn_at=None)
            ),
            models.Index(
                fields=["team", "-shared_at", "-id"], name="feed_team", condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
