"""Who may be compared: people and teams with too few are not ranked, whatever came out."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

LEAST = 10


class Counted(Protocol):
    @property
    def n(self) -> int: ...


Row = TypeVar("Row", bound=Counted)


def enough(rows: Iterable[Row]) -> tuple[list[Row], list[Row]]:
    """Those that may be listed, and those with too few."""
    found = list(rows)
    return [row for row in found if row.n >= LEAST], [row for row in found if row.n < LEAST]
