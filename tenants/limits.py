"""Rate limits, in PostgreSQL, of each organisation apart: one statement that waits for no disk."""

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from tenants.database import prepared_cursor
from tenants.here import current_schema

COUNT = """
INSERT INTO public.tenants_ratewindow AS kept (key, ends_at, count)
SELECT ${key}, now() + make_interval(secs => ${seconds}::int), 1 {lazily}
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept.ends_at <= now() THEN 1 ELSE kept.count + 1 END,
    ends_at = CASE WHEN kept.ends_at <= now() THEN excluded.ends_at ELSE kept.ends_at END
RETURNING count, extract(epoch FROM ends_at - now()) AS seconds_left
"""
# the count itself may be lost in a crash; in somebody else's transaction this would make that one lazy too
LAZILY = "FROM (SELECT set_config('synchronous_commit', 'off', true)) AS lazily"
AND_FIND = """WITH counted AS ({count})
SELECT count, seconds_left, found.* FROM counted
LEFT JOIN (SELECT true, line.* FROM ({query}) AS line) AS found ON true"""


class Limit(NamedTuple):
    """At most so many uses of a key, in this organisation, in so many seconds."""

    key: str
    most: int
    seconds: int

    @property
    def counted_as(self) -> str:
        """The key as it is kept: no address can be read from it."""
        return hashlib.sha256(f"{current_schema()}\0{self.key}".encode()).hexdigest()[:40]

    def verdict(self, count: int, seconds_left: float) -> "Verdict":
        return Verdict(count <= self.most, max(1, int(seconds_left) + 1))


@dataclass(frozen=True)
class Verdict:
    """Whether it may be done, and else after how many seconds it may be tried again."""

    allowed: bool
    retry_after: int

    def __bool__(self) -> bool:
        return self.allowed


class TooManyError(Exception):
    """A limit was reached, and nothing was done."""

    def __init__(self, verdict: Verdict) -> None:
        super().__init__(verdict)
        self.retry_after = verdict.retry_after


@cache
def counting(values_before: int = 0, *, is_lazy: bool = False) -> str:
    """The statement that counts one more use: its key and its seconds come after so many other values."""
    lazily = LAZILY if is_lazy else ""
    return COUNT.format(key=values_before + 1, seconds=values_before + 2, lazily=lazily)


def allow(key: str, limit: int, per_seconds: int) -> Verdict:
    """Count one more use of this key, in this organisation; false when there were too many.

    Call it before the transaction of the work: within one, those who count the same key wait for each other.
    """
    asked = Limit(key, limit, per_seconds)
    with prepared_cursor() as cursor:
        cursor.execute(counting(is_lazy=not connection.in_atomic_block), [asked.counted_as, per_seconds])
        return asked.verdict(*cursor.fetchone())


def demand(limit: Limit | None) -> None:
    """Count one more use; TooManyError when there were too many."""
    if limit and not (verdict := allow(*limit)):
        raise TooManyError(verdict)


def demand_and_find(limit: Limit, query: str, values: Sequence[Any]) -> Sequence[Any] | None:
    """Count one more use, and in the same round trip look for the one line that a query finds, which has
    $1, $2 ... for its values; None where it finds none. TooManyError when there were too many."""
    count = counting(len(values), is_lazy=not connection.in_atomic_block)
    with prepared_cursor() as cursor:
        cursor.execute(AND_FIND.format(count=count, query=query), [*values, limit.counted_as, limit.seconds])
        used, seconds_left, is_found, *found = cursor.fetchone()
    if not (verdict := limit.verdict(used, seconds_left)):
        raise TooManyError(verdict)
    return found if is_found else None


def client_address(request: HttpRequest) -> str:
    """The address that asks: as our own outermost proxy saw it, never what the client says of itself.
    Of IPv6 the first 64 bits, as one customer has them all."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.NUM_PROXIES:
        seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        address = seen[-min(settings.NUM_PROXIES, len(seen))] or address
    return _one_customer(address)


@lru_cache(2048)
def _one_customer(address: str) -> str:
    if ":" not in address:
        return address[:64]
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        mapped = found.ipv4_mapped
        return str(mapped or ipaddress.ip_network((found, 64), strict=False).network_address)
    return str(found)


def forget_ended() -> int:
    """Take away the counts whose time is over; how many."""
    from tenants.models import RateWindow

    return RateWindow.objects.filter(ends_at__lt=timezone.now() - timedelta(minutes=5)).delete()[0]
