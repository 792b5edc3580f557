"""Who gets into which page: the one table. Each route of the site has a line here, or a test fails.

A line says who may use which method, and, for the walk (tests/tenancy), how to ask well:

    "feedback:cases": READ(EVERYBODY),
    "feedback:case": READ(EVERYBODY, at=lambda w: {"pk": w.case.pk}),
    "feedback:note": WRITE(EVERYBODY, at=lambda w: {"pk": w.case.pk}, body=lambda w: {"text": w.text("Hm")}),
    "api:case-list": READ(EVERYBODY) | WRITE({CHAMPION}, body=lambda w: {"response": w.response.pk}),

`w` is the world (tests/examples.py): the example objects of one organisation, made twice with equal keys.
`at` gives the route's arguments, `body` what is sent with POST, PUT or PATCH, `query` what stands behind the
question mark. The HTML site is sent forms, a route whose name begins with `api:` JSON (`form=True`: a form).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

NOBODY, EMPLOYEE, LEAD, CHAMPION, ADMIN, OPERATOR = (
    "nobody",
    "employee",
    "lead",
    "champion",
    "admin",
    "operator",
)
EVERYBODY = frozenset({EMPLOYEE, LEAD, CHAMPION, ADMIN, OPERATOR})  # who has signed in
PUBLIC = EVERYBODY | {NOBODY}
ROLES = (NOBODY, EMPLOYEE, LEAD, CHAMPION, ADMIN, OPERATOR)

Facts = Callable[[Any], dict[str, Any]]


def nothing(world: Any) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Access:
    """Method -> who gets in; and what to send."""

    allow: dict[str, frozenset[str]] = field(default_factory=dict)
    at: Facts = nothing
    query: Facts = nothing
    bodies: dict[str, Facts] = field(default_factory=dict)
    form: bool = False

    def __or__(self, other: "Access") -> "Access":
        """Both lines, for a route that answers to several methods; the arguments of whichever has some."""
        return replace(
            self,
            allow=self.allow | other.allow,
            bodies=self.bodies | other.bodies,
            at=self.at if self.at is not nothing else other.at,
            query=self.query if self.query is not nothing else other.query,
            form=self.form or other.form,
        )


def READ(roles: Iterable[str], *, at: Facts = nothing, query: Facts = nothing) -> Access:
    """May be looked at."""
    return Access({"GET": frozenset(roles)}, at, query)


def WRITE(
    roles: Iterable[str],
    *,
    at: Facts = nothing,
    body: Facts = nothing,
    method: str = "POST",
    form: bool = False,
) -> Access:
    """May be sent something to."""
    return Access({method: frozenset(roles)}, at, nothing, {method: body}, form)


def FORM(
    roles: Iterable[str], *, at: Facts = nothing, body: Facts = nothing, query: Facts = nothing
) -> Access:
    """A page with a form on it: shown by GET, sent by POST."""
    return READ(roles, at=at, query=query) | WRITE(roles, at=at, body=body)


def DELETE(roles: Iterable[str], *, at: Facts = nothing) -> Access:
    return Access({"DELETE": frozenset(roles)}, at)


def ADMIN_SITE(
    model: str,
    see: Iterable[str],
    change: Iterable[str] = (),
    *,
    key: Callable[[Any], object],
    body: Facts = nothing,
    delete: Iterable[str] | None = None,
) -> dict[str, Access]:
    """The five pages of a registered model, such as "employees_team". delete: where not as `change`."""
    see, change = frozenset(see) | frozenset(change), frozenset(change)
    at = lambda world: {"object_id": str(key(world))}  # noqa: E731
    return {
        f"admin:{model}_changelist": READ(see),
        f"admin:{model}_add": FORM(change, body=body),
        f"admin:{model}_change": READ(see, at=at) | WRITE(change, at=at, body=body),
        f"admin:{model}_history": READ(see, at=at),
        f"admin:{model}_delete": FORM(
            change if delete is None else delete, at=at, body=lambda world: {"post": "yes"}
        ),
    }
