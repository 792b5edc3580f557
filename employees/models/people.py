from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from employees.models.policy import Policy
from employees.models.teams import Team
from tenants.database import prepared_cursor
from tenants.here import today

OPEN_PROMISES = Q(commitments__kept_at=None, commitments__withdrawn_at=None, commitments__isnull=False)
HOLDS = """EXISTS (SELECT FROM employees_team WHERE lead_id = {who}), EXISTS (
    SELECT FROM employees_term AS term JOIN employees_employee AS champion ON champion.id = term.employee_id
    WHERE term.starts <= {day} AND term.ends >= {day} AND champion.deactivated_at IS NULL AND (
        champion.id = {who} OR term.deputy_id = {who}
            AND coalesce(champion.away_from <= {day} AND champion.away_until >= {day}, false)
    )
), EXISTS (SELECT FROM employees_term WHERE starts <= {day} AND ends >= {day} AND sponsor_id = {who})"""
"""Whether somebody leads, is the champion on a day, and is who sponsors the office: `in_office` and `present`
in plain SQL, as it is asked with each request."""
ASK_HOLDS = "SELECT " + HOLDS.format(who="$1::bigint", day="$2::date")
SECOND_FACTOR_ROLES = frozenset({"operator", "admin", "champion"})


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def active(self) -> "EmployeeQuerySet":
        return self.filter(deactivated_at=None)

    def present(self) -> "EmployeeQuerySet":
        """Active and not away today."""
        return self.active().exclude(away_from__lte=today(), away_until__gte=today())

    def visible_to(self, user: "Employee") -> "EmployeeQuerySet":
        """Who configures and the champion see everybody; a lead the teams below; others their own team."""
        if user.has_perm("employees.change_employee") or user.has_perm("employees.nudge_commitment"):
            return self
        teams = Team.objects.led_by(user) | {user.team_id}
        return self.filter(Q(team__in=teams - {None}) | Q(pk=user.pk))

    def absent(self) -> "EmployeeQuerySet":
        """Those who cannot act today: away, or gone."""
        return self.exclude(pk__in=self.model._default_manager.present())

    def takers(self, team: int | None, giver: "Employee") -> "EmployeeQuerySet":
        """To whom somebody may hand a promise: those they see, and those of the promise's team."""
        seen = self.visible_to(giver).active()
        return (seen | self.active().filter(team=team)).distinct() if team else seen

    def with_open_promises(self) -> "EmployeeQuerySet":
        """Each with `promises`, how many they have open."""
        return self.annotate(promises=Count("commitments", filter=OPEN_PROMISES))


class EmployeeManager(BaseUserManager["Employee"].from_queryset(EmployeeQuerySet)):
    def get_by_natural_key(self, username: str | None) -> "Employee":
        return self.get(email=(username or "").lower())

    def create_user(self, email: str, password: str | None = None, **facts: Any) -> "Employee":
        employee = self.model(email=email.lower(), **facts)
        employee.set_password(password)
        employee.save(using=self._db)
        return employee


class Employee(AbstractBaseUser):
    """Somebody who works in this organisation; known in its schema only. Roles follow from facts: who leads a
    team is a lead, who is in office is the champion; admin and operator are granted."""

    class Notify(models.TextChoices):
        AT_ONCE = "at_once", _("at once")
        DAILY = "daily", _("once a day, together")
        MINE = "mine", _("only what is mine, at once")

    class Theme(models.TextChoices):
        LIGHT = "light", _("light")
        DARK = "dark", _("dark")

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    team = models.ForeignKey(
        "employees.Team",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="members",
        verbose_name=_("team"),
    )
    is_admin = models.BooleanField(_("configures the organisation"), default=False)
    is_operator = models.BooleanField(_("runs the platform"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("light or dark"), max_length=5, blank=True, choices=Theme.choices)
    notify = models.CharField(_("tell me"), max_length=8, choices=Notify.choices, default=Notify.AT_ONCE)
    monthly = models.BooleanField(
        _("each month, a letter of who was thanked"), default=True, help_text=_("On its first working day.")
    )
    away_from = models.DateField(_("away from"), null=True, blank=True)
    away_until = models.DateField(_("away until"), null=True, blank=True)
    invited_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    digest_on = models.DateField(null=True, editable=False, help_text=_("The day of the last daily letter."))
    is_active = models.GeneratedField(
        expression=Q(deactivated_at=None),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    search = models.GeneratedField(
        expression=SearchVector("name", "email", config="simple"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = EmployeeManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name", "pk"]
        indexes = [GinIndex("search", name="employee_search")]
        constraints = [
            models.CheckConstraint(
                condition=Q(away_from=None, away_until=None)
                | Q(away_from__isnull=False, away_until__isnull=False, away_until__gte=models.F("away_from")),
                name="away_ends_after_it_starts",
                violation_error_message=_("Give both days, the last not before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held now, of config/roles.py; read once a request, in one query. The deputy
        holds the champion's while the champion is away."""
        with prepared_cursor() as cursor:
            cursor.execute(ASK_HOLDS, [self.pk, today()])
            return self.roles_where(*cursor.fetchone())

    def roles_where(self, leading: bool, champion: bool, sponsor: bool) -> frozenset[str]:
        """The roles of somebody of whom is known what `HOLDS` asks."""
        flags = {"employee": True, "lead": leading, "champion": champion, "sponsor": sponsor,
                 "admin": self.is_admin, "operator": self.is_operator}  # fmt: skip
        return frozenset(role for role, holds in flags.items() if holds)

    @property
    def is_lead(self) -> bool:
        return "lead" in self.roles

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether one of the roles held grants it: the one table is settings.ROLES."""
        return self.deactivated_at is None and perm in self.permissions

    @cached_property
    def permissions(self) -> frozenset[str]:
        """All that the roles held grant together."""
        table: dict[str, frozenset[str]] = import_string(settings.ROLES)
        return frozenset().union(*(table[role] for role in self.roles))

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        return self.deactivated_at is None and any(p.startswith(f"{app_label}.") for p in self.permissions)

    @property
    def is_staff(self) -> bool:
        """May enter the Django admin: who configures, and the champion who looks."""
        return self.deactivated_at is None and bool(self.roles & {"admin", "champion"})

    @property
    def is_away(self) -> bool:
        """Away today."""
        return bool(self.away_from and self.away_until and self.away_from <= today() <= self.away_until)

    @property
    def needs_second_factor(self) -> bool:
        """Whether this person must sign in with a second factor: by role, or because all must."""
        if not settings.REQUIRE_MFA:
            return False
        return bool(self.roles & SECOND_FACTOR_ROLES) or Policy.current().require_mfa
