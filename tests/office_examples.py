"""Examples of the champion's office; see examples.py."""

from datetime import timedelta

from django.utils import timezone

from employees.actions import ledger
from employees.models import Absence, Commitment
from tests.worlds import World, example


@example
def absence(w: World) -> Absence:
    """Of the colleague, to come; one promise of theirs falls due in it."""
    first = timezone.localdate() + timedelta(days=20)
    return Absence.objects.create(
        employee=w.colleague, starts=first, ends=first + timedelta(days=9), note=w.text("Leave"),
        stand_in=w.people["lead"],
    )  # fmt: skip


@example
def falls_due(w: World) -> Commitment:
    return ledger.promise(
        w.text("Ring back"), kind="other", owner=w.colleague, team=w.team,
        due_at=timezone.now() + timedelta(days=25),
    )  # fmt: skip


@example
def pledge(w: World) -> Commitment:
    """Of the champion, on the register; moved once, with a reason that everybody reads."""
    made = ledger.promise(
        w.text("An hour at the till"), kind="pledge", owner=w.people["champion"], team=w.team,
        due_at=timezone.now() + timedelta(days=9),
    )  # fmt: skip
    later = timezone.now() + timedelta(days=12)
    ledger.renegotiate(made, due_at=later, reason=w.text("Ill"), by=w.people["champion"])
    return made
