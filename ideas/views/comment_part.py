"""What an idea's page shows of what was said about it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest

from ideas.models import Comment, Idea
from tenants.paging import address

THREADS = 20
"""So many comments stand on a page, each with its answers."""


def comments_of(request: HttpRequest, found: Idea, path: str) -> dict[str, Any]:
    """The last ones, in the order in which they were said; or those among which one stands that was asked
    for. path: of the page that shows them."""
    threads = found.comments.filter(parent=None).order_by("-at", "-pk")
    said = Comment.objects.select_related("by__team", "customer").prefetch_related("mentions")
    shown = threads.select_related("by__team", "customer").prefetch_related(
        Prefetch("answers", said), "mentions"
    )
    page = Paginator(shown, THREADS).get_page(_number(request, threads))
    return {
        "comments": list(page.object_list)[::-1],
        "earlier": _address(path, page.next_page_number()) if page.has_next() else "",
        "later": _address(path, page.previous_page_number()) if page.has_previous() else "",
    }


def last_of(found: Idea) -> dict[str, Any]:
    """The last ones alone, for a page that has no addresses."""
    threads = found.comments.filter(parent=None).order_by("-at", "-pk").prefetch_related("answers")
    last = list(threads[: THREADS + 1])
    return {"comments": last[:THREADS][::-1], "has_earlier": len(last) > THREADS}


def _number(request: HttpRequest, threads: QuerySet[Comment]) -> int | str:
    said = request.GET.get("said", "")[:18]
    thread = threads.filter(Q(pk=said) | Q(answers=said)).first() if said.isdecimal() else None
    if thread is None:
        return request.GET.get("comments", 1)
    later = threads.filter(Q(at__gt=thread.at) | Q(at=thread.at, pk__gt=thread.pk))
    return later.count() // THREADS + 1


def _address(path: str, number: int) -> str:
    return f"{address(path, comments=number)}#comments"
