from feedback.models.cases import Case
from feedback.models.causes import Cause, Prevention, Why
from feedback.models.citations import Citation
from feedback.models.compliments import Compliment, ReadThrough
from feedback.models.customers import Consent, Customer, Identifier
from feedback.models.figures import DayCount, Mark, SpanCount, mark
from feedback.models.gestures import Gesture, Goodwill, GoodwillLimit
from feedback.models.imports import Import, ImportIssue, Mapping, Overwritten, Taught
from feedback.models.learnings import Learning
from feedback.models.listening import Invitation, ListeningPost, PostVersion
from feedback.models.newsletters import Newsletter, NewsletterItem
from feedback.models.questions import SCALES, Option, Question
from feedback.models.responses import Response
from feedback.models.shares import Share
from feedback.models.strategy import Goal, Journey, Stage, Touchpoint
from feedback.models.threads import CaseEvent, Draft, Message, TextBlock

__all__ = [
    "SCALES",
    "Case",
    "CaseEvent",
    "Cause",
    "Citation",
    "Compliment",
    "Consent",
    "Customer",
    "DayCount",
    "Draft",
    "Gesture",
    "Goal",
    "Goodwill",
    "GoodwillLimit",
    "Identifier",
    "Import",
    "ImportIssue",
    "Invitation",
    "Journey",
    "Learning",
    "ListeningPost",
    "Mapping",
    "Mark",
    "Message",
    "Newsletter",
    "NewsletterItem",
    "Option",
    "Overwritten",
    "PostVersion",
    "Prevention",
    "Question",
    "ReadThrough",
    "Response",
    "Share",
    "SpanCount",
    "Stage",
    "Taught",
    "TextBlock",
    "Touchpoint",
    "Why",
    "mark",
]
