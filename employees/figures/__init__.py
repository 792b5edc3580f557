"""The ledger in numbers, by noun: board.py is what stands today."""

from employees.figures.board import (
    LISTED,
    WINDOW,
    Kept,
    Share,
    Standing,
    Sums,
    day_ends,
    owning_nothing,
    standing,
    sums,
)

__all__ = [
    "LISTED", "WINDOW", "Kept", "Share", "Standing", "Sums", "day_ends", "owning_nothing", "standing", "sums",
]  # fmt: skip
