"""Score figures, exact at every moment: rolling.py counts, reading.py adds what changed since."""

from feedback.figures.casework import CaseFigures, Casework, Waiting, case_figures, waiting
from feedback.figures.effects import Effect, effects
from feedback.figures.marks import move_days
from feedback.figures.reading import Scope, Tally, add_to, first_day, read, tally
from feedback.figures.rolling import roll_up
from feedback.figures.snapshot import snapshot
from feedback.figures.spans import begin, following

__all__ = [
    "CaseFigures", "Casework", "Effect", "Scope", "Tally", "Waiting", "add_to", "begin", "case_figures",
    "effects", "first_day", "following", "move_days", "read", "roll_up", "snapshot", "tally", "waiting",
]  # fmt: skip
