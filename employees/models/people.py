from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import Count, F, FilteredRelation, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from employees.models.policy import Policy
from employees.models.teams import Team
from tenants.database import prepared_cursor
from tenants.here import today

OPEN_PROMISES = Q(commitments__kept_at=None, commitments__withdrawn_at=None, commitments__isnull=False)
AWAY = """EXISTS (
            SELECT FROM employees_absence AS away
            WHERE away.employee_id = {who} AND away.ends >= {day} AND away.starts <= {day}
        )"""
HOLDS = f"""EXISTS (SELECT FROM employees_team WHERE lead_id = {{who}}), (
    SELECT CASE champion.id WHEN {{who}} THEN '' ELSE champion.name END
    FROM employees_term AS term JOIN employees_employee AS champion ON champion.id = term.employee_id
    WHERE term.starts <= {{day}} AND term.ends >= {{day}} AND (
        champion.id = {{who}} AND champion.deactivated_at IS NULL
        OR term.deputy_id = {{who}} AND (
            champion.deactivated_at IS NOT NULL OR {AWAY.format(who="champion.id", day="{day}")}
        ) AND NOT {AWAY.format(who="{who}", day="{day}")}
    )
), EXISTS (SELECT FROM employees_term WHERE starts <= {{day}} AND ends >= {{day}} AND sponsor_id = {{who}})
"""  # noqa: S608 - our own words
"""Whether somebody leads, for whom they are the champion on a day: nobody (NULL), themselves (""), or the one
whose deputy acts; and whether they sponsor the office: `current` and `acting` in plain SQL, as it is asked
with each request."""
ASK_HOLDS = "SELECT " + HOLDS.format(who="$1::bigint", day="$2::date")
SECOND_FACTOR_ROLES = frozenset({"operator", "admin", "champion"})


def _away_today() -> Q:
    return Q(absences__starts__lte=today(), absences__ends__gte=today())


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def active(self) -> "EmployeeQuerySet":
        return self.filter(deactivated_at=None)

    def present(self) -> "EmployeeQuerySet":
        """Active and not away today."""
        return self.active().with_absence().filter(absence=None)

    def with_absence(self) -> "EmployeeQuerySet":
        """Each with `absence`, the one of today if there is one."""
        return self.annotate(absence=FilteredRelation("absences", condition=_away_today()))

    def visible_to(self, user: "Employee") -> "EmployeeQuerySet":
        """Who configures and the champion see everybody; a lead the teams below; others their own team."""
        if user.has_perm("employees.change_employee") or user.has_perm("employees.nudge_commitment"):
            return self
        teams = Team.objects.led_by(user) | {user.team_id}
        return self.filter(Q(team__in=teams - {None}) | Q(pk=user.pk))

    def absent(self) -> "EmployeeQuerySet":
        """Those who cannot act today: away, or gone."""
        away = self.model._default_manager.filter(_away_today()).order_by().values("pk")
        return self.filter(Q(deactivated_at__isnull=False) | Q(pk__in=away))

    def takers(self, team: int | None, giver: "Employee") -> "EmployeeQuerySet":
        """To whom somebody may hand a promise: those they see, and those of the promise's team."""
        seen = self.visible_to(giver).active()
        return (seen | self.active().filter(team=team)).distinct() if team else seen

    def with_open_promises(self) -> "EmployeeQuerySet":
        """Each with `promises`, how many they have open, and `away_until`, the last day of an absence."""
        found = self.with_absence().annotate(away_until=F("absence__ends"))
        return found.annotate(promises=Count("commitments", filter=OPEN_PROMISES))


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
    is_executive = models.BooleanField(_("executive: their promises stand on the register"), default=False)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    theme = models.CharField(_("light or dark"), max_length=5, blank=True, choices=Theme.choices)
    notify = models.CharField(_("tell me"), max_length=8, choices=Notify.choices, default=Notify.AT_ONCE)
    monthly = models.BooleanField(
        _("each month, a letter of who was thanked"), default=True, help_text=_("On its first working day.")
    )
    newsletter = models.BooleanField(_("send me the newsletter"), default=True)
    invited_at = models.DateTimeField(null=True, editable=False)
    joined_at = models.DateTimeField(_("works here since"), default=timezone.now, editable=False)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    digest_on = models.DateField(null=True, editable=False, help_text=_("The day of the last daily letter."))
    wants_letter = models.BooleanField(
        _("the champion's letter"), default=True, help_text=_("On Monday mornings, while you are in office.")
    )
    letter_on = models.DateField(null=True, editable=False, help_text=_("The Monday of the last letter."))
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
        indexes = [
            GinIndex("search", name="employee_search"),
            models.Index(fields=["name", "id"], name="employee_by_name", condition=Q(deactivated_at=None)),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @cached_property
    def holds(self) -> tuple[bool, str | None, bool]:
        """What `HOLDS` asks of them, read once a request."""
        with prepared_cursor() as cursor:
            cursor.execute(ASK_HOLDS, [self.pk, today()])
            leading, acts_for, sponsors = cursor.fetchone()
            return leading, acts_for, sponsors

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held now, of config/roles.py. The deputy holds the champion's while the champion
        is away."""
        leading, acts_for, sponsors = self.holds
        flags = {"employee": True, "lead": leading, "champion": acts_for is not None, "sponsor": sponsors,
                 "admin": self.is_admin, "operator": self.is_operator}  # fmt: skip
        return frozenset(role for role, held in flags.items() if held)

    @property
    def acts_for(self) -> str:
        """The name of the champion whose deputy acts now, where this is the deputy; else nothing."""
        return self.holds[1] or ""

    @property
    def signature(self) -> str:
        """How the trail names whoever acts: a deputy with the champion for whom they act."""
        if not self.acts_for:
            return self.name
        return f"{self.name}, deputy of {self.acts_for}"[:150]

    @cached_property
    def teams_around(self) -> frozenset[int]:
        """The keys of their team with those above it, and of the teams that they lead with those below: what
        is for one of these is for them."""
        return frozenset(Team.objects.with_above(self.team_id) | Team.objects.led_by(self))

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
    def needs_second_factor(self) -> bool:
        """Whether this person must sign in with a second factor: by role, or because all must."""
        if not settings.REQUIRE_MFA:
            return False
        return bool(self.roles & SECOND_FACTOR_ROLES) or Policy.current().require_mfa
