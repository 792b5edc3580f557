"""Keyset paging: a page begins behind the last row of the one before, or ends before the first row of the one
behind, however many there are. A page costs the same however far down it is."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, NamedTuple, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
SIZE = 25


@dataclass(frozen=True)
class Stretch(Generic[Row]):
    """A part of a list with an order of its own: fields, each ascending, or descending with a minus."""

    rows: QuerySet[Row]
    order: tuple[str, ...]

    def read(self, values: Sequence[Any] | None, *, back: bool) -> QuerySet[Row]:
        """Its rows behind the one that had these values, or back from it; all where there are none."""
        rows = self.rows if values is None else self.rows.filter(self._beyond(values, back))
        return rows.order_by(*(_turned(field) if back else field for field in self.order))

    def _beyond(self, values: Sequence[Any], back: bool) -> Q:
        beyond, equal = Q(), Q()
        for field, value in zip(self.order, values, strict=True):
            name, side = field.lstrip("-"), "lt" if field.startswith("-") != back else "gt"
            beyond |= equal & Q(**{f"{name}__{side}": value})
            equal &= Q(**{name: value})
        first = self.order[0].lstrip("-")
        side = "lte" if self.order[0].startswith("-") != back else "gte"
        return Q(**{f"{first}__{side}": values[0]}) & beyond

    def values_of(self, row: Row) -> list[Any]:
        return [_follow(row, field.lstrip("-")) for field in self.order]


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows, and the cursors of the page behind and of the one before; empty where there is none."""

    rows: list[Row]
    older: str
    newer: str


class Place(NamedTuple):
    """Where a page begins: behind a row of a stretch, or back from it."""

    number: int
    back: bool
    values: list[Any] | None


def _turned(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _follow(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def read_page(stretches: Sequence[Stretch[Row]], cursor: str = "", size: int = SIZE) -> Page[Row]:
    """The page of the cursor. The stretches follow one another as one list; a cursor that is not ours, or
    leads beyond an end, begins at the top."""
    top = Place(0, False, None)
    place = _read(cursor, stretches) or top
    found = _walk(stretches, place, size + 1)
    if place != top and (not found or (place.back and len(found) <= size)):
        place, found = top, _walk(stretches, top, size + 1)
    more, found = len(found) > size, found[:size]
    if place.back:
        found.reverse()
    cursors = [_cursor(stretches, found[at], back) for at, back in ((-1, False), (0, True))] if found else []
    older = cursors[0] if found and (more or place.back) else ""
    newer = cursors[1] if found and place != top else ""
    return Page([row for _number, row in found], older, newer)


def _walk(stretches: Sequence[Stretch[Row]], place: Place, most: int) -> list[tuple[int, Row]]:
    """So many rows from there on, each with the number of its stretch."""
    number, back, values = place
    found: list[tuple[int, Row]] = []
    while 0 <= number < len(stretches) and len(found) < most:
        rows = stretches[number].read(values, back=back)[: most - len(found)]
        found += [(number, row) for row in rows]
        number, values = number + (-1 if back else 1), None
    return found


def _cursor(stretches: Sequence[Stretch[Row]], found: tuple[int, Row], back: bool) -> str:
    number, row = found
    plain = [
        value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
        for value in stretches[number].values_of(row)
    ]
    return urlsafe_b64encode(json.dumps([number, int(back), *plain]).encode()).decode()


def is_place(cursor: str, stretches: Sequence[Stretch[Row]]) -> bool:
    """Whether a page of these could begin there."""
    return _read(cursor, stretches) is not None


def _read(cursor: str, stretches: Sequence[Stretch[Row]]) -> Place | None:
    try:
        number, back, *plain = json.loads(urlsafe_b64decode(cursor))
        values = [_plain(value) for value in plain]
        if number not in range(len(stretches)) or len(values) != len(stretches[number].order):
            return None
        stretches[number].read(values, back=bool(back))  # a value of another kind is refused here
    except (ValueError, TypeError, OverflowError, RecursionError, ValidationError):
        return None
    return Place(number, bool(back), values)


def _plain(value: Any) -> Any:
    """A moment, a day, a key of 36 letters, or a number; anything else raises."""
    if not isinstance(value, str):
        return int(value)
    if len(value) == len("2026-11-27"):
        return date.fromisoformat(value)
    if len(value) == 36 and value.count("-") == 4:
        return UUID(value)
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(value)
    return moment


def address(path: str, **query: object) -> str:
    """The path with what is chosen, without what is not."""
    chosen = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(chosen)}" if chosen else path


def turns(page: Page[Any], path: str, **query: object) -> dict[str, str]:
    """The addresses of the page before and of the one behind, by the names that components/pages.html takes;
    empty where there is none."""
    cursors = {"newer": page.newer, "older": page.older}
    return {name: address(path, **query, after=cursor) if cursor else "" for name, cursor in cursors.items()}
