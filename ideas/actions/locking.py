"""In which order people and ideas are held, so that no two requests wait for one another: the person, then a
customer, then ideas that stand for themselves by their keys, then the duplicates of one of these; the audit
trail, which is held from its first line on, comes last. What only points at one of them, as a comment does,
waits for nobody."""

from django.db.models import Exists, OuterRef, Q

from employees.models import Employee
from feedback.models import Customer
from ideas.models import Idea


def hold(person: Employee) -> None:
    Employee.objects.select_for_update(no_key=True).get(pk=person.pk)


def hold_customer(customer: Customer) -> Customer:
    """As they are now: they may have been merged into another one meanwhile."""
    return Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)


def hold_ideas(of: Q, *, board: int) -> None:
    """Those of a board, each after the one that it goes on with."""
    rows = Idea.objects.filter(Exists(Idea.objects.filter(of, pk=OuterRef("pk"))), board=board)
    for stand_alone in (True, False):
        mine = rows.filter(merged_into__isnull=stand_alone).order_by("pk")
        list(mine.select_for_update(of=("self",), no_key=True).values_list("pk"))


def held(key: int) -> Idea:
    """The idea as it is now, and stays until this is done."""
    rows = Idea.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("board", "challenge", "review", "delivery").get(pk=key)
