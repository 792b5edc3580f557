from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models.absences import DAY
from employees.models.people import AWAY, Employee
from employees.models.spans import SAME_DAYS, Span
from tenants.here import today
from tenants.rows import read

SOON = timedelta(days=60)
"""So far ahead it is said that nobody will be in office."""


CURRENT = f"""SELECT {{term}}, {{champion}}, {{deputy}}, {{sponsor}},
    {AWAY.format(who="champion.id", day="$1::date")}, {AWAY.format(who="deputy.id", day="$1::date")}
FROM employees_term AS term
JOIN employees_employee AS champion ON champion.id = term.employee_id
LEFT JOIN employees_employee AS deputy ON deputy.id = term.deputy_id
JOIN employees_employee AS sponsor ON sponsor.id = term.sponsor_id
WHERE term.starts <= $1::date AND term.ends >= $1::date AND (
    champion.deactivated_at IS NULL OR deputy.id IS NOT NULL AND deputy.deactivated_at IS NULL
)"""  # noqa: S608 - our own words
"""The term of today in which somebody may act (`filled`), and who of them is away: each page asks for it."""


class TermQuerySet(models.QuerySet["Term"]):
    def filled(self) -> "TermQuerySet":
        """Those in which somebody works here who may act: the champion, or the deputy of one who has left."""
        deputy_works = Q(deputy__isnull=False, deputy__deactivated_at=None)
        return self.filter(Q(employee__deactivated_at=None) | deputy_works)

    def to_come(self) -> "TermQuerySet":
        """Those that are not over."""
        return self.filter(ends__gte=today())

    def vacant_from(self) -> date:
        """The first day, of today and those to come, on which nobody is in office."""
        day = today()
        ahead = self.filled().to_come().order_by("starts")
        for starts, ends in ahead.values_list("starts", "ends"):
            if starts > day:
                break
            day = ends + DAY
        return day

    def visible_to(self, user: "Employee") -> "TermQuerySet":
        """Everybody may know who is, was and will be the champion."""
        return self if user.has_perm("employees.view_term") else self.none()

    def current(self) -> "Term | None":
        """The term of today, with its people and their presence; None when nobody is in office."""
        found = read(CURRENT, [today()], term=Term, champion=Employee, deputy=Employee, sponsor=Employee)
        if not found:
            return None
        term, champion, deputy, sponsor, term.champion_away, term.deputy_away = found
        term.employee, term.deputy, term.sponsor = champion, deputy if deputy.pk else None, sponsor
        return term


def letter_readers() -> "list[Employee]":
    """Who is written to on Mondays: who acts as the champion now, and the sponsor; those who want it."""
    if (term := Term.objects.current()) is None:
        return []
    people = {person.pk: person for person in (term.acting, term.sponsor) if person}
    return [one for one in people.values() if one.wants_letter and one.email and not one.deactivated_at]


class Term(Span):
    """A customer champion's time in office, first and last day included. One at a time. While the champion
    is away, or has left, the deputy acts."""

    champion_away: bool
    deputy_away: bool

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
        help_text=_("Acts while the champion is away."),
    )
    sponsor = models.ForeignKey(
        "employees.Employee", models.PROTECT, related_name="+", verbose_name=_("executive sponsor")
    )

    alarmed_at = models.DateTimeField(
        null=True, editable=False, help_text=_("When the sponsor was last told that nobody acts.")
    )

    objects = TermQuerySet.as_manager()

    class Meta(Span.Meta):
        ordering = ["-starts"]
        constraints = [
            *Span.Meta.constraints,
            ExclusionConstraint(
                name="one_champion_at_a_time",
                expressions=[SAME_DAYS],
                violation_error_message=_("Another term covers some of these days: one champion at a time."),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.deputy_id and self.deputy_id == self.employee_id:
            raise ValidationError({"deputy": _("The deputy is somebody else than the champion.")})

    @property
    def acting(self) -> Employee | None:
        """Who acts today, of the `current` term: the champion, else the deputy, else nobody."""
        if self.employee.is_active and not self.champion_away:
            return self.employee
        return self.deputy if self.deputy and self.deputy.is_active and not self.deputy_away else None

    @property
    def who_acts(self) -> str:
        """The name under which pages show the champion of today; a deputy with the champion for whom they
        act."""
        acting = self.acting
        if acting is None:
            return _("%(champion)s, away") % {"champion": self.employee.name}
        if acting == self.employee:
            return self.employee.name
        return _("%(deputy)s for %(champion)s") % {"deputy": acting.name, "champion": self.employee.name}

    @property
    def is_over(self) -> bool:
        return self.ends < today()
