"""Who works a case, how dangerous it is, and when it is over."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from employees.actions import ledger
from employees.models import Employee
from feedback.actions.compliments import take_back_of
from feedback.actions.replies import open_promises
from feedback.actions.sharing import withdraw
from feedback.models import Case, CaseEvent, Response, Share
from tenants.audit.record import record

TOGETHER = 500
"""As many cases are handed over or joined at once."""


@transaction.atomic
def assign(cases: Iterable[Case], *, to: Employee, by: Employee, reason: str = "") -> int:
    """Hand these cases over, with every answer that is owed on them; how many changed hands."""
    return sum(_assign(case, to, by, reason) for case in cases)


def _assign(case: Case, to: Employee, by: Employee, reason: str) -> bool:
    if case.owner == to:
        return False
    giver, promises = case.owner, open_promises(case)
    for commitment in promises:
        ledger.hand_over(commitment, to=to, by=by, reason=reason)
    case.carried_by = None if promises else to
    case.save(update_fields=["carried_by"])
    note = f"{giver or '-'} > {to}" + (f": {reason}" if reason else "")
    CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.ASSIGNED, by=by, note=note[:300])
    case.refresh_from_db()
    return True


@transaction.atomic
def mark_danger(case: Case, *, danger: str, by: Employee, reason: str = "") -> bool:
    """A matter of safety, abuse or law: its promises get the faster ladder, it is shared with nobody, and the
    recognition that it brought is taken back. An empty danger takes the mark off again."""
    Response.objects.select_for_update(of=["self"]).get(pk=case.response_id)  # as sharing does: one at a time
    case.refresh_from_db(fields=["danger"])
    if case.danger == danger:
        return False
    if danger:
        for share in Share.objects.standing().filter(response=case.response):
            withdraw(share, by=by)
        take_back_of(case.response, by=by)
    before, case.danger = case.danger, danger
    Case.objects.filter(pk=case.pk).update(danger=danger)
    for commitment in open_promises(case):
        ledger.change_kind(commitment, "danger" if danger else "answer")
    kind = CaseEvent.Kind.DANGER if danger else CaseEvent.Kind.SAFE
    CaseEvent.objects.create(case=case, kind=kind, by=by, note=(reason or danger)[:300])
    record(
        "case.danger", subject=f"feedback.Case:{case.pk}", before={"danger": before}, after={"danger": danger}
    )
    return True


@transaction.atomic
def close(case: Case, *, by: Employee) -> bool:
    """Close a case whose four steps are done; False when one is missing or it is closed already."""
    case.refresh_from_db()
    if case.closed_at or case.missing_steps:
        return False
    closed = Case.objects.filter(pk=case.pk, closed_at=None, waiting_since=None).update(
        closed_at=timezone.now(), closed_by=by
    )
    if closed:
        _note_change(case, CaseEvent.Kind.CLOSED, by)
    return bool(closed)


@transaction.atomic
def reopen(case: Case, *, by: Employee, reason: str) -> bool:
    """Go on with a closed case. What was done stays, and so does the history."""
    opened = Case.objects.closed().filter(pk=case.pk).update(closed_at=None, closed_by=None)
    if opened:
        _note_change(case, CaseEvent.Kind.REOPENED, by, reason)
    return bool(opened)


def _note_change(case: Case, kind: str, by: Employee, note: str = "") -> None:
    CaseEvent.objects.create(case=case, kind=kind, by=by, note=note[:300])
    record(f"case.{kind}", subject=f"feedback.Case:{case.pk}", after={"note": note} if note else None)
    case.refresh_from_db()
