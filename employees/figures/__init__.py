"""The ledger in numbers, by noun: board.py is what stands today, relay.py who held what for how long, kept.py
what was kept over months, after_wave.py what a pulse led to, coverage.py who came to know customers, past.py
what other tools asked; bounds.py says who may be compared."""

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
from employees.figures.bounds import LEAST
from employees.figures.coverage import Coverage, Covered, coverage
from employees.figures.kept import Months, Record, kept_by_month
from employees.figures.past import PastPoint, comparable_past
from employees.figures.relay import Passed, Relay, Runner, losses, relay

__all__ = [
    "LEAST", "LISTED", "WINDOW", "Coverage", "Covered", "Fate", "Kept", "Months", "Passed", "PastPoint",
    "Record", "Relay", "Runner", "Share", "Standing", "Sums", "comparable_past", "coverage", "day_ends",
    "fate_of", "kept_by_month", "losses", "owning_nothing", "promised_after", "relay", "silent_after",
    "standing", "sums",
]  # fmt: skip
