"""What a part of the desk is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from employees.models import Employee
from insights.figures.desk.movers import Movers
from insights.figures.words import number

COUNTED = 1000
"""Beyond so many a step says "more than 1,000"."""


@dataclass(frozen=True)
class Desk:
    """Who reads it, and what several sections ask."""

    reader: Employee

    @cached_property
    def movers(self) -> Movers:
        return Movers()


@dataclass(frozen=True)
class Step:
    """One thing to do: in words, and where."""

    words: str
    url: str


@dataclass(frozen=True)
class Section:
    """A part of the desk, and of the letter: how many wait there, how things stand as a sentence, what to do
    first, and what its template shows."""

    key: str
    title: str
    number: int
    says: str
    first: Step | None = None
    state: str = "late"
    facts: Mapping[str, Any] = field(default_factory=dict)
    is_bounded: bool = False
    """Whether no more than `COUNTED` and one are counted."""

    @property
    def shown(self) -> str:
        """The number, as it stands beside the title."""
        return f"{number(COUNTED)}+" if self.is_bounded and self.number > COUNTED else number(self.number)

    @property
    def template(self) -> str:
        return f"insights/desk/{self.key}.html"

    @property
    def icon(self) -> str:
        return {"open": "person"}.get(self.state, self.state if self.number else "kept")


def number_within(rows: QuerySet[Any]) -> int:
    """How many these are, and of more than `COUNTED` one more than that."""
    return rows.order_by()[: COUNTED + 1].count()


def counted(whole: int, less: int = 0) -> str:
    """The number in words, less so many that stand beside it."""
    words = _("more than %(n)s") if whole > COUNTED else "%(n)s"
    return words % {"n": number(min(whole, COUNTED) - less)}
