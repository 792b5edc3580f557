"""The promise register: what champion, sponsors and executives promise before everybody. They are promises of
the ledger like any other; what makes them public is their kind."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from employees.actions.ledger import promise, subject
from employees.models import Commitment, Employee
from tenants.audit.record import record


def may_pledge(user: Employee) -> bool:
    """Whether somebody's promises stand on the register: executives', the champion's, and the sponsor's."""
    return user.is_executive or bool(user.roles & {"champion", "sponsor"})


@transaction.atomic
def pledge(what: str, *, due_at: datetime, by: Employee) -> Commitment:
    """Promise something before everybody."""
    if not may_pledge(by):
        raise PermissionDenied
    made = promise(what, kind=Commitment.Kind.PLEDGE, owner=by, team=by.team, due_at=due_at)
    record("pledge.made", subject=subject(made), after={"promise": made.promise, "due_at": due_at})
    return made
