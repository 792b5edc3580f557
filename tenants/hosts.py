"""Which organisation a host belongs to, remembered by each process.

A version row that grows with each change of an organisation or a domain is looked at once a second at most,
so a suspension holds in every worker within two seconds and a request costs no query for its host."""

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django_tenants.utils import get_tenant_domain_model, schema_context

CHECK_EVERY = 1.0
VERSION = "SELECT coalesce(max(number), 0) FROM public.tenants_hostversion"


class Hosts:
    """The memory of one process; shared by its threads, which replace it and never empty it."""

    def __init__(self, load: Callable[[str], Any], clock: Callable[[], float] = time.monotonic) -> None:
        self.load, self.clock = load, clock
        self.known: dict[str, Any] = {}
        self.version, self.checked_at = -1, float("-inf")

    def find(self, host: str) -> Any | None:
        """The organisation of this host, with `is_ready`; None for a host that nobody has."""
        self.notice_changes()
        known = self.known  # what is loaded below must not land in a newer memory
        if host in known:
            return known[host]
        organisation = self.load(host)
        if organisation is not None and organisation.is_ready:
            known[host] = organisation
        return organisation

    def notice_changes(self) -> None:
        now = self.clock()
        if now - self.checked_at < CHECK_EVERY:
            return
        with connection.cursor() as cursor:
            cursor.execute(VERSION)
            version = int(cursor.fetchone()[0])
        if version != self.version:
            self.known, self.version = {}, version
        self.checked_at = now

    def forget(self) -> None:
        """Ask again for everything: this process itself changed something."""
        self.known, self.version, self.checked_at = {}, -1, float("-inf")


def load(host: str) -> Any | None:
    """The organisation from its row, and whether its schema has all tables that this code expects."""
    from tenants.migrating import behind

    with schema_context("public"):
        domain = get_tenant_domain_model().objects.select_related("tenant").filter(domain=host).first()
        if domain is None:
            return None
        domain.tenant.is_ready = not behind([domain.tenant.schema_name])
    return domain.tenant


HOSTS = Hosts(load)
find, forget = HOSTS.find, HOSTS.forget
