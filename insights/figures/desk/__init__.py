"""The champion's desk, as a list of sections that are each one small function; the letter tells the same."""

from collections.abc import Callable

from employees.models import Employee
from insights.figures.desk.asked import asked
from insights.figures.desk.free import free
from insights.figures.desk.ideas import ideas
from insights.figures.desk.late import late, unowned
from insights.figures.desk.loop import uncaused, unprevented, unshared
from insights.figures.desk.section import Desk, Section, Step

SECTIONS: tuple[Callable[[Desk], Section], ...] = (
    late, unowned, asked, unshared, uncaused, unprevented, ideas, free,
)  # fmt: skip
"""In the order in which they stand and matter."""


def sections(reader: Employee) -> list[Section]:
    desk = Desk(reader)
    return [make(desk) for make in SECTIONS]


def first_of(found: list[Section]) -> Step | None:
    """The one thing to do first."""
    return next((section.first for section in found if section.first), None)


__all__ = ["SECTIONS", "Section", "Step", "first_of", "sections"]
