"""An idea is answered: it goes somewhere, for a reason that its author and all who wanted it read."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.models import Commitment, Employee
from ideas.actions import checks
from ideas.actions.errors import MoveError
from ideas.actions.locking import held
from ideas.actions.moving import move_to
from ideas.models import MOVES, Idea, Move
from tenants.here import current_organisation

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
    the ledger; completed, that promise is kept; back or declined, it is withdrawn and nobody's any more.

    MoveError where it cannot go there from where it stands, or is started without owner and date."""
    locked = held(idea.pk)
    if to not in MOVES[locked.status] or (to == Status.STARTED and not (owner and due_on)):
        raise MoveError
    if locked.delivery:
        _settle(locked.delivery, to, reason, by)
        locked.delivery = locked.delivery if to == Status.COMPLETED else None
    if to == Status.STARTED and owner and due_on:
        locked.delivery = _promise_delivery(locked, owner, due_on)
    move = move_to(locked, to, reason=reason, by=by, changed=["delivery"])
    checks.follow(locked, move, by=by)
    idea.refresh_from_db()
    return move


def _settle(delivery: Commitment, to: str, reason: str, by: Employee) -> None:
    """What was promised so far is kept, or given up, also where it was said to be kept."""
    if to == Status.COMPLETED:
        ledger.keep(delivery, by=by)
    elif not ledger.unkeep(delivery, reason=reason, by=by):
        ledger.withdraw(delivery, reason=reason, by=by)


def _promise_delivery(idea: Idea, owner: Employee, due_on: date) -> Commitment:
    with override(current_organisation().language):
        words = _("Deliver the idea “%(title)s”") % {"title": idea.title}
    return ledger.promise(
        words, kind="idea", owner=owner, team=owner.team, due_at=ledger.end_of(due_on),
        source_path=idea.get_absolute_url(),
    )  # fmt: skip
