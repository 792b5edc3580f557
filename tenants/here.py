"""The organisation whose schema is in use, of a request or of a task, and its clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from tenants.models import Organisation


def current_organisation() -> Organisation:
    """The organisation of this request; in a task, read once for the schema that queued it."""
    tenant = connection.tenant
    if not isinstance(tenant, Organisation):
        tenant = Organisation.objects.get(schema_name=connection.schema_name)
    return tenant


def current_zone() -> ZoneInfo:
    """The organisation's own time zone: days and figures are counted in it, whoever reads them."""
    return ZoneInfo(current_organisation().time_zone)


def day_of(at: datetime) -> date:
    """The organisation's calendar day of a moment."""
    return at.astimezone(current_zone()).date()


def today() -> date:
    """The organisation's calendar day now."""
    return day_of(timezone.now())
