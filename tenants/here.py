"""The organisation whose schema is in use, of a request or of a task, and its clock."""

from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tenants.models import Organisation


def current_schema() -> str:
    """The schema that this thread's queries reach now: the organisation's, or `public`."""
    schema: str = connection.schema_name  # type: ignore[attr-defined]
    return schema


def current_organisation() -> Organisation:
    """The organisation of this request; in a task, read once for the schema that queued it."""
    tenant = connection.tenant  # type: ignore[attr-defined]
    if not isinstance(tenant, Organisation):
        tenant = Organisation.objects.get(schema_name=current_schema())
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


def midnight(day: date) -> datetime:
    """The beginning of a day of the organisation."""
    return datetime.combine(day, time(), current_zone())


def today() -> date:
    """The organisation's calendar day now."""
    return day_of(timezone.now())


def absolute(path: str) -> str:
    """The whole address of a path here: on the organisation's primary domain, whatever host was asked."""
    domains = current_organisation().domains.order_by("-is_primary", "pk")
    return host_address(domains.values_list("domain", flat=True).first() or "") + path


def host_address(host: str) -> str:
    """The address of a host of this site, without a slash at its end."""
    scheme, usual = ("https", "443") if settings.HTTPS else ("http", "80")
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT not in ("", usual) else ""
    return f"{scheme}://{host}{port}"
