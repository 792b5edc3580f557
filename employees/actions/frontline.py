"""Days with customers: noted by who was there, with the promise that came of it."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.keeping import MISTAKE
from employees.actions.ledger import end_of, promise, withdraw
from employees.models import Commitment, Employee, FrontlineDay
from employees.models.frontline import FrontlineDayQuerySet
from tenants.audit.record import record
from tenants.outbox.emit import emit

AGAIN = timedelta(minutes=5)


@dataclass(frozen=True)
class Promised:
    """A promise that a day led to, and by which day it will be kept."""

    what: str
    due_on: date


@transaction.atomic
def note_day(
    *, by: Employee, on: date, place: str, saw: str, language: str = "", promised: Promised | None = None,
    commitment: Commitment | None = None,
) -> FrontlineDay:  # fmt: skip
    """Note the day, with a promise that is made now, or one of one's own that is made already. The same, sent
    again at once, is given back."""
    facts = {"by": by, "on": on, "place": place, "saw": saw}
    Employee.objects.select_for_update().get(pk=by.pk)
    if again := FrontlineDay.objects.filter(at__gt=timezone.now() - AGAIN, **facts).first():
        return again
    day = FrontlineDay.objects.create(language=language, commitment=commitment, **facts)
    if promised:
        day.commitment = _promise(day, promised)
        day.save(update_fields=["commitment"])
    emit("frontline.noted", {"day": day.pk})
    return day


def _promise(day: FrontlineDay, promised: Promised) -> Commitment:
    return promise(
        promised.what, kind="other", owner=day.by, team=day.by.team, due_at=end_of(promised.due_on),
        source_path=path(day),
    )  # fmt: skip


def path(day: FrontlineDay) -> str:
    return reverse("employees:frontline_day", args=[day.pk])


def removable(user: Employee) -> FrontlineDayQuerySet:
    """What this person may take back: a slip of their own, and the champion whatever should not be read."""
    if "champion" in user.roles:
        return FrontlineDay.objects.all()
    return FrontlineDay.objects.filter(by=user, at__gt=timezone.now() - MISTAKE)


@transaction.atomic
def take_back(day: FrontlineDay, *, by: Employee) -> None:
    """It is not read any more. A promise that was made with it is withdrawn, where it is not kept yet."""
    if day.commitment and day.commitment.source_path == path(day):
        withdraw(day.commitment, reason=_("The day it came from was taken back."), by=by)
        Commitment.objects.filter(pk=day.commitment_id).update(source_path="")
    record("frontline.taken_back", subject=f"employees.FrontlineDay:{day.pk}")
    day.delete()
