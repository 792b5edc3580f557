"""Boards end and go on; what was handed in on them stays."""

from django.utils import timezone

from ideas.models import Board
from tenants.audit.record import record


def close_board(board: Board) -> bool:
    """It takes no more ideas; False when it was closed before."""
    closed = Board.objects.open().filter(pk=board.pk).update(closed_at=timezone.now())
    if closed:
        record("board.closed", subject=f"ideas.Board:{board.pk}")
    return bool(closed)


def reopen_board(board: Board) -> bool:
    """It takes ideas again; False when it does already."""
    opened = Board.objects.filter(pk=board.pk, closed_at__isnull=False).update(closed_at=None)
    if opened:
        record("board.reopened", subject=f"ideas.Board:{board.pk}")
    return bool(opened)
