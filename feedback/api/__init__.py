"""What customers say and are owed over the API: the same actions as the pages call."""

from django.urls import path

from feedback.api import cases, causes, feed
from feedback.api.complaints import ComplaintLineViewSet
from feedback.api.compliments import ComplimentViewSet
from feedback.api.customers import CustomerViewSet
from feedback.api.gestures import GestureViewSet, GoodwillViewSet, LimitViewSet
from feedback.api.import_issues import IssueViewSet
from feedback.api.imports import ImportViewSet
from feedback.api.invitations import InvitationViewSet
from feedback.api.learnings import LearningViewSet
from feedback.api.listening import (
    GoalViewSet,
    JourneyViewSet,
    PostViewSet,
    StageViewSet,
    TouchpointViewSet,
)
from feedback.api.newsletters import NewsletterViewSet
from feedback.api.responses import ResponseViewSet
from feedback.api.rewards import RewardsViewSet

ROUTES = [
    ("responses", ResponseViewSet, "response"),
    ("goals", GoalViewSet, "goal"),
    ("journeys", JourneyViewSet, "journey"),
    ("stages", StageViewSet, "stage"),
    ("touchpoints", TouchpointViewSet, "touchpoint"),
    ("posts", PostViewSet, "post"),
    ("complaint-lines", ComplaintLineViewSet, "complaint-line"),
    ("invitations", InvitationViewSet, "invitation"),
    ("imports", ImportViewSet, "import"),
    ("import-issues", IssueViewSet, "import-issue"),
    ("customers", CustomerViewSet, "customer"),
    ("cases", cases.CaseViewSet, "case"),
    ("gestures", GestureViewSet, "gesture"),
    ("gesture-limits", LimitViewSet, "gesture-limit"),
    ("causes", causes.CauseViewSet, "cause"),
    ("preventions", causes.PreventionViewSet, "prevention"),
    ("compliments", ComplimentViewSet, "compliment"),
    ("feed", feed.FeedViewSet, "share"),
    ("learnings", LearningViewSet, "learning"),
    ("newsletters", NewsletterViewSet, "newsletter"),
    ("text-blocks", feed.TextBlockViewSet, "textblock"),
]
PATHS = [
    path("goodwill/", GoodwillViewSet.at(), name="goodwill"),
    path("rewards/", RewardsViewSet.as_view({"get": "outcomes"}), name="rewards"),
]
