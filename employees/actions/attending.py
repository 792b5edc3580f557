"""Who comes to a date of a programme: in line, with a place, there; and what they say they learned."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from employees.actions.offering import move_up, say, subject
from employees.models import Employee, ProgrammeDate, SignUp
from tenants.audit.record import record


@transaction.atomic
def sign_up(date: ProgrammeDate, *, by: Employee) -> SignUp | None:
    """Give a place, or the next one in line. Two who ask at once for the last place stand in line for the
    date's row. Who is signed up already keeps what they have; None where sign-up is closed."""
    locked = ProgrammeDate.objects.select_for_update().get(pk=date.pk)
    if standing := SignUp.objects.standing().filter(date=locked, employee=by).first():
        return standing
    if not locked.takes_sign_ups:
        return None
    taken = SignUp.objects.placed().filter(date=locked).count()
    now = timezone.now()
    made = SignUp.objects.create(
        date=locked, employee=by, at=now, place_at=now if taken < locked.places else None
    )
    if made.has_place:
        say(made, "programme.confirmed")
    return made


@transaction.atomic
def leave(date: ProgrammeDate, *, by: Employee) -> bool:
    """Free the place for who has waited longest; False where they are not signed up, or it has begun."""
    locked = ProgrammeDate.objects.select_for_update().get(pk=date.pk)
    found = SignUp.objects.standing().filter(date=locked, employee=by).first()
    if found is None or locked.has_begun or locked.called_off_at:
        return False
    had_place = found.has_place
    found.left_at = timezone.now()
    found.save(update_fields=["left_at"])
    if had_place:
        say(found, "programme.left")
    move_up(locked)
    return True


def leave_all(employee: Employee) -> None:
    """Of somebody who leaves the organisation: what lies ahead is for others."""
    ahead = SignUp.objects.standing().filter(employee=employee, date__starts__gt=timezone.now())
    for found in ahead.filter(date__called_off_at=None).select_related("date"):
        leave(found.date, by=employee)


@transaction.atomic
def note_attendance(date: ProgrammeDate, *, attended: Iterable[int]) -> bool:
    """Note which of those who signed up were there; they are asked once what they learned. Ticks can be
    corrected; what somebody has told stays. False before it has begun."""
    locked = ProgrammeDate.objects.select_for_update().get(pk=date.pk)
    if not locked.has_begun or locked.called_off_at:
        return False
    there, now = set(attended), timezone.now()
    rows = SignUp.objects.standing().filter(date=locked)
    rows.filter(pk__in=there, attended_at=None).update(attended_at=now)
    rows.exclude(pk__in=there).filter(learned_at=None).update(attended_at=None)
    for new in rows.untold().filter(asked_at=None).select_related("employee", "date__programme"):
        new.asked_at = now
        new.save(update_fields=["asked_at"])
        say(new, "programme.learned_asked", urgent=False)
    record("programme.attended", subject=subject(locked), after={"attended": sorted(there)})
    return True


@transaction.atomic
def say_learned(found: SignUp, *, learned: str, language: str) -> bool:
    """What one person learned, for all to read; said again, the new words stand. False for who was not
    there."""
    facts = {"learned": learned, "language": language, "learned_at": timezone.now()}
    if told := SignUp.objects.attended().filter(pk=found.pk, learned_at__isnull=False).first():
        facts["learned_at"] = told.learned_at
    return bool(SignUp.objects.attended().filter(pk=found.pk).update(**facts))
