from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tenants.models import DomainMixin, TenantMixin


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


class Domain(DomainMixin):
    """A host under which an organisation is reached; the primary one stands in its mails."""

    def __str__(self) -> str:
        return self.domain


class HostVersion(models.Model):
    """One row whose number grows with each change of an organisation or a domain: workers that remember hosts
    look at it once a second."""

    number = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)
