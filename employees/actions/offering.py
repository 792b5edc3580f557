"""Programmes and their dates: offered, changed and called off, with word to all who are coming."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.actions.telling import tell
from employees.models import Employee, Programme, ProgrammeDate, SignUp
from tenants.audit.record import record

SEEN_IN_CALENDARS = {"place", "starts", "ends"}


@transaction.atomic
def save_programme(programme: Programme, facts: dict[str, Any]) -> Programme:
    """Make a programme, or change what is said of it."""
    event = "programme.changed" if programme.pk else "programme.made"
    for name, value in facts.items():
        setattr(programme, name, value)
    programme.full_clean()
    programme.save()
    record(event, subject=f"employees.Programme:{programme.pk}", after=facts)
    return programme


@transaction.atomic
def end_programme(programme: Programme) -> bool:
    """Offer it no longer; its dates and what was learned there stay. False when it had ended, or has dates
    ahead: they are called off first."""
    if ProgrammeDate.objects.ahead().filter(programme=programme).exists():
        return False
    ended = Programme.objects.offered().filter(pk=programme.pk).update(ended_at=timezone.now())
    if ended:
        record("programme.ended", subject=f"employees.Programme:{programme.pk}")
    return bool(ended)


@transaction.atomic
def offer_again(programme: Programme) -> bool:
    """The way back; False when it is offered."""
    offered = Programme.objects.ended().filter(pk=programme.pk).update(ended_at=None)
    if offered:
        record("programme.offered_again", subject=f"employees.Programme:{programme.pk}")
    return bool(offered)


@transaction.atomic
def offer_date(programme: Programme, facts: dict[str, Any]) -> ProgrammeDate:
    """A new date, to which people can sign up."""
    made = ProgrammeDate(programme=programme, **facts)
    made.full_clean()
    made.save()
    record("programme.date_offered", subject=subject(made), after=_plain(facts))
    return made


@transaction.atomic
def change_date(date: ProgrammeDate, facts: dict[str, Any]) -> ProgrammeDate:
    """Change a date; who is coming is told when the time or the place is another, and who waits gets the
    places that are new. ValidationError where more people have a place than there would be."""
    found = ProgrammeDate.objects.select_for_update().get(pk=date.pk)
    if found.called_off_at or found.is_over:
        raise ValidationError(_("It is over, or called off: it can no longer be changed."))
    changed = {name: value for name, value in facts.items() if getattr(found, name) != value}
    before = {name: getattr(found, name) for name in changed}
    for name, value in changed.items():
        setattr(found, name, value)
    found.full_clean()
    _has_room(found)
    if is_moved := bool(SEEN_IN_CALENDARS & changed.keys()):
        found.sequence += 1
    found.save()
    if changed:
        record("programme.date_changed", subject=subject(found), before=_plain(before), after=_plain(changed))
    if is_moved:
        tell_all(found, "programme.changed")
    move_up(found)
    return found


def _has_room(date: ProgrammeDate) -> None:
    taken = SignUp.objects.placed().filter(date=date).count()
    if taken > date.places:
        words = ngettext("%(n)d person has a place.", "%(n)d people have a place.", taken)
        raise ValidationError({"places": words % {"n": taken}})


@transaction.atomic
def call_off(date: ProgrammeDate, *, reason: str) -> bool:
    """It does not take place: everybody is told, and calendars forget it. False when it was called off, or
    has begun."""
    found = ProgrammeDate.objects.select_for_update().get(pk=date.pk)
    if found.called_off_at or found.has_begun:
        return False
    found.called_off_at, found.called_off_reason = timezone.now(), reason[:300]
    found.sequence += 1
    found.save()
    record("programme.called_off", subject=subject(found), after={"reason": reason})
    tell_all(found, "programme.called_off")
    return True


def move_up(date: ProgrammeDate) -> None:
    """Give the free places of a locked date to those who have waited longest, and tell them."""
    if date.called_off_at or date.has_begun:
        return
    free = date.places - SignUp.objects.placed().filter(date=date).count()
    waiting = SignUp.objects.waiting().filter(date=date, employee__deactivated_at=None)
    for sign_up in waiting.select_related("employee")[: max(0, free)]:
        sign_up.place_at = timezone.now()
        sign_up.save(update_fields=["place_at"])
        say(sign_up, "programme.moved_up")


def tell_all(date: ProgrammeDate, event: str) -> None:
    """Everybody who comes or waits."""
    for sign_up in SignUp.objects.standing().filter(date=date).select_related("employee"):
        say(sign_up, event)


def say(sign_up: SignUp, event: str, *, urgent: bool = True) -> None:
    """Write to one of them. What changes their calendar goes at once; in the daily letter stands only what
    can wait."""
    tell(
        sign_up.employee, event, {"sign_up": sign_up.pk}, mine=True, urgent=urgent,
        line=lambda: _("What did you learn at “%(name)s”?") % {"name": sign_up.date.programme},
        path=reverse("employees:say_learned", args=[sign_up.pk]),
    )  # fmt: skip


def subject(date: ProgrammeDate) -> str:
    """How the audit trail names it."""
    return f"employees.ProgrammeDate:{date.pk}"


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else
        str(value) if isinstance(value, Employee) else value
        for name, value in facts.items()
    }  # fmt: skip
