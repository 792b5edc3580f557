"""Cases: what a customer is owed, from the first answer on."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from employees.actions.ledger import promise
from employees.models import Employee
from feedback.models import Case, Response
from tenants.outbox.emit import emit

ANSWER_WITHIN = timedelta(hours=24)


@transaction.atomic
def open_case(response: Response, *, by: Employee | None = None) -> Case:
    """Open the case of a response: its team promises an answer within 24 hours."""
    now = timezone.now()
    commitment = promise(
        "Answer the customer", kind="answer", owner=response.team.lead, team=response.team,
        due_at=now + ANSWER_WITHIN, made_at=now,
    )  # fmt: skip
    case = Case.objects.create(
        response=response, team=response.team, subject=response.comment[:200], commitment=commitment,
        opened_at=now, opened_by=by,
    )  # fmt: skip
    emit("case.opened", {"case": case.pk})
    return case
