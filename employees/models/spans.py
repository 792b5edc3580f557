"""Days of somebody, the first and the last included."""

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from employees.models.dates import validate_reach_of


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


SAME_DAYS = (DateRange("starts", "ends", RangeBoundary(True, True)), RangeOperators.OVERLAPS)
"""For constraints that exclude two which share a day."""


class Span(models.Model):
    """From `starts` to `ends`, of an employee."""

    employee: Any
    starts: date
    ends: date

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")),
                name="%(class)s_ends_after_it_starts",
                violation_error_message=_("The last day cannot be before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.starts} to {self.ends}"

    def clean(self) -> None:
        """Asked before the constraints: PostgreSQL cannot even compare a range that ends before it starts."""
        if self.starts and self.ends and self.ends < self.starts:
            raise ValidationError({"ends": _("The last day cannot be before the first.")})
        validate_reach_of(self, "starts", "ends")
