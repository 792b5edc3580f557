"""What an idea's page shows of what was said about it."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest

from ideas.models import Comment, Idea
from tenants.paging import address

THREADS, LAST = 10, 20
"""So many comments stand on a page, each with its answers; and on one that has no further pages."""
Thread = tuple[Comment, list[Comment]]
"""One, and the answers to it."""
SHOWN = (
    "idea_id", "parent_id", "text", "language", "at", "edited_at", "hidden_at", "hidden_reason",
    "author_name", "is_customers", "is_authors", "by__name", "by__team__name", "customer__name",
)  # fmt: skip


def comments_of(request: HttpRequest, found: Idea, path: str) -> dict[str, Any]:
    """The last ones, each with its answers, in the order in which they were said; or those among which one
    stands that was asked for. path: of the page that shows them."""
    threads = found.comments.filter(parent=None).order_by("-at", "-pk")
    number = _number(request, threads)
    shown, is_more = _threads(found, threads, (number - 1) * THREADS, THREADS)
    return {
        "comments": shown,
        "earlier": _address(path, number + 1) if is_more else "",
        "later": _address(path, number - 1) if number > 1 else "",
    }


def last_of(found: Idea) -> dict[str, Any]:
    """The last ones alone, for a page that has no addresses."""
    shown, is_more = _threads(found, found.comments.filter(parent=None).order_by("-at", "-pk"), 0, LAST)
    return {"comments": shown, "has_earlier": is_more}


def _threads(found: Idea, threads: QuerySet, begin: int, size: int) -> tuple[list[Thread], bool]:
    """So many of them from there on; and whether there are more."""
    keys = list(threads.values_list("pk", flat=True)[begin : begin + size + 1])
    rows = found.comments.filter(Q(pk__in=keys[:size]) | Q(parent__in=keys[:size])).order_by("at", "pk")
    said = list(rows.select_related("by__team", "customer").only(*SHOWN))
    prefetch_related_objects([comment for comment in said if comment.may_mention], "mentions")
    answers: dict[int, list[Comment]] = defaultdict(list)
    for comment in said:
        if comment.parent_id:
            answers[comment.parent_id].append(comment)
    shown = [(comment, answers[comment.pk]) for comment in said if not comment.parent_id]
    return shown, len(keys) > size


def _number(request: HttpRequest, threads: QuerySet[Comment]) -> int:
    """Of the page that was asked for, the last comments being on the first; what is none is the first."""
    said, asked = request.GET.get("said", "")[:18], request.GET.get("comments", "")[:9]
    thread = threads.filter(Q(pk=said) | Q(answers=said)).first() if said.isdecimal() else None
    if thread:
        later = threads.filter(Q(at__gt=thread.at) | Q(at=thread.at, pk__gt=thread.pk))
        return later.count() // THREADS + 1
    number = int(asked) if asked.isdecimal() else 1
    return number if number > 1 and threads[(number - 1) * THREADS :].exists() else 1


def _address(path: str, number: int) -> str:
    return f"{address(path, comments=number)}#comments"
