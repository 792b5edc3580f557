from datetime import date, datetime, time, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeBoundary, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Func, Q
from django.utils.translation import gettext_lazy as _

from employees.models.ledger import Commitment, CommitmentQuerySet
from employees.models.people import Employee
from employees.models.spans import SAME_DAYS, Span
from employees.models.teams import Team
from tenants.here import current_zone, day_of, today

DAY = timedelta(days=1)


class KeyRange(Func):
    """A key as a range that holds only it: ranges can be excluded without an extension of the database."""

    function = "int8range"
    output_field = BigIntegerRangeField()


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(starts__lte=day, ends__gte=day)

    def within(self, first: date, last: date) -> "AbsenceQuerySet":
        """Those of which at least one day lies between these two."""
        return self.filter(starts__lte=last, ends__gte=first)

    def missed_by(self, due_at: datetime) -> "AbsenceQuerySet":
        """Those of today, and of the day of a date: whoever has one is not given what is due then."""
        due = day_of(due_at)
        return self.within(today(), due).filter(Q(starts__lte=today()) | Q(ends__gte=due))

    def to_come(self) -> "AbsenceQuerySet":
        """Those that are not over."""
        return self.filter(ends__gte=today())

    def unhanded(self) -> "AbsenceQuerySet":
        """Begun, and what falls due in them has not been handed over by the clock yet."""
        return self.on(today()).filter(handed_at=None)

    def visible_to(self, user: Employee) -> "AbsenceQuerySet":
        """Of whom somebody sees at all: of their own team; a lead of those below; who configures of all."""
        if not user.has_perm("employees.view_absence"):
            return self.none()
        return self.filter(employee__in=Employee.objects.visible_to(user))

    def managed_by(self, user: Employee) -> "AbsenceQuerySet":
        """Those that somebody may change: their own, and of the people for whom they may enter one."""
        return self.visible_to(user).filter(employee__in=people_entered_by(user))


def people_entered_by(user: Employee) -> models.QuerySet[Employee]:
    """For whom somebody may enter days: themselves; a lead the teams below; who configures everybody."""
    people = Employee.objects.active()
    if user.has_perm("employees.change_employee"):
        return people
    return people.filter(Q(pk=user.pk) | Q(team__in=Team.objects.led_by(user)))


def stand_ins_seen_by(user: Employee) -> models.QuerySet[Employee]:
    """Whom somebody may name to stand in: those they see, and the lead of their own team."""
    seen = Employee.objects.visible_to(user).active()
    return (seen | Employee.objects.active().filter(leads=user.team_id)).distinct()


class Absence(Span):
    """Days on which somebody is not there, the first and the last included; whoever is back early ends it."""

    employee = models.ForeignKey(
        "employees.Employee", models.CASCADE, related_name="absences", verbose_name=_("who"), db_index=False
    )
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    note = models.CharField(
        _("note"), max_length=200, blank=True, help_text=_("Your team and those who lead it can read it.")
    )
    stand_in = models.ForeignKey(
        "employees.Employee",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who stands in"),
        help_text=_("Gets on the first day what nobody has been given by then; else it is the lead."),
    )
    handed_at = models.DateTimeField(null=True, editable=False)

    objects = AbsenceQuerySet.as_manager()

    class Meta(Span.Meta):
        ordering = ["starts", "pk"]
        indexes = [
            models.Index(fields=["employee", "ends", "starts"], name="absence_of"),
            models.Index(fields=["starts"], name="absence_unhanded", condition=Q(handed_at=None)),
        ]
        constraints = [
            *Span.Meta.constraints,
            ExclusionConstraint(
                name="one_absence_at_a_time",
                expressions=[
                    (KeyRange("employee", "employee", RangeBoundary(True, True)), RangeOperators.OVERLAPS),
                    SAME_DAYS,
                ],
                violation_error_message=_("Some of these days are in the calendar already."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.stand_in_id and self.stand_in_id == self.employee_id:
            raise ValidationError({"stand_in": _("Somebody else has to stand in.")})
        if self.starts and self.ends and self._away_too():
            raise ValidationError({"stand_in": _("They are away on some of these days, too.")})

    def _away_too(self) -> bool:
        if not self.stand_in_id:
            return False
        theirs = Absence.objects.filter(employee=self.stand_in_id)
        return theirs.within(max(self.starts, today()), self.ends).exists()

    @property
    def has_begun(self) -> bool:
        return self.starts <= today()

    @property
    def is_over(self) -> bool:
        return self.ends < today()

    @property
    def back_at(self) -> datetime:
        """The moment at which the last day is over, where the organisation is."""
        return datetime.combine(self.ends + DAY, time(), current_zone())

    def falling_due(self) -> CommitmentQuerySet:
        """The open promises of theirs whose date lies in these days."""
        begins = datetime.combine(self.starts, time(), current_zone())
        mine = Commitment.objects.open().filter(owner=self.employee_id)
        return mine.filter(due_at__gte=begins, due_at__lt=self.back_at)

    def takers(self) -> models.QuerySet[Employee]:
        """Who may take what falls due: colleagues of theirs and of the promises' teams, the leads of those,
        and whoever stands in; none who is away then."""
        teams = {self.employee.team_id, *self.falling_due().values_list("team_id", flat=True)} - {None}
        near = Q(team__in=teams) | Q(leads__in=teams) | Q(leads__children__in=teams) | Q(pk=self.stand_in_id)
        away = Absence.objects.within(max(self.starts, today()), self.ends).values("employee")
        people = Employee.objects.active().filter(near).exclude(pk=self.employee_id)
        return people.exclude(pk__in=away).distinct().order_by("name", "pk")
