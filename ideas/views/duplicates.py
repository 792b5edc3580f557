"""What an idea's page shows of its duplicates, or of what it is a duplicate of."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest

from ideas.forms.ideas import ReasonForm
from ideas.models import Idea, with_evidence
from ideas.models.idea_rows import IdeaQuerySet
from tenants.paging import address

FIRST = 10
"""So many stand on the page at first."""
SHOWN = (
    "board_id", "merged_into_id", "title", "problem", "proposal", "delight", "language", "submitted_at",
    "receipt", "is_customers", "author_name", "author__name", "customer__name",
)  # fmt: skip


def of_duplicates(request: HttpRequest, found: Idea, *, may_decide: bool, has_any: bool) -> dict[str, Any]:
    """The first of its duplicates, or all where they are asked for; and of what it is one itself."""
    seen, asks_all = Idea.objects.on(found.board, request.user), "merged" in request.GET
    merged = _merged(found, seen, None if asks_all else FIRST + 1) if has_any else []
    is_more = not asks_all and len(merged) > FIRST
    shown = merged[:FIRST] if is_more else merged
    goes_on = seen.filter(pk=found.merged_into_id).first() if found.merged_into_id else None
    whole = f"{address(found.get_absolute_url(), merged='all')}#merged"
    return {
        "merged": [(each, each.names_author_to(request.user)) for each in shown],
        "all_merged": whole if is_more else "", "goes_on": goes_on,
        "may_merge": may_decide and not found.is_decided and not merged,
        "unmerge_form": ReasonForm(auto_id="unmerge_%s") if may_decide and found.merged_into_id else None,
    }  # fmt: skip


def _merged(found: Idea, seen: IdeaQuerySet, most: int | None) -> list[Idea]:
    rows = seen.filter(merged_into=found).select_related("author", "customer").only(*SHOWN)
    rows = rows.annotate(shown=Count("files", filter=Q(files__removed_at=None)))
    merged = list(with_evidence(rows).order_by("submitted_at", "pk")[:most])
    for each in merged:
        each.board = found.board
    return merged
