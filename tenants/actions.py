"""What the platform's operators do with organisations: one verb each, for console, API and command line."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _
from django_tenants.utils import quote_schema_name, schema_context

from tenants.audit.record import record
from tenants.migrating import migrate_schema
from tenants.models import Domain, HostVersion, Organisation
from tenants.names import check_domain, check_slug, new_schema_name, normal_domain
from tenants.queue import enqueue

GRACE = timedelta(days=30)


def create_organisation(
    *,
    name: str,
    slug: str,
    domain: str = "",
    language: str = "en",
    time_zone: str = "Europe/London",
    admin_email: str = "",
    is_operator: bool = False,
) -> Organisation:
    """Make the schema, then in one transaction the organisation, its domain and its first admin's invitation.

    The schema comes first: a host is never served before its tables are there, and what a crash leaves behind
    is a schema that nobody knows, not an organisation half made.
    """
    domain = normal_domain(domain) or f"{slug}.{settings.SITE_DOMAIN}"
    organisation = Organisation(
        name=name, slug=slug, schema_name=new_schema_name(), is_operator=is_operator,
        language=language, time_zone=time_zone,
    )  # fmt: skip
    _check(organisation, domain)
    migrate_schema(organisation.schema_name)
    try:
        _enrol(organisation, domain, admin_email)
    except BaseException:
        _drop_schema(organisation.schema_name)
        raise
    return organisation


def _check(organisation: Organisation, domain: str) -> None:
    """Every error at its field, before anything is made."""
    errors: dict[str, list[str]] = {}
    for field, check, value in (("slug", check_slug, organisation.slug), ("domain", check_domain, domain)):
        try:
            check(value)
        except ValidationError as error:
            errors[field] = error.messages
    with schema_context("public"):
        if Organisation.objects.filter(slug=organisation.slug).exists():
            errors.setdefault("slug", [str(_("Another organisation has this short name."))])
        if Domain.objects.filter(domain=domain).exists():
            errors.setdefault("domain", [str(_("Another organisation has this domain."))])
    if errors:
        raise ValidationError(errors)


def _enrol(organisation: Organisation, domain: str, admin_email: str) -> None:
    with transaction.atomic():
        with schema_context("public"):
            organisation.save()
            Domain.objects.create(tenant=organisation, domain=domain, is_primary=True)
        with schema_context(organisation.schema_name):
            record("organisation.created", subject=organisation.slug, after={"name": organisation.name})
            if admin_email:
                import_string(settings.INVITE_ADMIN)(email=admin_email)


def suspend(organisation: Organisation, *, reason: str = "") -> bool:
    """Close the organisation's hosts; False when they were closed before."""
    done = _change(organisation, {"suspended_at": None}, suspended_at=timezone.now(), suspended_reason=reason)
    return done and _recorded(organisation, "organisation.suspended", after={"reason": reason})


def resume(organisation: Organisation) -> bool:
    """Open the hosts again; False when they were not closed."""
    done = _change(organisation, {"suspended_at__isnull": False}, suspended_at=None, suspended_reason="")
    return done and _recorded(organisation, "organisation.resumed")


def change_time_zone(organisation: Organisation, *, time_zone: str) -> bool:
    """Count days in another zone from now on, and queue what counts those that are past anew; False when it
    is that zone already."""
    if time_zone not in available_timezones():
        raise ValidationError({"time_zone": _("This time zone is not known.")})
    before = organisation.time_zone
    with transaction.atomic():
        if before == time_zone or not _change(organisation, {"time_zone": before}, time_zone=time_zone):
            return False
        with schema_context(organisation.schema_name):
            for task in settings.ZONE_CHANGED:
                enqueue(task)
        facts = {"before": {"time_zone": before}, "after": {"time_zone": time_zone}}
        return _recorded(organisation, "organisation.time_zone", **facts)


def delete(organisation: Organisation, *, typed_name: str) -> bool:
    """Close the hosts and let the days of grace begin, after which a task drops the schema.

    Its name has to be typed; an organisation that runs the platform cannot be deleted.
    """
    if organisation.is_operator:
        raise ValidationError({"typed_name": _("This organisation runs the platform and stays.")})
    if typed_name.strip() != organisation.name:
        raise ValidationError({"typed_name": _("This is not the organisation's name.")})
    now = timezone.now()
    done = _change(organisation, {"deleted_at": None}, deleted_at=now, drop_after=now + GRACE)
    return done and _recorded(organisation, "organisation.deleted")


def restore(organisation: Organisation) -> bool:
    """Take a deletion back, within the days of grace."""
    done = _change(organisation, {"deleted_at__isnull": False}, deleted_at=None, drop_after=None)
    return done and _recorded(organisation, "organisation.restored")


def add_domain(organisation: Organisation, domain: str, *, primary: bool = False) -> Domain:
    """A further host; the primary one stands in the organisation's mails."""
    domain = normal_domain(domain)
    check_domain(domain)
    with transaction.atomic():
        with schema_context("public"):
            if Domain.objects.filter(domain=domain).exists():
                raise ValidationError(_("Another organisation has this domain."))
            added = Domain.objects.create(tenant=organisation, domain=domain, is_primary=primary)
        _recorded(organisation, "organisation.domain_added", after={"domain": domain, "primary": primary})
    return added


def remove_domain(domain: Domain) -> bool:
    """Take a host away; the primary one stays, as mails need it."""
    if domain.is_primary:
        raise ValidationError(_("The primary domain cannot be removed. Make another one primary first."))
    with transaction.atomic():
        with schema_context("public"):
            gone, _rows = domain.delete()
        _recorded(domain.tenant, "organisation.domain_removed", before={"domain": domain.domain})
    return bool(gone)


def make_primary(domain: Domain) -> None:
    """Let this host stand in mails from now on."""
    with transaction.atomic():
        with schema_context("public"):
            domain.is_primary = True
            domain.save()
        _recorded(domain.tenant, "organisation.domain_primary", after={"domain": domain.domain})


def drop_due() -> list[str]:
    """Drop the organisations whose days of grace are over; the names of those that went."""
    with schema_context("public"):
        due = list(Organisation.objects.filter(drop_after__lte=timezone.now()))
    for organisation in due:
        with transaction.atomic(), schema_context("public"):
            organisation.delete()
            HostVersion.grow()
            _drop_schema(organisation.schema_name)
    return [organisation.name for organisation in due]


def _change(organisation: Organisation, only_if: dict[str, object], **facts: object) -> bool:
    """Settle by a conditional update: of two who press the button, the first one's time stands."""
    with schema_context("public"):
        with transaction.atomic():
            changed = Organisation.objects.filter(pk=organisation.pk, **only_if).update(**facts)
            HostVersion.grow()
        organisation.refresh_from_db()
    return bool(changed)


def _recorded(organisation: Organisation, action: str, **facts: Any) -> bool:
    """Into the trail of the organisation itself: it is its own business who closed it."""
    with schema_context(organisation.schema_name):
        record(action, subject=organisation.slug, **facts)
    return True


def _drop_schema(schema: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {quote_schema_name(schema)} CASCADE")
