"""Ideas over the API: the same actions as the pages call."""

from ideas.api.boards import BoardViewSet
from ideas.api.comments import CommentViewSet
from ideas.api.ideas import IdeaViewSet
from ideas.api.imports import IdeaImportViewSet
from ideas.api.trials import TrialViewSet

ROUTES = [
    ("boards", BoardViewSet, "board"),
    ("ideas", IdeaViewSet, "idea"),
    ("idea-comments", CommentViewSet, "idea-comment"),
    ("idea-imports", IdeaImportViewSet, "idea-import"),
    ("idea-tests", TrialViewSet, "idea-test"),
]
