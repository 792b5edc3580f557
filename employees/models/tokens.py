import hashlib
import secrets
from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models.people import HOLDS, Employee
from tenants.here import today
from tenants.rows import read

PREFIX = "heed_"
SEEN_EVERY = timedelta(minutes=1)
FEEDBACK = {"feedback.receive_response", "feedback.add_response"}
FIND = f"""
SELECT {{token}}, {{owner}}, {HOLDS.format(who="owner.id", day="here.day")}
FROM employees_apitoken AS token JOIN employees_employee AS owner ON owner.id = token.owner_id
CROSS JOIN (SELECT $1::date AS day) AS here
WHERE token.hash = $2 AND token.revoked_at IS NULL AND coalesce(token.expires_at > $3::timestamptz, true)
    AND owner.deactivated_at IS NULL
"""  # noqa: S608 - HOLDS is a constant of ours


class ApiTokenQuerySet(models.QuerySet["ApiToken"]):
    def visible_to(self, user: Employee) -> "ApiTokenQuerySet":
        """Everybody their own; who configures sees all, though never the secrets."""
        return self if user.has_perm("employees.change_employee") else self.filter(owner=user.pk)

    def find(self, secret: str) -> "ApiToken | None":
        """The valid token of this secret, its last use noted."""
        found = read(FIND, [today(), hash_of(secret), timezone.now()], token=ApiToken, owner=Employee)
        if not found:
            return None
        token, token.owner, *holds = found
        token.owner.holds = tuple(holds)
        if token.used_at is None or token.used_at < timezone.now() - SEEN_EVERY:
            ApiToken.objects.filter(pk=token.pk).update(used_at=timezone.now())
        return token


def hash_of(secret: str) -> str:
    """What is stored: 32 random bytes need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


class ApiToken(models.Model):
    """A key for a program that acts for its owner, within named scopes; the secret is shown once."""

    class Scope(models.TextChoices):
        READ = "read", _("read")
        WRITE = "write", _("read and write")
        FEEDBACK = "feedback", _("hand in feedback only")

    owner = models.ForeignKey(
        "employees.Employee", models.CASCADE, related_name="api_tokens", verbose_name=_("owner")
    )
    name = models.CharField(_("what it is for"), max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope.choices), verbose_name=_("may"))
    hash = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text=_("Its first characters."))
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        return not self.revoked_at and (self.expires_at is None or self.expires_at > timezone.now())

    def allows(self, permission: str) -> bool:
        """Whether its scopes reach this permission; what the owner may do is asked apart."""
        reads = permission.partition(".")[2].startswith("view_")
        return any(
            scope == self.Scope.WRITE
            or (scope == self.Scope.READ and reads)
            or (scope == self.Scope.FEEDBACK and permission in FEEDBACK)
            for scope in self.scopes
        )

    def renew_secret(self) -> str:
        """A new secret, to be shown once; call save() afterwards."""
        secret = PREFIX + secrets.token_urlsafe(32)
        self.hash, self.hint = hash_of(secret), secret[:9]
        return secret

    def revoke(self) -> bool:
        """End it now; False when it was ended before."""
        ended = ApiToken.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=timezone.now())
        self.refresh_from_db()
        return bool(ended)
