"""Where an idea stands is changed here only: who decided why is written down, and told."""

from collections.abc import Iterable

from django.utils import timezone

from employees.actions import ledger
from employees.models import Employee
from ideas.actions.reviewing import promise_review
from ideas.models import Idea, Move, Vote
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tenants.queue import enqueue


def move_to(locked: Idea, to: str, *, reason: str, by: Employee, changed: Iterable[str] = ()) -> Move:
    """An idea under its lock goes there; its review is answered by that. Open again, its answer is promised
    anew, and the votes that came back to their voters meanwhile go on to count and cost nothing."""
    move = Move.objects.create(idea=locked, by=by, before=locked.status, after=to, reason=reason[:1000])
    if locked.review:
        ledger.keep(locked.review, by=by)
    locked.status = to
    locked.decided_at = None if to == Idea.Status.OPEN else locked.decided_at or timezone.now()
    if to == Idea.Status.OPEN:
        locked.review = promise_review(locked)
        Vote.objects.filter(idea=locked).update(is_free=True)
    locked.save(update_fields=["status", "decided_at", "review", *changed])
    after = {"status": to, "reason": reason, "merged_into": locked.merged_into_id}
    record("idea.decided", subject=f"ideas.Idea:{locked.pk}", before={"status": move.before}, after=after)
    emit("idea.decided", {"idea": locked.pk, "move": move.pk, "status": to})
    enqueue("ideas.tasks.tell_of_move", move.pk)
    return move
