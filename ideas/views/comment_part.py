"""What an idea's page shows of what was said about it."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet, prefetch_related_objects
from django.http import HttpRequest

from ideas.models import Comment, Idea
from tenants.paging import address

THREADS = 10
"""So many comments stand on a page, each with its answers."""
Thread = tuple[Comment, list[Comment]]
"""One, and the answers to it."""
SHOWN = (
    "idea_id", "parent_id", "text", "language", "at", "edited_at", "hidden_at", "hidden_reason",
    "author_name", "is_customers", "is_authors", "by__name", "by__team__name", "customer__name",
)  # fmt: skip


def comments_of(request: HttpRequest, found: Idea, path: str) -> dict[str, Any]:
    """The last ones, each with its answers, in the order in which they were said; or those among which one
    stands that was asked for. path: of the page that shows them."""
    page = comments_on(found, request.GET.get("comments", ""), with_one=request.GET.get("said", ""))
    return page | {name: page[name] and _address(path, page[name]) for name in ("earlier", "later")}


def comments_on(found: Idea, asked: str, *, with_one: str = "") -> dict[str, Any]:
    """The same by the number of their page, for one that has no addresses: with the numbers of the page
    before and after, 0 where there is none."""
    threads = found.comments.filter(parent=None).order_by("-at", "-pk")
    number = _page_with(with_one[:18], threads) or _number(asked[:9], threads)
    shown, is_more = _threads(found, threads, (number - 1) * THREADS, THREADS)
    return {"comments": shown, "earlier": number + 1 if is_more else 0, "later": number - 1}


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


def _page_with(said: str, threads: QuerySet[Comment]) -> int:
    """The number of the page on which a comment stands; 0 where it is none of these."""
    thread = threads.filter(Q(pk=said) | Q(answers=said)).first() if said.isdecimal() else None
    if thread is None:
        return 0
    later = threads.filter(Q(at__gt=thread.at) | Q(at=thread.at, pk__gt=thread.pk))
    return later.count() // THREADS + 1


def _number(asked: str, threads: QuerySet[Comment]) -> int:
    """Of the page that was asked for, the last comments being on the first; what is none is the first."""
    number = int(asked) if asked.isdecimal() else 1
    return number if number > 1 and threads[(number - 1) * THREADS :].exists() else 1


def _address(path: str, number: int) -> str:
    return f"{address(path, comments=number)}#comments"
