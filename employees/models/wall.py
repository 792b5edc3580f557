import secrets
from datetime import datetime
from typing import Any

from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from employees.models.people import Employee
from tenants.signing import sign, unsign

PURPOSE = "employees.wall"


class Wall(models.Model):
    """The screen in the break room: one row. Whoever has its address sees it without signing in, until the
    address is revoked or made anew. The address is signed; here stands only the number it was made of."""

    class Names(models.TextChoices):
        NONE = "none", _("teams, and no names")
        FIRST = "first", _("teams and first names")

    names = models.CharField(
        _("it shows"), max_length=5, choices=Names.choices, default=Names.NONE,
        help_text=_("Everybody who passes reads it. Ask your people before you show their first names."),
    )  # fmt: skip
    theme = models.CharField(
        _("light or dark"), max_length=5, choices=Employee.Theme.choices, blank=True,
        help_text=_("Empty: as the screen is set."),
    )  # fmt: skip
    number = models.CharField(max_length=22, blank=True, editable=False)
    made_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="wall_is_one_row")]

    def __str__(self) -> str:
        return "wall"

    @classmethod
    def current(cls) -> "Wall":
        """The one row; its defaults where it was never saved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    @classmethod
    def opened_by(cls, token: str) -> "Wall | None":
        """The wall, where this is its address of today."""
        try:
            number = unsign(token, purpose=PURPOSE)
        except signing.BadSignature:
            return None
        wall = cls.current()
        same = wall.number and constant_time_compare(str(number), wall.number)
        return wall if same else None

    @property
    def path(self) -> str:
        """Its address; empty where it has none."""
        return reverse("employees:wall", args=[sign(self.number, purpose=PURPOSE)]) if self.number else ""

    @property
    def facts(self) -> dict[str, Any]:
        """What the audit trail keeps of it: never the address."""
        made: datetime | None = self.made_at
        return {"names": self.names, "theme": self.theme, "made_at": made}

    def renew(self) -> None:
        """Another address; call save() afterwards. The old one opens nothing any more."""
        self.number, self.made_at = secrets.token_urlsafe(16), timezone.now()
