"""Whether, when and how somebody is told: at once, in the daily letter, or only what is theirs."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import override

from employees.models import Commitment, Employee, Line
from tenants.here import current_organisation, current_zone
from tenants.outbox.emit import emit

MORNING = time(7)


@transaction.atomic
def tell(
    employee: Employee,
    event: str,
    payload: dict[str, Any],
    *,
    line: Callable[[], str],
    path: str = "",
    mine: bool,
    urgent: bool = False,
    due_at: datetime | None = None,
) -> None:
    """Tell somebody by mail, as they wish to be told.

    event: its mail stands in settings.NOTICES. line: the same in one line for the daily letter, called in
    the reader's language, with the path it leads to. mine: it is about what they own. urgent: at once.
    due_at: not before that.
    """
    if employee.deactivated_at or not employee.email:
        return
    wish = Employee.Notify.AT_ONCE if urgent else employee.notify
    if wish == Employee.Notify.MINE and not mine:
        return
    if wish != Employee.Notify.DAILY:
        emit(event, payload, to=employee.email, language=employee.language, due_at=due_at)
        return
    with override(employee.language or current_organisation().language):
        Line.objects.create(to=employee, text=str(line())[:300], path=path)


def wish_newsletter(employee: Employee, *, wished: bool) -> bool:
    """Whether the newsletter goes to this person from now on; False where it was so."""
    changed = Employee.objects.filter(pk=employee.pk).exclude(newsletter=wished).update(newsletter=wished)
    employee.newsletter = wished
    return bool(changed)


def zone_of(employee: Employee) -> ZoneInfo:
    """The employee's own time zone, else the organisation's."""
    return ZoneInfo(employee.time_zone) if employee.time_zone else current_zone()


def send_digests() -> int:
    """Send the daily letter to each whose morning has come and who has something to read; how many."""
    wishing = Employee.objects.active().filter(notify=Employee.Notify.DAILY)
    return sum(send_digest(employee) for employee in wishing)


@transaction.atomic
def send_digest(employee: Employee) -> bool:
    """Once a morning: the lines that waited, and how the promises stand. An empty letter is not sent."""
    now = timezone.now().astimezone(zone_of(employee))
    waiting = Employee.objects.filter(pk=employee.pk).exclude(digest_on__gte=now.date())
    if now.time() < MORNING or not waiting.update(digest_on=now.date()):
        return False
    lines = list(Line.objects.filter(to=employee).order_by("at", "pk").select_for_update())
    payload = {
        "employee": employee.pk,
        "lines": [[line.text, line.path] for line in lines],
        "day_ends": tomorrow(now).isoformat(),
    }
    Line.objects.filter(pk__in=[line.pk for line in lines]).delete()
    due = Commitment.objects.open().filter(owner=employee, due_at__lt=tomorrow(now)).exists()
    if lines or due:
        emit("employee.digest", payload, to=employee.email, language=employee.language)
    return bool(lines or due)


def claim_letter(employee: Employee, monday: date) -> bool:
    """Whether this week's letter is still to be written to somebody; who asks first, writes it."""
    unwritten = Employee.objects.active().filter(pk=employee.pk).exclude(letter_on__gte=monday)
    return bool(unwritten.update(letter_on=monday))


def tomorrow(now: datetime) -> datetime:
    """The end of the day in which `now` lies, where it lies."""
    return datetime.combine(now.date() + timedelta(days=1), time(), now.tzinfo)
