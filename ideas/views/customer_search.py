"""Customers, looked for by whoever may see them."""

from employees.models import Employee
from feedback.models import Customer
from feedback.models.customers import CustomerQuerySet
from tenants.searching import words_of

MOST = 25
"""So many are shown."""


def customers_of(reader: Employee) -> CustomerQuerySet:
    return Customer.objects.visible_to(reader).present()


def find_customers(reader: Employee, asked: str) -> list[Customer]:
    """By name or by an address, each by an index of its own; the newest first."""
    query, seen = words_of(asked), customers_of(reader)
    named = seen.filter(search=query).order_by("-pk") if query else seen.none()
    known = seen.filter(identifiers__value=asked.casefold())
    keys = {key for rows in (named, known) for key in rows.values_list("pk", flat=True)[:MOST]}
    return list(seen.filter(pk__in=keys).order_by("-pk")[:MOST])
