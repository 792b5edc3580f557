"""The letter of a month's thanks: on the first working morning of the next month, to all who want it."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from employees.actions.telling import MORNING
from employees.models import Employee, MonthlyLetter, Recognition, working_hours
from tenants.here import current_zone, today
from tenants.outbox.emit import event
from tenants.outbox.models import Event
from tenants.queue import wake

LATEST = timedelta(days=7)
"""So long after its morning it is still sent, where the site was away."""


def first_working_day(month: date) -> date:
    """The first day on which the organisation works."""
    hours = working_hours(None)
    days = (month + timedelta(days=after) for after in range(14))
    return next((day for day in days if hours.week.get(day.weekday()) and day not in hours.holidays), month)


@transaction.atomic
def send_monthly() -> int:
    """Write last month's letter to everybody once its morning has come; how many. Once, however often this is
    called; of a month without thanks there is none."""
    this_month = today().replace(day=1)
    morning, now = first_working_day(this_month), timezone.now().astimezone(current_zone())
    if now.time() < MORNING or not morning <= now.date() <= morning + LATEST:
        return 0
    last_month = (this_month - timedelta(days=1)).replace(day=1)
    if not MonthlyLetter.objects.get_or_create(month=last_month)[1]:
        return 0
    if not Recognition.objects.of_month(last_month).exists():
        return 0
    readers = Employee.objects.active().filter(monthly=True).exclude(email="")
    letters = [
        event(
            "recognition.monthly", {"month": last_month.isoformat(), "employee": pk}, to=email, language=code
        )
        for pk, email, code in readers.values_list("pk", "email", "language").iterator()
    ]
    Event.objects.bulk_create(letters, batch_size=2000)
    wake("tenants.outbox.send.send_waiting")
    return len(letters)


def stop_monthly(employee: Employee) -> None:
    """No more of these letters."""
    Employee.objects.filter(pk=employee.pk).update(monthly=False)
