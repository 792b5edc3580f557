from datetime import timedelta

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models.customers import Customer


class LearningQuerySet(models.QuerySet["Learning"]):
    def standing(self) -> "LearningQuerySet":
        """Not taken back."""
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: Employee) -> "LearningQuerySet":
        """All staff read all; what was taken back is for the champion only: it may say who somebody is."""
        return self if "champion" in user.roles else self.standing()

    def with_seen_customers(self, user: Employee) -> "LearningQuerySet":
        """Each with `is_customer_seen`: whether this person may know who it was learned from."""
        seen = Customer.objects.visible_to(user).filter(pk=OuterRef("customer"))
        return self.annotate(is_customer_seen=Exists(seen))

    def recent(self, span: timedelta) -> "LearningQuerySet":
        """What may be told on: of the last so many days, and standing."""
        return self.standing().filter(at__gte=timezone.now() - span)


class Learning(models.Model):
    """What somebody learned in a conversation with a customer, for all staff. The text names nobody: the
    customer is shown to those only who may see them."""

    text = models.TextField(_("what you learned"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    customer = models.ForeignKey(
        "feedback.Customer", models.SET_NULL, null=True, blank=True, related_name="learnings",
        verbose_name=_("customer"),
    )  # fmt: skip
    touchpoint = models.ForeignKey(
        "feedback.Touchpoint", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("touchpoint"), db_index=False,
    )  # fmt: skip
    by = models.ForeignKey("employees.Employee", models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "employees.Employee", models.PROTECT, null=True, related_name="+", db_index=False
    )

    objects = LearningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="learning_all", condition=Q(withdrawn_at=None)),
            models.Index(
                fields=["touchpoint", "-at", "-id"], name="learning_place", condition=Q(withdrawn_at=None)
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]
