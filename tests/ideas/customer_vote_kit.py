"""Customers of whom somebody says that they want an idea."""

import pytest

from feedback.models import Customer
from ideas.models import Idea, Vote


@pytest.fixture
def ann(make_employee, make_case, make_customer):
    """An employee who sees one customer, whose case is theirs, and not the other one of that name."""
    employee = make_employee(name="Ann Lee")
    make_case(employee, customer=make_customer("Gareth Hallam", "hallam@example.com"))
    make_customer("Gareth Stone", "stone@example.com")
    return employee


@pytest.fixture
def hallam(ann):
    return Customer.objects.get(name="Gareth Hallam")


def votes(idea):
    """The number on the idea, and who said each of those that it counts."""
    rows = Vote.objects.filter(idea=idea).order_by("pk")
    return Idea.objects.get(pk=idea.pk).votes, [vote.by for vote in rows]
