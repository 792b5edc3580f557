"""What a part of the desk is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from employees.models import Employee
from insights.figures.desk.movers import Movers


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

    @property
    def template(self) -> str:
        return f"insights/desk/{self.key}.html"

    @property
    def icon(self) -> str:
        return {"open": "person"}.get(self.state, self.state if self.number else "kept")
