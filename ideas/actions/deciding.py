"""An idea is answered: it goes somewhere, for a reason that its author and all who wanted it read."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.models import Commitment, Employee
from ideas.actions import checks
from ideas.actions.errors import MoveError
from ideas.actions.reviewing import promise_review
from ideas.models import MOVES, Idea, Move
from tenants.audit.record import record
from tenants.here import current_organisation
from tenants.outbox.emit import emit
from tenants.queue import enqueue

Status = Idea.Status


@transaction.atomic
def decide(
    idea: Idea,
    *,
    to: str,
    reason: str,
    by: Employee,
    owner: Employee | None = None,
    due_on: date | None = None,
) -> Move:
    """Move an idea on, with a reason; its review is answered by that. Started, it gets an owner and a date on
    the ledger; completed, that promise is kept; back or declined, it is withdrawn.

    MoveError where it cannot go there from where it stands, or is started without owner and date."""
    locked = Idea.objects.select_for_update(of=("self",)).select_related("review", "delivery").get(pk=idea.pk)
    if to not in MOVES[locked.status] or (to == Status.STARTED and not (owner and due_on)):
        raise MoveError
    move = Move.objects.create(idea=locked, by=by, before=locked.status, after=to, reason=reason[:1000])
    _settle(locked, to, reason, by)
    locked.status = to
    locked.decided_at = None if to == Status.OPEN else locked.decided_at or timezone.now()
    if to == Status.OPEN:
        locked.review = promise_review(locked)
    if to == Status.STARTED and owner and due_on:
        locked.delivery = _promise_delivery(locked, owner, due_on)
    locked.save(update_fields=["status", "decided_at", "review", "delivery"])
    checks.follow(locked, move, by=by)
    record("idea.decided", subject=f"ideas.Idea:{idea.pk}", before={"status": move.before},
           after={"status": to, "reason": reason})  # fmt: skip
    emit("idea.decided", {"idea": idea.pk, "move": move.pk, "status": to})
    enqueue("ideas.tasks.tell_of_move", move.pk)
    idea.refresh_from_db()
    return move


def _settle(idea: Idea, to: str, reason: str, by: Employee) -> None:
    """What was promised about it so far: an answer is given by this; a delivery is kept, or given up."""
    if idea.review:
        ledger.keep(idea.review, by=by)
    if idea.delivery and to == Status.COMPLETED:
        ledger.keep(idea.delivery, by=by)
    elif idea.delivery:
        ledger.withdraw(idea.delivery, reason=reason, by=by)


def _promise_delivery(idea: Idea, owner: Employee, due_on: date) -> Commitment:
    with override(current_organisation().language):
        words = _("Deliver the idea “%(title)s”") % {"title": idea.title}
    return ledger.promise(
        words, kind="idea", owner=owner, team=owner.team, due_at=ledger.end_of(due_on),
        source_path=idea.get_absolute_url(),
    )  # fmt: skip
