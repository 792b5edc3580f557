"""The ledger in numbers, by noun: board.py is what stands today, after_wave.py what a pulse led to."""

from employees.figures.after_wave import Fate, fate_of, promised_after, silent_after
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
    "LISTED", "WINDOW", "Fate", "Kept", "Share", "Standing", "Sums", "day_ends", "fate_of", "owning_nothing",
    "promised_after", "silent_after", "standing", "sums",
]  # fmt: skip
