"""Ideas over the API: the same actions as the pages call."""

from django.urls import path

from ideas.api.boards import BoardViewSet
from ideas.api.challenges import ChallengeViewSet
from ideas.api.comments import CommentViewSet
from ideas.api.decisions import DecisionViewSet
from ideas.api.drafts import DraftViewSet
from ideas.api.evidence import EvidenceViewSet
from ideas.api.figures import IdeaFunnelViewSet
from ideas.api.files import FileViewSet
from ideas.api.ideas import IdeaViewSet
from ideas.api.imports import IdeaImportViewSet
from ideas.api.members import MemberViewSet
from ideas.api.outcomes import (
    IdeaBarrierViewSet,
    IdeaCheckViewSet,
    IdeaPatentViewSet,
    IdeaSavingViewSet,
)
from ideas.api.trials import TrialViewSet

ROUTES = [
    ("boards", BoardViewSet, "board"),
    ("ideas", IdeaViewSet, "idea"),
    ("idea-drafts", DraftViewSet, "idea-draft"),
    ("idea-evidence", EvidenceViewSet, "idea-evidence"),
    ("idea-files", FileViewSet, "idea-file"),
    ("challenges", ChallengeViewSet, "challenge"),
    ("board-members", MemberViewSet, "board-member"),
    ("idea-comments", CommentViewSet, "idea-comment"),
    ("idea-imports", IdeaImportViewSet, "idea-import"),
    ("decisions", DecisionViewSet, "decision"),
    ("idea-tests", TrialViewSet, "idea-test"),
    ("idea-checks", IdeaCheckViewSet, "idea-check"),
    ("idea-patents", IdeaPatentViewSet, "idea-patent"),
    ("idea-savings", IdeaSavingViewSet, "idea-saving"),
    ("idea-barriers", IdeaBarrierViewSet, "idea-barrier"),
]

PATHS = [path("idea-funnel/", IdeaFunnelViewSet.as_view({"get": "funnel"}), name="idea-funnel")]
