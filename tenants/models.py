from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin

from tenants import hosts
from tenants.keys import uuid7


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def customers(self) -> "OrganisationQuerySet":
        """The organisations that are served: not the site's own `public` row."""
        return self.exclude(schema_name="public")

    def active(self) -> "OrganisationQuerySet":
        return self.customers().filter(suspended_at=None, deleted_at=None)


class Organisation(TenantMixin):
    """One client organisation: a schema of its own, whose name is ours and never changes."""

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("short name"), max_length=40, unique=True)
    is_operator = models.BooleanField(_("runs the platform"), default=False)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/London")
    brand_color = models.CharField(
        _("brand colour"), max_length=7, default="#44403a", validators=[RegexValidator(r"^#[0-9a-fA-F]{6}$")]
    )
    logo = models.FileField(_("logo"), upload_to="logo/", blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    suspended_at = models.DateTimeField(null=True, editable=False)
    suspended_reason = models.CharField(max_length=200, blank=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    drop_after = models.DateTimeField(null=True, editable=False, help_text=_("The end of the days of grace."))

    auto_create_schema = False
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            HostVersion.grow()

    @property
    def state(self) -> str:
        """In one word: open, suspended or deleted."""
        return "deleted" if self.deleted_at else "suspended" if self.suspended_at else "open"

    @property
    def primary_domain(self) -> str:
        """The host that stands in mails."""
        return self.domains.get(is_primary=True).domain


class Domain(DomainMixin):
    """A host under which an organisation is reached; the primary one stands in its mails."""

    def __str__(self) -> str:
        return self.domain

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        HostVersion.grow()

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            HostVersion.grow()
            return super().delete(*args, **kwargs)


class HostVersion(models.Model):
    """One row whose number grows with each change of an organisation or a domain: workers that remember hosts
    look at it once a second."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def grow(cls) -> None:
        """Something changed in this transaction: this process forgets at once, the others within a second."""
        if not cls.objects.filter(pk=1).update(number=models.F("number") + 1):
            cls.objects.get_or_create(pk=1, defaults={"number": 1})
        hosts.forget()
        transaction.on_commit(hosts.forget)


class Search(models.Model):
    """Somebody on the bare host asks where they work; gone as soon as it is answered."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField()
    asked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "searches"

    def __str__(self) -> str:
        return f"asked at {self.asked_at}"


class RateWindow(models.Model):
    """How often something was asked for since a window began. The key is a hash: no address is kept."""

    key = models.CharField(primary_key=True, max_length=40)
    ends_at = models.DateTimeField()
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
