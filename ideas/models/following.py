from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ideas.models.ideas import Idea
from ideas.models.voices import Comment


class FollowQuerySet(models.QuerySet["Follow"]):
    def standing(self) -> Self:
        return self.filter(left_at=None)

    def untold(self) -> Self:
        """Those who have looked at the idea since they were last written to about it."""
        return self.standing().filter(Q(told_at=None) | Q(seen_at__gte=F("told_at")))

    def unseen(self) -> Self:
        """Those who were written to, and have not looked since."""
        return self.standing().filter(Q(seen_at=None) | Q(seen_at__lt=F("told_at")), told_at__isnull=False)


class Follow(models.Model):
    """Somebody gets news of an idea. Whoever has left stays as a row, so that they are not brought back by
    what they do, but by their own wish."""

    idea = models.ForeignKey(Idea, models.CASCADE, related_name="follows", db_index=False)
    employee = models.ForeignKey("employees.Employee", models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True, help_text=_("When they were last written to about comments."))
    seen_at = models.DateTimeField(null=True, help_text=_("When they first looked at it after that."))
    carried_from = models.ForeignKey(
        Idea, models.CASCADE, null=True, related_name="+", help_text=_("The duplicate that brought them.")
    )

    objects = FollowQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("idea", "employee", name="one_follow_a_person")]
        indexes = [models.Index(fields=["employee", "-id"], name="follow_of_person")]

    def __str__(self) -> str:
        return str(self.employee)


class Mention(models.Model):
    """Somebody is named in a comment, and told of that once."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="mentions", db_index=False)
    employee = models.ForeignKey("employees.Employee", models.CASCADE, related_name="+")
    said = models.CharField(max_length=150, help_text=_("The name as it stands in the comment."))
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint("comment", "employee", name="one_mention_a_person")]

    def __str__(self) -> str:
        return self.said
