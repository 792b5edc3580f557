"""What should change: boards and their ideas, who wants them, and what was decided."""

from ideas.models.audiences import Act, Audience
from ideas.models.boards import Board
from ideas.models.challenges import Challenge
from ideas.models.checks import Dissent, OutcomeCheck
from ideas.models.decisions import CitedIdea, Decision, DecisionEvidence, FollowUp, Revisit, Snapshot
from ideas.models.drafts import IdeaDraft
from ideas.models.evidence import Evidence, IdeaEvidence, evidence_rules, with_evidence
from ideas.models.files import IdeaFile
from ideas.models.following import Follow, Mention
from ideas.models.ideas import Idea
from ideas.models.imports import IdeaImport, RefusedRow
from ideas.models.panel import PanelMember
from ideas.models.register import BarrierRemoved, Patent, Saving
from ideas.models.sealed import SealedBatch, SealedEntry
from ideas.models.status import MOVES
from ideas.models.trials import Trial
from ideas.models.voices import Comment, Move, Objection, Vote

__all__ = [
    "MOVES",
    "Act",
    "Audience",
    "BarrierRemoved",
    "Board",
    "Challenge",
    "CitedIdea",
    "Comment",
    "Decision",
    "DecisionEvidence",
    "Dissent",
    "Evidence",
    "Follow",
    "FollowUp",
    "Idea",
    "IdeaDraft",
    "IdeaEvidence",
    "IdeaFile",
    "IdeaImport",
    "Mention",
    "Move",
    "Objection",
    "OutcomeCheck",
    "PanelMember",
    "Patent",
    "RefusedRow",
    "Revisit",
    "Saving",
    "SealedBatch",
    "SealedEntry",
    "Snapshot",
    "Trial",
    "Vote",
    "evidence_rules",
    "with_evidence",
]
