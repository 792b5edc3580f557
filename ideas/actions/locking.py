"""In which order people and ideas are held, so that no two requests wait for one another: the person, then
ideas that stand for themselves by their keys, then the duplicates of one of these. What only points at one
of them, as a comment does, waits for nobody."""

from employees.models import Employee
from ideas.models import Idea


def hold(person: Employee) -> None:
    Employee.objects.select_for_update(no_key=True).get(pk=person.pk)


def held(key: int) -> Idea:
    """The idea as it is now, and stays until this is done."""
    rows = Idea.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("board", "challenge", "review", "delivery").get(pk=key)
