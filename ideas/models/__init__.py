"""What should change: boards and their ideas, who wants them, and what was decided."""

from ideas.models.boards import Board
from ideas.models.checks import Dissent, OutcomeCheck
from ideas.models.ideas import MOVES, Idea
from ideas.models.imports import IdeaImport, RefusedRow
from ideas.models.register import BarrierRemoved, Patent, Saving
from ideas.models.trials import Trial
from ideas.models.voices import Comment, Move, Objection, Vote

__all__ = [
    "MOVES",
    "BarrierRemoved",
    "Board",
    "Comment",
    "Dissent",
    "Idea",
    "IdeaImport",
    "Move",
    "Objection",
    "OutcomeCheck",
    "Patent",
    "RefusedRow",
    "Saving",
    "Trial",
    "Vote",
]
