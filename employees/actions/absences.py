"""Who is away when, and who keeps what falls due meanwhile: decided before it begins, else by the clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.actions.ladder import Letters, Rungs
from employees.actions.ledger import hand_over, renegotiate
from employees.models import Absence, Commitment, Employee
from employees.models.absences import DAY
from tenants.audit.record import record
from tenants.here import today


@dataclass(frozen=True)
class Decision:
    """What becomes of one promise: somebody takes it, or it gets another date for a reason."""

    commitment: Commitment
    to: Employee | None = None
    due_at: datetime | None = None
    reason: str = ""


@transaction.atomic
def save_absence(absence: Absence) -> Absence:
    """Enter days on which somebody is away, or change them, one after the other for each person. What falls
    due in the new days is looked at anew when they begin."""
    is_new = absence._state.adding
    Employee.objects.select_for_update(no_key=True).filter(pk=absence.employee_id).first()
    if not is_new and Absence.objects.select_for_update().get(pk=absence.pk).is_over:
        raise ValidationError(_("These days are over."))
    if absence.ends and absence.ends < today():
        raise ValidationError({"ends": _("These days are over.")})
    absence.handed_at = None
    absence.full_clean()
    try:
        with transaction.atomic():
            absence.save()
    except IntegrityError:
        raise ValidationError(_("Some of these days are in the calendar already.")) from None
    record(
        "absence.entered" if is_new else "absence.changed", subject=subject(absence), after=_facts(absence)
    )
    return absence


@transaction.atomic
def end_absence(absence: Absence) -> bool:
    """Somebody is back, or does not go: the days that are left are taken out. False when it was over."""
    found = Absence.objects.to_come().select_for_update().filter(pk=absence.pk).first()
    if found is None:
        return False
    record("absence.ended", subject=subject(found), before=_facts(found))
    if found.starts >= today():
        found.delete()
    else:
        Absence.objects.filter(pk=found.pk).update(ends=today() - DAY)
    return True


@transaction.atomic
def end_absences(employee: Employee) -> None:
    """Of somebody who leaves: all that are not over."""
    for absence in Absence.objects.to_come().filter(employee=employee):
        end_absence(absence)
    for absence in Absence.objects.to_come().filter(stand_in=employee):
        Absence.objects.filter(pk=absence.pk).update(stand_in=None)


@transaction.atomic
def decide(absence: Absence, decisions: Iterable[Decision], *, by: Employee) -> int:
    """Hand over or renegotiate what falls due in an absence, in one step; how many promises were moved. Each
    taker gets one letter. What was settled meanwhile stays as it is."""
    letters, moved = Letters(), 0
    for each in decisions:
        reason = each.reason or away_until(absence)
        if each.to and hand_over(each.commitment, to=each.to, by=by, reason=reason):
            letters.add(each.to, each.commitment)
            moved += 1
        elif each.due_at and renegotiate(each.commitment, due_at=each.due_at, by=by, reason=reason):
            moved += 1
    letters.send("commitment.handed", handed, mine=True)
    return moved


def begin_due() -> int:
    """Hand over what was left undecided of the absences that have begun; how many promises."""
    return sum(begin(pk) for pk in Absence.objects.unhanded().values_list("pk", flat=True))


@transaction.atomic
def begin(pk: int) -> int:
    """Of one absence, once: to whoever stands in, where they are there, else to the lead upward."""
    if not Absence.objects.unhanded().filter(pk=pk).update(handed_at=timezone.now()):
        return 0
    absence = Absence.objects.select_related("employee").get(pk=pk)
    rungs, letters, moved = Rungs(), Letters(), 0
    stands_in = Employee.objects.present().filter(pk=absence.stand_in_id).first()
    for commitment in absence.falling_due().select_related("owner"):
        to = stands_in or rungs.reached("lead", commitment)
        if to and hand_over(commitment, to=to, by=None, reason=away_until(absence)):
            letters.add(to, commitment)
            moved += 1
    letters.send("commitment.handed", handed, mine=True)
    return moved


def away_until(absence: Absence) -> str:
    """Why a promise changes hands."""
    return _("%(name)s is away until %(day)s") % {
        "name": absence.employee.name, "day": date_format(absence.ends)
    }  # fmt: skip


def handed(n: int) -> str:
    return ngettext("%(n)d promise was handed to you", "%(n)d promises were handed to you", n) % {"n": n}


def subject(absence: Absence) -> str:
    """How the audit trail names it."""
    return f"employees.Absence:{absence.pk}"


def _facts(absence: Absence) -> dict[str, Any]:
    return {
        "employee": absence.employee_id, "starts": absence.starts, "ends": absence.ends,
        "stand_in": absence.stand_in_id,
    }  # fmt: skip
