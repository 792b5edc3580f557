from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class EmployeeQuerySet(models.QuerySet["Employee"]):
    def active(self) -> "EmployeeQuerySet":
        return self.filter(deactivated_at=None)


class EmployeeManager(BaseUserManager["Employee"].from_queryset(EmployeeQuerySet)):  # type: ignore[misc]
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
    theme = models.CharField(_("light or dark"), max_length=5, blank=True)
    notify = models.CharField(_("tell me"), max_length=8, choices=Notify.choices, default=Notify.AT_ONCE)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    deactivated_at = models.DateTimeField(null=True, editable=False)
    is_active = models.GeneratedField(
        expression=Q(deactivated_at=None), output_field=models.BooleanField(), db_persist=True
    )

    objects = EmployeeManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    @cached_property
    def roles(self) -> frozenset[str]:
        """Names of the roles held now, of config/roles.py; read once a request, in one query."""
        from employees.models.champion import Term
        from employees.models.teams import Team

        leads = Team.objects.filter(lead=self)
        held = Term.objects.in_office().filter(employee=self)
        found = Employee.objects.filter(pk=self.pk).values_list(models.Exists(leads), models.Exists(held))
        leading, champion = found.first() or (False, False)
        flags = {"employee": True, "lead": leading, "champion": champion, "admin": self.is_admin,
                 "operator": self.is_operator}  # fmt: skip
        return frozenset(role for role, holds in flags.items() if holds)

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """Whether one of the roles held grants it: the one table is settings.ROLES."""
        table: dict[str, frozenset[str]] = import_string(settings.ROLES)
        return self.deactivated_at is None and any(perm in table[role] for role in self.roles)

    def has_perms(self, perms: list[str], obj: object = None) -> bool:
        return all(self.has_perm(perm) for perm in perms)

    def has_module_perms(self, app_label: str) -> bool:
        table: dict[str, frozenset[str]] = import_string(settings.ROLES)
        return any(perm.startswith(f"{app_label}.") for role in self.roles for perm in table[role])

    @property
    def is_staff(self) -> bool:
        """May enter the Django admin: who configures, and the champion who looks."""
        return self.deactivated_at is None and bool(self.roles & {"admin", "champion"})
