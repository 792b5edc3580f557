"""Ask for every route, with every method, as every role, in one organisation beside another."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from time import time
from typing import Any

from django.core import mail
from django.core.cache import cache
from django.db import connection, transaction
from django.urls import NoReverseMatch, reverse

from employees.models import Employee
from tests.access.kit import NOBODY, Access
from tests.conftest import OrganisationClient, standing_in
from tests.examples import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SHUT_OUT = {401, 403, 404, 405}


@dataclass
class Visit:
    """What came back for one route, method and role."""

    route: str
    method: str
    role: str
    status: int
    sent_to: str = ""
    findings: list[str] = field(default_factory=list)

    @property
    def shut_out(self) -> bool:
        signing_in = self.status == 302 and self.sent_to.split("?")[0] in (
            reverse("account_login"),
            "/admin/login/",
        )
        return self.status in SHUT_OUT or (signing_in and not self.route.startswith("account_log"))

    @property
    def well(self) -> bool:
        """It did what it is for: shown by GET, or done by another method."""
        return self.status < 300 or (self.status < 400 and self.method != "GET" and not self.shut_out)

    def __str__(self) -> str:
        return f"{self.method} {self.route} as {self.role}: {self.status}, " + "; ".join(self.findings)


class Undo(Exception):
    """Raised to roll a visit back."""


class Walker:
    """One role's browsers, at the organisation that is looked at (here) and at the other (there)."""

    def __init__(self, here: World, there: World, role: str, urlconf: str) -> None:
        self.here, self.there, self.role, self.urlconf = here, there, role, urlconf
        self.clients = {world.marker: self._client(world) for world in (here, there)}

    def _client(self, world: World) -> OrganisationClient:
        client = OrganisationClient(world.organisation, raise_request_exception=False)
        if self.role != NOBODY:
            client.force_login(world.people[self.role])
            with standing_in(world.organisation):
                self._just_signed_in(client, world.people[self.role])
        return client

    def _just_signed_in(self, client: OrganisationClient, person: Employee) -> None:
        """So that pages which ask for the password again if it was long ago do not ask."""
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time(), "reauthenticated": True}
        ]
        session["account_authentication_methods_user"] = str(person.pk)
        session.save()

    def walk(self, routes: dict[str, Access]) -> Iterator[Visit]:
        for route, access in routes.items():
            for method in METHODS:
                yield self.visit(route, access, method)

    def visit(self, route: str, access: Access, method: str) -> Visit:
        """Here, after the same was asked there; whatever it did is rolled back."""
        cache.clear()
        mail.outbox.clear()
        before = self._rows_changed_there()
        kept = {marker: client.cookies.copy() for marker, client in self.clients.items()}
        with suppress(Undo), transaction.atomic():
            if method == "GET":
                self._ask(self.there, route, access, method)
            there_by_itself = self._rows_changed_there() - before
            response = self._ask(self.here, route, access, method)
            found = Visit(
                route, method, self.role, response.status_code, response.headers.get("Location", "")
            )
            found.findings += self._judge(found, access)
            found.findings += self._words(response, method)
            changed = self._rows_changed_there() - before - there_by_itself
            if changed and not getattr(response, "streaming", False):
                found.findings.append(f"{changed} rows of the other organisation changed")
            found.findings += self._by_foreign_link(route, access, method)
            raise Undo
        for marker, cookies in kept.items():
            self.clients[marker].cookies = SimpleCookie(cookies)
        return found

    def _ask(self, world: World, route: str, access: Access, method: str, path: str = "") -> Any:
        with standing_in(world.organisation):
            path = path or self._path(world, route, access)
            body = access.bodies.get(method, access.bodies.get("POST", dict))
            facts = body(world) if body is not dict else {}
            client = self.clients[world.marker]
            if method == "GET":
                return client.get(path, access.query(world))
            if route.startswith(("api:", "operators-api:")) and not access.form:
                return client.generic(
                    method, path, json.dumps(facts, default=str), content_type="application/json"
                )
            return client.post(path, facts) if method == "POST" else client.generic(method, path)

    def _path(self, world: World, route: str, access: Access) -> str:
        try:
            return reverse(route, kwargs=access.at(world), urlconf=self.urlconf)
        except NoReverseMatch as error:
            raise AssertionError(f"{route}: give its arguments by at= in tests/access.py. {error}") from error

    def _judge(self, visit: Visit, access: Access) -> Iterator[str]:
        """Whether the table was right about it."""
        may = self.role in access.allow.get(visit.method, ())
        if visit.status >= 500:
            yield "an error of the server"
        if may and visit.shut_out:
            yield "is shut out, though the table lets this role in"
        lax = visit.route.startswith("admin:") and any(self.role in roles for roles in access.allow.values())
        if not may and not visit.shut_out and not lax:  # Django's admin does not look at the method
            yield "gets in, though the table does not say so"

    def _words(self, response: Any, method: str) -> Iterator[str]:
        """What is read of the other organisation, in the page, its headers or a mail sent by it."""
        if getattr(response, "streaming", False):
            with standing_in(self.there.organisation):  # as where the thread already serves somebody else
                content = b"".join(response.streaming_content)
        else:
            content = response.content
        mails = [str(message.message()) for message in mail.outbox] if method != "GET" else []
        for place, text in (("page", content.decode(errors="replace")), ("headers", str(response.headers)),
                            ("mail", "".join(mails))):  # fmt: skip
            if self.there.marker in text:
                yield f"a word of the other organisation is in the {place}"

    def _by_foreign_link(self, route: str, access: Access, method: str) -> Iterator[str]:
        """Keys are equal, so an address that differs holds something signed there: it must not open here."""
        with standing_in(self.there.organisation):
            foreign = self._path(self.there, route, access)
        with standing_in(self.here.organisation):
            own = self._path(self.here, route, access)
        if foreign != own and self.role in access.allow.get(method, ()):
            response = self._ask(self.here, route, access, method, path=foreign)
            opened = Visit(
                route, method, self.role, response.status_code, response.headers.get("Location", "")
            )
            if opened.status < 400 and not opened.shut_out and method == "GET":
                yield "a link made by the other organisation opens here"

    def _rows_changed_there(self) -> int:
        """In this transaction, rolled back or not: PostgreSQL counts them for us."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) FROM pg_stat_xact_user_tables"
                " WHERE schemaname = %s",
                [self.there.organisation.schema_name],
            )
            return int(cursor.fetchone()[0])


def too_few_did_well(visits: list[Visit], routes: dict[str, Access], role: str, least: float = 0.6) -> str:
    """Empty, or what to say: the walk has worth only where this share of what a role may do was done."""
    allowed = [v for v in visits if role in routes[v.route].allow.get(v.method, ())]
    poor = [f"{v.method} {v.route} ({v.status})" for v in allowed if not v.well]
    if len(allowed) - len(poor) >= least * len(allowed):
        return ""
    well = len(allowed) - len(poor)
    return f"only {well} of {len(allowed)} did well for {role}; give bodies for {', '.join(poor)}"
