from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from employees.models.people import Employee


class FrontlineDayQuerySet(models.QuerySet["FrontlineDay"]):
    def visible_to(self, user: "Employee") -> "FrontlineDayQuerySet":
        """Everybody may read who was with customers, and what they saw."""
        return self if user.has_perm("employees.view_frontlineday") else self.none()


class FrontlineDay(models.Model):
    """A day that an executive or a lead spent with customers: where, what they saw, what they promised."""

    by = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", verbose_name=_("who was there")
    )
    on = models.DateField(_("day"))
    place = models.CharField(_("where"), max_length=150)
    saw = models.TextField(_("what they saw"), max_length=4000)
    language = models.CharField(_("language"), max_length=10, blank=True)
    commitment = models.ForeignKey(
        "employees.Commitment", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("the promise it led to"),
    )  # fmt: skip
    at = models.DateTimeField(_("noted"), default=timezone.now)

    objects = FrontlineDayQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["-at", "-id"], name="frontline_newest")]

    def __str__(self) -> str:
        return f"{self.by}, {self.place}, {self.on}"
