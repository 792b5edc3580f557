"""Whose names staff can follow."""

from django.db.models import Q

from employees.models import Employee
from feedback.models import Customer
from ideas.models import Idea


def known_customers(reader: Employee, idea: Idea) -> set[int]:
    """Those who had an idea or one that goes on with it, or discuss it, and whose own page this person may
    open."""
    if not idea.board.is_for_customers:
        return set()
    said = idea.comments.filter(customer__isnull=False).values("customer")
    had = idea.merged.filter(customer__isnull=False).values("customer")
    seen = Customer.objects.visible_to(reader)
    found = seen.filter(Q(pk__in=said) | Q(pk__in=had) | Q(pk=idea.customer_id))
    return set(found.values_list("pk", flat=True))
