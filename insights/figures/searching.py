"""Search over customers, cases and causes by PostgreSQL's full text, of what the reader may see."""

from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from employees.models import Employee
from feedback.models import Case, Cause, Customer
from insights.figures.paths import path_of
from tenants.searching import words_of

MOST = 20
COMMON = 1000
"""From so many matches on, the newest ones are found sooner by walking back than by looking all up."""


@dataclass(frozen=True)
class Found:
    """One hit: its words, a line below, where it is."""

    words: str
    small: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Part:
    """Hits of one kind, the newest first; `more` where there are more than are shown."""

    key: str
    title: str
    hits: list[Found]
    more: bool


def search(reader: Employee, asked: str) -> list[Part]:
    """What was found, by kind; kinds that the reader may not see are left out."""
    query = words_of(asked.strip()[:200])
    if query is None:
        return []
    makers = {"view_case": cases, "view_cause": causes, "view_customer": customers}
    parts = [
        make(reader, query, asked.strip())
        for perm, make in makers.items()
        if reader.has_perm(f"feedback.{perm}")
    ]
    return [part for part in parts if part.hits]


def cases(reader: Employee, query: SearchQuery, asked: str) -> Part:
    """By the beginning of what the customer said, by their name, or by number."""
    visible = Case.objects.visible_to(reader)
    number = int(asked) if asked.isdecimal() and len(asked) < 19 else 0
    named = list(Customer.objects.filter(search=query).order_by().values_list("pk", flat=True)[:COMMON])
    chosen = any_of(visible, Q(search=query), Q(response__customer__in=named), Q(pk=number))
    rows = chosen.select_related("response__customer", "response__touchpoint", "team")
    return part("cases", _("Cases"), rows, lambda case: Found(
        case.subject or str(case), f"{case}, {case.response.customer or _('no name')}, {case.team}",
        case.get_absolute_url(), case.response.language,
    ))  # fmt: skip


def causes(reader: Employee, query: SearchQuery, asked: str) -> Part:
    rows = Cause.objects.filter(search=query).order_by("-pk")
    return part("causes", _("Causes"), rows, lambda cause: Found(
        cause.title, cause.description[:120], path_of("feedback:cause", cause.pk)
    ))  # fmt: skip


def customers(reader: Employee, query: SearchQuery, asked: str) -> Part:
    """By name, or by an identifier in its normal form."""
    visible = Customer.objects.visible_to(reader).present()
    chosen = any_of(visible, Q(search=query), Q(identifiers__value=asked.lower()))
    return part("customers", _("Customers"), chosen, lambda one: Found(
        str(one), "", path_of("feedback:customer", one.pk)
    ))  # fmt: skip


def any_of(rows: QuerySet[Any], *ways: Q) -> QuerySet[Any]:
    """The newest rows that are found in one of these ways, each by an index of its own: an OR over several
    tables would read them whole."""
    keys = {key for way in ways for key in newest(rows.filter(way))}
    return rows.model._default_manager.filter(pk__in=keys).order_by("-pk")


def newest(rows: QuerySet[Any]) -> list[int]:
    keys = rows.order_by().values_list("pk", flat=True)
    found = list(keys[:COMMON])
    return list(keys.order_by("-pk")[: MOST + 1]) if len(found) == COMMON else sorted(found)[-MOST - 1 :]


def part(key: str, title: str, rows: QuerySet[Any], show: Any) -> Part:
    found = list(rows[: MOST + 1])
    return Part(key, title, [show(row) for row in found[:MOST]], len(found) > MOST)
