"""Score figures, exact at every moment: rolling.py counts, reading.py adds what changed since."""

from feedback.figures.casework import CaseFigures, Waiting, case_figures, shared, waiting
from feedback.figures.marks import mark_responses, move_days
from feedback.figures.reading import Scope, Tally, read, tally
from feedback.figures.rolling import roll_up
from feedback.figures.snapshot import snapshot

__all__ = [
    "CaseFigures", "Scope", "Tally", "Waiting", "case_figures", "mark_responses", "move_days", "read",
    "roll_up", "shared", "snapshot", "tally", "waiting",
]  # fmt: skip
