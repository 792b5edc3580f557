from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from employees.actions import ledger
from employees.models import Commitment, Employee
from feedback.models import Case, CaseEvent, Cause, Prevention, Why
from tenants.outbox.emit import emit

WHYS = 5


@transaction.atomic
def describe_cause(
    *, title: str, description: str = "", whys: Sequence[tuple[str, str]] = (), by: Employee
) -> Cause:
    """Write down why something went wrong: a title, and up to five whys, each with what supports it."""
    cause = Cause.objects.create(title=title, description=description, created_by=by)
    ask_why(cause, whys)
    emit("cause.described", {"cause": cause.pk})
    return cause


@transaction.atomic
def ask_why(cause: Cause, whys: Sequence[tuple[str, str]]) -> None:
    """The five whys as they are known now, in their order; empty ones are left out."""
    Cause.objects.select_for_update().get(pk=cause.pk)
    said = [(answer, support) for answer, support in whys if answer.strip()][:WHYS]
    cause.whys.all().delete()
    Why.objects.bulk_create(
        Why(cause=cause, position=position, answer=answer[:300], support=support[:300])
        for position, (answer, support) in enumerate(said, 1)
    )


@transaction.atomic
def join(cases: Iterable[Case], cause: Cause, *, by: Employee) -> int:
    """Say that this is why these cases happened; how many were not joined to it before. What a case was
    joined to before stays in its history. A closed case keeps its cause, and with it its prevention."""
    others = Case.objects.open().filter(pk__in=[case.pk for case in cases]).exclude(cause=cause)
    joined = list(others.select_for_update(of=("self",)).values_list("pk", flat=True))
    Case.objects.filter(pk__in=joined).update(
        cause=cause, analysed_at=timezone.now(), analysed_by=by,
        prevention=None, prevented_at=None, prevented_by=None, no_prevention_reason="",
    )  # fmt: skip
    CaseEvent.objects.bulk_create(
        CaseEvent(case_id=pk, kind=CaseEvent.Kind.JOINED, by=by, note=cause.title) for pk in joined
    )
    return len(joined)


@transaction.atomic
def promise_prevention(
    cause: Cause, *, action: str, owner: Employee, due_on: date, effective_on: date, by: Employee
) -> Prevention:
    """Somebody promises what will change. It stands in the ledger, and is the prevention of every open case
    of this cause that had none."""
    commitment = ledger.promise(
        action, kind="prevention", owner=owner, team=owner.team, due_at=ledger.end_of(due_on),
        source_path=cause.get_absolute_url(),
    )  # fmt: skip
    prevention = Prevention.objects.create(
        cause=cause, action=action, effective_on=effective_on, commitment=commitment, created_by=by
    )
    emit("prevention.promised", {"cause": cause.pk, "prevention": prevention.pk})
    use_prevention(Case.objects.open().filter(cause=cause, prevented_at=None), prevention, by=by)
    return prevention


@transaction.atomic
def use_prevention(cases: Iterable[Case], prevention: Prevention, *, by: Employee) -> int:
    """This promise is what prevents these cases from coming back; how many were not settled so far."""
    found = [case.pk for case in cases if case.cause_id == prevention.cause_id]
    Case.objects.filter(pk__in=found).update(
        prevention=prevention, no_prevention_reason="", prevented_at=timezone.now(), prevented_by=by
    )
    note = prevention.action
    CaseEvent.objects.bulk_create(
        CaseEvent(case_id=pk, kind=CaseEvent.Kind.PREVENTION, by=by, note=note) for pk in found
    )
    return len(found)


@transaction.atomic
def excuse_prevention(case: Case, *, reason: str, by: Employee) -> bool:
    """It cannot be prevented, and here is why; False before its cause is known or when that is settled."""
    excused = Case.objects.filter(pk=case.pk, analysed_at__isnull=False, prevented_at=None).update(
        no_prevention_reason=reason[:300], prevented_at=timezone.now(), prevented_by=by
    )
    if excused:
        CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.UNPREVENTED, by=by, note=reason[:300])
    case.refresh_from_db()
    return bool(excused)


@transaction.atomic
def keep_prevention(prevention: Prevention, *, by: Employee) -> bool:
    """What was promised is done; False when it was settled before."""
    kept = ledger.keep(prevention.commitment, by=by)
    if kept:
        emit("prevention.kept", {"cause": prevention.cause_id, "prevention": prevention.pk})
    return kept


@transaction.atomic
def undo_prevention(prevention: Prevention, *, reason: str, by: Employee) -> bool:
    """It was said to be done, and is not: it is taken back, and the open cases that it settled wait for
    another. False where it stands no more."""
    undone = ledger.unkeep(prevention.commitment, reason=reason, by=by)
    if undone:
        settled = Case.objects.open().filter(prevention=prevention)
        settled.update(prevention=None, prevented_at=None, prevented_by=None)
        emit("prevention.undone", {"cause": prevention.cause_id, "prevention": prevention.pk})
    return undone


def keep_promised(commitment: Commitment, *, by: Employee) -> bool:
    """The same, by its promise; one that stands for no prevention is kept by itself."""
    prevention = Prevention.objects.filter(commitment=commitment).select_related("commitment").first()
    kept = keep_prevention(prevention, by=by) if prevention else ledger.keep(commitment, by=by)
    commitment.refresh_from_db()
    return kept
