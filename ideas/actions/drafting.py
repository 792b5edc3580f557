"""An idea that is begun is kept, until it is handed in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from ideas.actions.errors import UnkeptError
from ideas.actions.locking import hold
from ideas.models import Board, Idea, IdeaDraft

UNDO = timedelta(days=1)
"""So long a draft that was discarded can be brought back."""


@transaction.atomic
def keep_draft(board: Board, *, by: Employee, facts: dict[str, str]) -> IdeaDraft | None:
    """Keep what was typed so far, in place of what was kept. None where nothing is typed, or where this was
    handed in a moment ago: the page still sends what it has. UnkeptError."""
    if not board.keeps_drafts:
        raise UnkeptError
    hold(by)  # as who hands in does
    typed = {name: value for name, value in facts.items() if value.strip()}
    handed_in = Idea.objects.filter(board=board, author=by, submitted_at__gt=a_moment_ago())
    if (
        not typed.keys() - {"language", "challenge"}
        or handed_in.filter(title=typed.get("title", "").strip()).exists()
    ):
        return None
    kept = {"facts": typed, "at": timezone.now(), "discarded_at": None}
    return IdeaDraft.objects.update_or_create(author=by, board=board, defaults=kept)[0]


def discard_draft(board: Board, *, by: Employee) -> bool:
    """For good where no drafts are kept: one may be left from before."""
    rows = IdeaDraft.objects.standing().filter(author=by, board=board)
    if not board.keeps_drafts:
        return bool(rows.delete()[0])
    return bool(rows.update(discarded_at=timezone.now()))


def bring_draft_back(board: Board, *, by: Employee) -> bool:
    rows = IdeaDraft.objects.filter(author=by, board=board, discarded_at__isnull=False)
    return bool(rows.update(discarded_at=None))


def forget_discarded() -> int:
    """Those that nobody brings back any more; how many."""
    return IdeaDraft.objects.filter(discarded_at__lt=timezone.now() - UNDO).delete()[0]
