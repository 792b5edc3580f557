"""What an idea's page shows of its duplicates, or of what it is a duplicate of."""

from typing import Any

from django.http import HttpRequest

from ideas.actions.merging import HAS_DUPLICATES
from ideas.forms.ideas import ReasonForm
from ideas.models import Idea, IdeaFile, with_evidence
from ideas.models.idea_rows import IdeaQuerySet
from tenants.numbers import number_of
from tenants.paging import Page, Stretch, address, read_page

SIZE = 10
"""So many stand on a page."""
OLDEST = ("submitted_at", "id")
SHOWN = (
    "board_id", "merged_into_id", "title", "problem", "proposal", "delight", "language", "submitted_at",
    "receipt", "is_customers", "author_name", "author__name", "customer__name",
)  # fmt: skip


def of_duplicates(request: HttpRequest, found: Idea, *, may_decide: bool, has_any: bool) -> dict[str, Any]:
    """Its duplicates, ten of them on a page; and of what it is one itself."""
    seen = Idea.objects.on(found.board, request.user)
    page = _merged(found, seen, request.GET.get("merged", "")) if has_any else Page[Idea]([], "", "")
    goes_on = seen.filter(pk=found.merged_into_id).first() if found.merged_into_id else None
    return {
        "merged": [(each, each.names_author_to(request.user)) for each in page.rows],
        "merged_before": _address(found, page.newer), "merged_behind": _address(found, page.older),
        "goes_on": goes_on, "may_merge": may_decide and not found.is_decided and not has_any,
        "why_not": HAS_DUPLICATES if may_decide and not found.is_decided and has_any else "",
        "unmerge_form": ReasonForm(auto_id="unmerge_%s") if may_decide and found.merged_into_id else None,
    }  # fmt: skip


def _merged(found: Idea, seen: IdeaQuerySet, cursor: str) -> Page[Idea]:
    rows = seen.filter(merged_into=found).select_related("author", "customer").only(*SHOWN)
    rows = rows.annotate(shown=number_of(IdeaFile.objects.standing(), "idea"))
    page = read_page([Stretch(with_evidence(rows), OLDEST)], cursor, SIZE)
    for each in page.rows:
        each.board = found.board
    return page


def _address(found: Idea, cursor: str) -> str:
    return f"{address(found.get_absolute_url(), merged=cursor)}#merged" if cursor else ""
