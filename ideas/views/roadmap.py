"""What becomes of ideas: what is planned, what is worked on, and what was completed lately."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from employees.models import Employee
from ideas.models import Board, Idea, Move
from ideas.models.idea_rows import IdeaQuerySet
from ideas.views.page import looks
from tenants.paging import Stretch, address, read_page, turns

WANTED = ("-votes", "-id")
FIRST = 10
"""So many of each status stand beside those of the others."""
NAMES = {
    Idea.Status.PLANNED: _("Planned"),
    Idea.Status.STARTED: _("Started"),
    Idea.Status.COMPLETED: _("Completed lately"),
}
NOTHING = {
    Idea.Status.PLANNED: _("Nothing is planned. Answer an idea that many want, and it stands here."),
    Idea.Status.STARTED: _("Nobody works on an idea now."),
    Idea.Status.COMPLETED: _("No idea was completed in the last 90 days."),
}


@require_safe
@looks
def roadmap(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Of one board, or of all that this person sees; by one status all the way down, or by each its first."""
    board = get_object_or_404(Board.objects.visible_to(request.user), pk=pk) if pk else None
    rows = Idea.objects.on(board, request.user) if board else Idea.objects.visible_to(request.user)
    context = {"board": board, "whole": request.path}
    if (status := request.GET.get("status", "")) in NAMES:
        return render(request, "ideas/roadmap.html", context | _whole(request, rows, status))
    columns = [_first(request.path, status, _standing(rows, status)) for status in NAMES]
    context["movable"] = _movable([idea for column in columns for idea in column["rows"]], request.user)
    return render(request, "ideas/roadmap.html", context | {"columns": columns})


def _standing(rows: IdeaQuerySet, status: str) -> IdeaQuerySet:
    found = rows.filter(status=status).order_by(*WANTED)
    if status == Idea.Status.COMPLETED:
        return found.filter(pk__in=Move.objects.completed_lately().values("idea"))
    return found


def _first(path: str, status: str, found: IdeaQuerySet) -> dict[str, Any]:
    rows = list(found[: FIRST + 1])
    return _column(status, rows[:FIRST]) | {"more": address(path, status=status) if len(rows) > FIRST else ""}


def _column(status: str, rows: list[Idea]) -> dict[str, Any]:
    return {"name": NAMES[status], "nothing": NOTHING[status], "status": status, "rows": rows}


def _whole(request: HttpRequest, rows: IdeaQuerySet, status: str) -> dict[str, Any]:
    """One column with all its pages."""
    page = read_page([Stretch(_standing(rows, status), WANTED)], request.GET.get("after", ""))
    shown = {"columns": [_column(status, page.rows)], "movable": _movable(page.rows, request.user)}
    return shown | turns(page, request.path, status=status)


def _movable(rows: list[Idea], user: Employee) -> set[int]:
    """Which of them this person may move on."""
    prefetch_related_objects(rows, "board__reviewers", "review", "delivery")
    return {idea.pk for idea in rows if idea.goes_to(user)}
