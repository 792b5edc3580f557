from datetime import datetime

from django.db import transaction
from django.utils import timezone

from employees.models import Commitment, Employee, Team


@transaction.atomic
def promise(
    what: str,
    *,
    kind: str,
    owner: Employee | None,
    team: Team | None,
    due_at: datetime,
    source_path: str = "",
    made_at: datetime | None = None,
) -> Commitment:
    """Write a dated promise into the ledger. Without an owner it stands in the unassigned queue."""
    made = made_at or timezone.now()
    return Commitment.objects.create(
        promise=what[:200], kind=kind, owner=owner, team=team, made_at=made, owned_since=made,
        first_due_at=due_at, due_at=due_at, source_path=source_path,
    )  # fmt: skip
