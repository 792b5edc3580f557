"""The desk of answers: one idea after the other that waits for this person's answer."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ideas.models import Idea
from ideas.views.page import looks, page_of, seen
from tenants.paging import address


@require_safe
@looks
def review(request: HttpRequest) -> HttpResponse:
    """The idea that was asked for, else the one with the nearest date. Whoever goes on leaves it waiting."""
    keys = waiting(request)
    if not keys:
        return render(request, "ideas/review.html")
    asked = request.GET.get("at", "")
    key = next((key for key in keys if str(key) == asked), keys[0])
    return page_of(request, seen(request, key), **desk_of(key, keys))


def waiting(request: HttpRequest) -> list[int]:
    """The keys of all that wait for this person, in the order of their dates."""
    rows = Idea.objects.for_review_by(request.user)
    return list(rows.order_by("review__due_at", "pk").values_list("pk", flat=True))


def desk_of(key: int, keys: list[int]) -> dict[str, Any]:
    """Where an idea stands among those that wait, and where ways lead on; behind the last is the first."""
    place = keys.index(key)
    before = keys[place - 1] if place else None
    after = keys[(place + 1) % len(keys)] if len(keys) > 1 else None
    path = reverse("ideas:review")
    return {
        "desk": True, "number": len(keys), "place": place + 1, "desk_next": after or "",
        "desk_before": before and address(path, at=before),
        "desk_later": after and address(path, at=after),
    }  # fmt: skip
