from typing import TYPE_CHECKING

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from tenants.here import today

if TYPE_CHECKING:
    from employees.models.people import Employee


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class TermQuerySet(models.QuerySet["Term"]):
    def in_office(self) -> "TermQuerySet":
        return self.filter(starts__lte=today(), ends__gte=today(), employee__deactivated_at=None)

    def visible_to(self, user: "Employee") -> "TermQuerySet":
        """Everybody may know who is, was and will be the champion."""
        return self if user.has_perm("employees.view_term") else self.none()

    def current(self) -> "Term | None":
        """The term of today, with its people; None when nobody is in office."""
        return self.in_office().select_related("employee", "deputy", "sponsor").first()


class Term(models.Model):
    """A customer champion's time in office, first and last day included. One at a time."""

    employee = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="terms", verbose_name=_("champion")
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    deputy = models.ForeignKey(
        "employees.Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("deputy"),
    )
    sponsor = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", verbose_name=_("executive sponsor")
    )

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="term_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            ),
            ExclusionConstraint(
                name="one_champion_at_a_time",
                expressions=[
                    (DateRange("starts", "ends", RangeBoundary(True, True)), RangeOperators.OVERLAPS)
                ],
                violation_error_message=_("Another term covers some of these days: one champion at a time."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.starts} to {self.ends}"

    def clean(self) -> None:
        """Asked before the constraints: PostgreSQL cannot even compare a range that ends before it starts."""
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The last day cannot be before the first.")})
