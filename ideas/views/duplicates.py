"""What an idea's page shows of its duplicates, or of what it is a duplicate of."""

from typing import Any

from django.http import HttpRequest

from ideas.actions.merging import HAS_DUPLICATES
from ideas.forms.ideas import ReasonForm
from ideas.models import Idea, IdeaFile, PanelMember, with_evidence
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
    cursor = request.GET.get("merged", "")
    page = duplicates_on(found, _told(seen), cursor) if has_any else Page[Idea]([], "", "")
    path = found.get_absolute_url()
    goes_on = seen.filter(pk=found.merged_into_id).first() if found.merged_into_id else None
    return {
        "merged": [(each, each.names_author_to(request.user)) for each in page.rows],
        "merged_before": _address(path, page.newer), "merged_behind": _address(path, page.older),
        "goes_on": goes_on, "may_merge": may_decide and not found.is_decided and not has_any,
        "why_not": HAS_DUPLICATES if may_decide and not found.is_decided and has_any else "",
        "unmerge_form": ReasonForm(auto_id="unmerge_%s") if may_decide and found.merged_into_id else None,
    }  # fmt: skip


def of_duplicates_for(request: HttpRequest, found: Idea, member: PanelMember) -> dict[str, Any]:
    """The same of what a customer reads on their board: each with its author of staff, of whom they are told
    the team where the board shows names."""
    rows = Idea.objects.open_to(member).select_related("author__team")
    page, path = duplicates_on(found, rows, request.GET.get("merged", "")), member.idea_path(found.pk)
    return {
        "merged": [(each, each.author if member.board.shows_names else None) for each in page.rows],
        "merged_before": _address(path, page.newer), "merged_behind": _address(path, page.older),
    }  # fmt: skip


def duplicates_of_nobodys(found: Idea, cursor: str) -> dict[str, Any]:
    """The same for who follows it by its code: what everybody reads on its board, with the cursors of the
    pages before and behind, as that page has no addresses."""
    rows = Idea.objects.filter(board=found.board_id, board__is_one_way=False)
    page = duplicates_on(found, rows, cursor)
    return {"merged": page.rows, "merged_before": page.newer, "merged_behind": page.older}


def _told(seen: IdeaQuerySet) -> IdeaQuerySet:
    """With all that staff are told of each."""
    rows = seen.select_related("author", "customer").only(*SHOWN)
    return with_evidence(rows.annotate(shown=number_of(IdeaFile.objects.standing(), "idea")))


def duplicates_on(found: Idea, seen: IdeaQuerySet, cursor: str) -> Page[Idea]:
    page = read_page([Stretch(seen.filter(merged_into=found), OLDEST)], cursor, SIZE)
    for each in page.rows:
        each.board = found.board
    return page


def _address(path: str, cursor: str) -> str:
    return f"{address(path, merged=cursor)}#merged" if cursor else ""
