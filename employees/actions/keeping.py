"""Promises that somebody says are kept. Others are kept by what is done, as an answer is by answering."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.module_loading import import_string

from employees.actions.ledger import subject
from employees.models import Commitment, Employee
from tenants.audit.record import record
from tenants.outbox.emit import emit

MISTAKE = timedelta(minutes=15)
"""For so long whoever pressed the button may take it back; after that the first time stands."""


def keepable(user: Employee) -> QuerySet[Commitment]:
    """The promises of which this person may say that they are kept: their own; the champion of all."""
    rows = Commitment.objects.filter(kind__in=settings.KEPT_BY_HAND)
    return rows if user.has_perm("employees.view_every_commitment") else rows.filter(owner=user)


def keep_by_hand(commitment: Commitment, *, by: Employee) -> bool:
    """Settle it as kept by the verb of the floor where it was made; False when it was settled before."""
    return import_string(settings.KEPT_BY_HAND[commitment.kind])(commitment, by=by)


@transaction.atomic
def undo_keep(commitment: Commitment, *, by: Employee) -> bool:
    """It was a slip: the promise is open again, as it was. False where somebody else kept it, or long ago."""
    undone = Commitment.objects.filter(
        pk=commitment.pk, kind__in=settings.KEPT_BY_HAND, kept_by=by, kept_at__gt=timezone.now() - MISTAKE
    ).update(kept_at=None, kept_by=None)
    if undone:
        record("commitment.keep_undone", subject=subject(commitment), before={"kept_at": commitment.kept_at})
        emit("commitment.reopened", {"commitment": commitment.pk})
    commitment.refresh_from_db()
    return bool(undone)
