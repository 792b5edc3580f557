"""Whose names staff can follow."""

from django.db.models import Q

from employees.models import Employee
from feedback.models import Customer
from ideas.models import Idea


def known_customers(reader: Employee, idea: Idea) -> set[int]:
    """Those who had or discuss an idea and whose own page this person may open."""
    if not idea.board.is_for_customers:
        return set()
    said = idea.comments.filter(customer__isnull=False).values("customer")
    found = Customer.objects.visible_to(reader).filter(Q(pk__in=said) | Q(pk=idea.customer_id))
    return set(found.values_list("pk", flat=True))
