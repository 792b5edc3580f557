"""What files of ideas are made of."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from employees.models import Employee
from ideas.figures.evidence import Piece, pieces_of
from ideas.models import Board, Idea

CHUNK = 2000
"""So many rows are read at once."""


def named(row: object | None) -> str:
    return str(row) if row else ""


def moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def on(board: Board, user: Employee) -> Any:
    """The ideas of a board that somebody sees."""
    return Idea.objects.on(board, user).order_by().values("pk")


def pieces(rows: Any, reader: Employee) -> Iterator[Piece]:
    """Evidence (`with_things`) as its reader sees it, however much there is."""
    found = iter(rows.iterator(chunk_size=CHUNK))
    while part := list(islice(found, CHUNK)):
        yield from pieces_of(part, reader=reader)
