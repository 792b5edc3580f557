"""Listening posts on which nothing rests: no case was opened there, and no idea or decision cites them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from feedback.figures import Scope, read
from feedback.models import Case, ListeningPost, Response
from ideas.models import DecisionEvidence, IdeaEvidence, Snapshot, Trial
from tenants.here import today

QUIET = timedelta(days=90)
"""For so long a post is left in peace, and so long a citation counts."""


@dataclass(frozen=True)
class Uncited:
    """A post, and how many answered there in that time."""

    post: ListeningPost
    answers: int

    @property
    def review_is_due(self) -> bool:
        return self.post.review_on <= today()


def uncited(now: datetime | None = None) -> list[Uncited]:
    """Those that nobody used for 90 days, the oldest first; a younger one is not called out."""
    since = (now or timezone.now()) - QUIET
    old = ListeningPost.objects.open().filter(created_at__lt=since).select_related("touchpoint", "team")
    cited = _cited(since)
    rows = [post for post in old.order_by("created_at", "pk") if post.pk not in cited]
    heard = _answers([post.pk for post in rows], since.date())
    return [Uncited(post, heard.get(post.pk, 0)) for post in rows]


def _cited(since: datetime) -> set[int]:
    """The posts of which an answer has a case, or is cited, since then; and those whose figure is kept with a
    decision, or who test an idea."""
    # each case looks its answer up by its key: a join would read all answers there are
    of_case = Response.objects.filter(pk=OuterRef("response")).values("post")
    cases = Case.objects.filter(opened_at__gte=since).annotate(heard_at=Subquery(of_case))
    found = _distinct(cases, "heard_at")
    for rows in (IdeaEvidence.objects, DecisionEvidence.objects):
        standing = rows.standing().filter(at__gte=since)
        found |= _distinct(standing, "response__post") | _distinct(standing, "case__response__post")
    found |= _distinct(Snapshot.objects.filter(at__gte=since), "post")
    return found | _distinct(Trial.objects.all(), "post")


def _distinct(rows: QuerySet, path: str) -> set[int]:
    return set(rows.order_by().values_list(path, flat=True).distinct())


def _answers(posts: list[int], first: date) -> dict[int, int]:
    if not posts:
        return {}
    found = read(Scope(first, today(), posts=frozenset(posts)), ("post",))["post",]
    return {key: one.received for (key,), one in found.items()}
