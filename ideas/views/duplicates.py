"""What an idea's page shows of its duplicates, or of what it is a duplicate of."""

from typing import Any

from django.db.models import Count, Q

from employees.models import Employee
from ideas.forms.ideas import ReasonForm
from ideas.models import Idea, with_evidence

MOST = 100
SHOWN = (
    "board_id", "merged_into_id", "title", "problem", "proposal", "delight", "language", "submitted_at",
    "receipt", "is_customers", "author_name", "author__name", "customer__name",
)  # fmt: skip


def of_duplicates(found: Idea, user: Employee, *, may_decide: bool, has_any: bool) -> dict[str, Any]:
    seen = Idea.objects.on(found.board, user)
    merged = seen.filter(merged_into=found).select_related("author", "customer")
    standing = Count("files", filter=Q(files__removed_at=None))
    merged = with_evidence(merged.annotate(shown=standing))
    merged = list(merged.only(*SHOWN).order_by("submitted_at", "pk")[:MOST]) if has_any else []
    for each in merged:
        each.board = found.board
    shown = [(each, each.names_author_to(user)) for each in merged]
    goes_on = seen.filter(pk=found.merged_into_id).first() if found.merged_into_id else None
    return {
        "merged": shown, "goes_on": goes_on,
        "may_merge": may_decide and not found.is_decided and not shown,
        "unmerge_form": ReasonForm(auto_id="unmerge_%s") if may_decide and found.merged_into_id else None,
    }  # fmt: skip
