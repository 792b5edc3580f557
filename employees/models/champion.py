from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class DateRange(Func):
    function = "daterange"
    output_field = DateRangeField()


class TermQuerySet(models.QuerySet["Term"]):
    def in_office(self) -> "TermQuerySet":
        today = timezone.localdate()
        return self.filter(starts__lte=today, ends__gte=today, employee__deactivated_at=None)


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
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="term_ends_after_it_starts"),
            ExclusionConstraint(
                name="one_champion_at_a_time",
                expressions=[
                    (DateRange("starts", "ends", RangeBoundary(True, True)), RangeOperators.OVERLAPS)
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employee}, {self.starts} to {self.ends}"
