"""What an idea's page shows of what was said about it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from ideas.models import Comment, Idea
from tenants.paging import address

THREADS = 20
"""So many comments stand on a page, each with its answers."""


def comments_of(request: HttpRequest, found: Idea) -> dict[str, Any]:
    """The last ones, in the order in which they were said; or those among which one stands that was asked
    for."""
    threads = found.comments.filter(parent=None).order_by("-at", "-pk")
    shown = threads.select_related("by", "customer").prefetch_related(
        "answers__by", "answers__customer", "answers__mentions", "mentions"
    )
    page = Paginator(shown, THREADS).get_page(_number(request, threads))
    return {
        "comments": list(page.object_list)[::-1],
        "earlier": _address(found, page.next_page_number()) if page.has_next() else "",
        "later": _address(found, page.previous_page_number()) if page.has_previous() else "",
    }


def _number(request: HttpRequest, threads: QuerySet[Comment]) -> int | str:
    said = request.GET.get("said", "")[:18]
    thread = threads.filter(Q(pk=said) | Q(answers=said)).first() if said.isdecimal() else None
    if thread is None:
        return request.GET.get("comments", 1)
    later = threads.filter(Q(at__gt=thread.at) | Q(at=thread.at, pk__gt=thread.pk))
    return later.count() // THREADS + 1


def _address(found: Idea, number: int) -> str:
    return f"{address(found.get_absolute_url(), comments=number)}#comments"
