"""Gestures of goodwill: given at once within one's limit, else a lead is asked, who promises an answer."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.actions.assignment import lead_for
from employees.actions.telling import tell
from employees.models import Commitment, Employee
from feedback.models import Case, CaseEvent, Gesture, Goodwill, GoodwillLimit
from feedback.models.gestures import limit_of
from tenants.audit.record import record
from tenants.here import current_organisation, today
from tenants.outbox.emit import emit

ANSWER_HOURS = 8
"""Of the team's working hours: within a working day whoever asks has an answer."""


@dataclass(frozen=True)
class Allowance:
    """What somebody may still give this month without asking."""

    amount: Decimal
    left: int


def this_month() -> date:
    return today().replace(day=1)


def allowance(employee: Employee) -> Allowance:
    """Up to how much, and how often still this month."""
    limit = limit_of(employee)
    if limit is None:
        return Allowance(Decimal(0), 0)
    given = Gesture.objects.without_asking(employee, this_month()).count()
    return Allowance(limit.amount, max(0, limit.number - given))


@transaction.atomic
def give(
    case: Case, *, by: Employee, kind: str, amount: Decimal, note: str = "", key: UUID | None = None
) -> Gesture:
    """Give a gesture to the customer of a case. Over the limit it is asked for: the lead promises an answer.
    The same form sent twice is one gesture."""
    Employee.objects.select_for_update(of=("self",)).get(pk=by.pk)  # one at a time: the month's number holds
    key = key and uuid5(key, str(case.pk))
    if key and (found := Gesture.objects.filter(key=key).first()):
        return found
    made = Gesture(
        case=case, by=by, team=case.team, kind=kind, amount=amount, note=note, key=key,
        currency=Goodwill.current().currency,
    )  # fmt: skip
    may = allowance(by)
    if amount <= may.amount and may.left:
        made.given_at, made.month = timezone.now(), this_month()
        made.save()
        _note(made, CaseEvent.Kind.GESTURE, by)
        emit("gesture.given", {"gesture": made.pk})
    else:
        _ask(made, by)
    return made


def _ask(made: Gesture, by: Employee) -> None:
    """The lead of the case's team, or the next one up, promises an answer within a working day."""
    team, now = made.team, timezone.now()
    lead = lead_for(team.pk, apart=by)
    made.save()
    with override(current_organisation().language):
        what = _("Say yes or no to a gesture for a customer, %(team)s") % {"team": team}
    made.commitment = ledger.promise(
        what, kind=Commitment.Kind.GESTURE, owner=lead, team=team, made_at=now,
        due_at=ledger.due_after(now, ANSWER_HOURS, team=team, in_working_hours=True),
        source_path=made.get_absolute_url(),
    )  # fmt: skip
    made.save(update_fields=["commitment"])
    _note(made, CaseEvent.Kind.GESTURE_ASKED, by)
    if lead:
        tell(
            lead, "gesture.asked", {"gesture": made.pk}, mine=True, path=made.get_absolute_url(),
            line=lambda: _("%(name)s asks for a gesture: %(gesture)s") % {"name": by.name, "gesture": made},
        )  # fmt: skip


@transaction.atomic
def decide(gesture: Gesture, *, yes: bool, by: Employee, reason: str) -> bool:
    """Say yes, and it is given, or no, with a reason; the promise to answer is kept by that, and whoever
    asked is told. False where it was settled before."""
    now = timezone.now()
    facts = {"decided_at": now, "decided_by": by, "reason": reason[:300]}
    facts |= {"given_at": now, "month": this_month()} if yes else {}
    if not Gesture.objects.asked().exclude(by=by).filter(pk=gesture.pk).update(**facts):
        return False
    gesture.refresh_from_db()
    assert gesture.commitment
    ledger.keep(gesture.commitment, by=by)
    _note(gesture, CaseEvent.Kind.GESTURE if yes else CaseEvent.Kind.GESTURE_REFUSED, by)
    if yes:
        emit("gesture.given", {"gesture": gesture.pk})
    tell(
        gesture.by, "gesture.decided", {"gesture": gesture.pk}, mine=True, path=gesture.get_absolute_url(),
        line=lambda: (_("Yes to your gesture: %(gesture)s") if yes else _("No to your gesture: %(gesture)s"))
        % {"gesture": gesture},
    )  # fmt: skip
    return True


@transaction.atomic
def take_back(gesture: Gesture, *, by: Employee) -> bool:
    """It was a slip, or need not be asked any more. False when it is too late, or was done before."""
    found = Gesture.objects.reversible_by(by).select_for_update(of=["self"]).filter(pk=gesture.pk).first()
    if found is None:
        return False
    Gesture.objects.filter(pk=found.pk).update(withdrawn_at=timezone.now())
    if found.commitment:
        ledger.withdraw(found.commitment, reason=_("Whoever asked took it back."), by=by)
    _note(found, CaseEvent.Kind.GESTURE_BACK, by)
    gesture.refresh_from_db()
    return True


def _note(gesture: Gesture, kind: str, by: Employee) -> None:
    CaseEvent.objects.create(case=gesture.case, kind=kind, by=by, note=str(gesture)[:300])


@transaction.atomic
def set_currency(currency: str) -> None:
    """The currency of gestures from now on; those that were given keep theirs."""
    before = Goodwill.objects.get_or_create(pk=1)[0]
    if before.currency != currency:
        Goodwill.objects.filter(pk=1).update(currency=currency)
        was, now = {"currency": before.currency}, {"currency": currency}
        record("goodwill.currency_changed", subject="feedback.Goodwill:1", before=was, after=now)


@transaction.atomic
def set_limit(*, role: str = "", team: int | None = None, amount: Decimal, number: int) -> GoodwillLimit:
    """Up to how much, and how often a month, a role or a team may give without asking."""
    Goodwill.objects.get_or_create(pk=1)
    Goodwill.objects.select_for_update().get(pk=1)  # one at a time
    before = GoodwillLimit.objects.filter(role=role, team=team).first()
    limit, was = before or GoodwillLimit(role=role, team_id=team), before.facts if before else None
    limit.amount, limit.number = amount, number
    limit.save()
    if was != limit.facts:
        record("goodwill.limit_changed", subject=_subject(limit), before=was, after=limit.facts)
    return limit


@transaction.atomic
def remove_limit(limit: GoodwillLimit) -> None:
    """From now on this role or team has to ask."""
    record("goodwill.limit_removed", subject=_subject(limit), before=limit.facts)
    limit.delete()


def _subject(limit: GoodwillLimit) -> str:
    return f"feedback.GoodwillLimit:{limit.pk}"
