"""The organisation whose schema is in use, of a request or of a task, and its clock."""

from datetime import date, datetime
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from tenants.models import Organisation


def current_schema() -> str:
    """The schema that this thread's queries reach now: the organisation's, or `public`."""
    schema: str = connection.schema_name  # type: ignore[attr-defined]
    return schema


def current_organisation() -> Organisation:
    """The organisation of this request; in a task, read once for the schema that queued it."""
    tenant = connection.tenant
    if not isinstance(tenant, Organisation):
        tenant = Organisation.objects.get(schema_name=connection.schema_name)
    return tenant


def current_zone() -> ZoneInfo:
    """The organisation's own time zone: days and figures are counted in it, whoever reads them."""
    return ZoneInfo(current_organisation().time_zone)


@cache
def _countries() -> dict[str, str]:
    """Time zone to country, of the zone database's own table."""
    table = files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    lines = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: country for country, _place, zone, *_note in lines}


def current_country() -> str:
    """The country, as two letters, in whose time zone the organisation lives: a telephone number without a
    country code is read as one of it. Empty where the zone names no country."""
    return _countries().get(current_organisation().time_zone, "")


def day_of(at: datetime) -> date:
    """The organisation's calendar day of a moment."""
    return at.astimezone(current_zone()).date()


def today() -> date:
    """The organisation's calendar day now."""
    return day_of(timezone.now())
