"""What an idea's page shows of its duplicates, or of what it is a duplicate of."""

from typing import Any

from django.db.models import Count, Q

from employees.models import Employee
from ideas.forms.ideas import ReasonForm
from ideas.models import Idea, with_evidence

MOST = 100


def of_duplicates(found: Idea, user: Employee, *, may_decide: bool) -> dict[str, Any]:
    seen = Idea.objects.visible_to(user)
    merged = seen.filter(merged_into=found).select_related("board", "author", "customer")
    standing = Count("files", filter=Q(files__removed_at=None))
    merged = with_evidence(merged.annotate(shown=standing))
    merged = merged.order_by("submitted_at", "pk")
    shown = [(each, each.names_author_to(user)) for each in merged[:MOST]]
    return {
        "merged": shown, "goes_on": seen.filter(pk=found.merged_into_id).first(),
        "may_merge": may_decide and not found.is_decided and not shown,
        "unmerge_form": ReasonForm(auto_id="unmerge_%s") if may_decide and found.merged_into_id else None,
    }  # fmt: skip
