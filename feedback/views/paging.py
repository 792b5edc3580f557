"""Keyset paging: a page begins behind the last row of the one before, however many there are."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """A part of a list with an order of its own: fields, each ascending, or descending with a minus."""

    rows: QuerySet[Row]
    order: tuple[str, ...]

    def after(self, values: Sequence[Any]) -> QuerySet[Row]:
        """The rows behind the one that had these values."""
        beyond, equal = Q(), Q()
        for field, value in zip(self.order, values, strict=True):
            name, side = field.lstrip("-"), "lt" if field.startswith("-") else "gt"
            beyond |= equal & Q(**{f"{name}__{side}": value})
            equal &= Q(**{name: value})
        first = self.order[0].lstrip("-")
        side = "lte" if self.order[0].startswith("-") else "gte"
        return self.rows.filter(Q(**{f"{first}__{side}": values[0]}) & beyond)

    def values_of(self, row: Row) -> list[Any]:
        return [_follow(row, field.lstrip("-")) for field in self.order]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursor at which the next page begins; empty at the end."""

    rows: list[Row]
    cursor: str


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def read_page(stretches: Sequence[Stretch[Row]], cursor: str = "", size: int = 25) -> Page[Row]:
    """The page that begins at the cursor. The stretches follow one another as one list; a cursor that is not
    ours begins at the top."""
    number, values = _read(cursor, stretches)
    rows: list[Row] = []
    last = number
    while number < len(stretches) and len(rows) <= size:
        stretch = stretches[number]
        found = list(
            (stretch.after(values) if values else stretch.rows).order_by(*stretch.order)[
                : size + 1 - len(rows)
            ]
        )
        room = size - len(rows)
        if found[:room]:
            last, behind = number, found[:room][-1]
        rows += found
        number, values = number + 1, None
    more = len(rows) > size
    return Page(rows[:size], _write(last, stretches[last].values_of(behind)) if more else "")


def _write(number: int, values: list[Any]) -> str:
    plain = [
        value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else value
        for value in values
    ]
    return urlsafe_b64encode(json.dumps([number, *plain]).encode()).decode()


def _read(cursor: str, stretches: Sequence[Stretch[Row]]) -> tuple[int, list[Any] | None]:
    try:
        number, *plain = json.loads(urlsafe_b64decode(cursor))
        values = [_plain(value) for value in plain]
        if number not in range(len(stretches)) or len(values) != len(stretches[number].order):
            return 0, None
        stretches[number].after(values)  # a value of another kind than its field's is refused here
    except (ValueError, TypeError, RecursionError, ValidationError):
        return 0, None
    return number, values


def _plain(value: Any) -> Any:
    """A moment, a key of 36 letters, or a number; anything else raises."""
    if not isinstance(value, str):
        return int(value)
    return UUID(value) if len(value) == 36 and value.count("-") == 4 else datetime.fromisoformat(value)
