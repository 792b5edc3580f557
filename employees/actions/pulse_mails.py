"""Mails of the pulse. That somebody is asked goes by the outbox, like every mail. A reminder does not: a row
for each who is reminded would say who had not answered by then, to whoever reads the outbox, its backups or
its log. So reminders are sent straight away, to the next few people by their keys, and all that is written is
how far that has come."""

import logging
from smtplib import SMTPConnectError, SMTPException, SMTPServerDisconnected

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee, Invited, Participation, Wave
from employees.notices import pulse_reminded
from tenants.outbox.emit import event
from tenants.outbox.models import Event
from tenants.queue import wake

BATCH = 50
log = logging.getLogger(__name__)


def invite_all(wave: Wave) -> None:
    """Queue a mail to each who is asked."""
    asked = Employee.objects.filter(pk__in=_asked(wave).values("employee")).order_by("pk")
    rows = asked.values_list("pk", "email", "language")
    events = [
        event("pulse.opened", {"wave": wave.pk, "employee": pk}, to=email, language=language)
        for pk, email, language in rows.iterator(5000)
    ]
    Event.objects.bulk_create(events, 5000)
    wake("tenants.outbox.send.send_waiting")


def _asked(wave: Wave):
    return Invited.objects.filter(wave=wave)


def tell_of_refusal(wave: Wave) -> None:
    """To the admins: fewer than k would have been asked, so nobody was."""
    for admin in Employee.objects.active().filter(is_admin=True):
        tell(
            admin, "pulse.refused", {"wave": wave.pk},
            line=lambda: _("%(wave)s did not open: too few would have been asked.") % {"wave": wave.title},
            path=reverse("employees:pulse_programme", args=[wave.programme_id]), mine=True,
        )  # fmt: skip


def remind_due() -> None:
    """Remind those who have not answered, half-way and a day before the close; once each, however often this
    is asked, and a reminder whose hour was missed only where no later one is due."""
    for wave in Wave.objects.taking_answers():
        due = wave.reminders_due(timezone.now())
        begun = Wave.objects.filter(pk=wave.pk, reminders__lt=due).update(reminders=due, remind_after=0)
        if begun or wave.remind_after is not None:
            _remind_all(wave)


def _remind_all(wave: Wave) -> None:
    """A mail server that is away stops it before anybody is taken; the next tick goes on."""
    try:
        with get_connection() as mail:
            while batch := _take_some(wave):
                for employee in batch:
                    _remind(wave, employee, mail)
    except (SMTPServerDisconnected, SMTPConnectError, ConnectionError, TimeoutError) as away:
        log.warning("Reminders of wave %s of wait: %s", wave.pk, type(away).__name__)


@transaction.atomic
def _take_some(wave: Wave) -> list[Employee]:
    """The next few, by their keys. They count as reminded before their mails go: a crash leaves some out, and
    nobody is written to twice."""
    taking = Wave.objects.taking_answers().filter(pk=wave.pk, remind_after__isnull=False)
    if not (locked := taking.select_for_update(no_key=True).first()):
        return []
    answered = Participation.objects.filter(wave=wave, employee=OuterRef("employee"))
    left = _asked(wave).filter(~Exists(answered), employee__gt=locked.remind_after)
    found = list(left.filter(employee__deactivated_at=None).order_by("employee")
                 .values_list("employee", flat=True)[:BATCH])  # fmt: skip
    Wave.objects.filter(pk=wave.pk).update(remind_after=found[-1] if found else None)
    return list(Employee.objects.filter(pk__in=found).order_by("pk"))


def _remind(wave: Wave, employee: Employee, mail: BaseEmailBackend) -> None:
    """One mail; an address that is refused stays out."""
    unwritten = event(
        "pulse.reminded", {"wave": wave.pk, "employee": employee.pk}, to=employee.email,
        language=employee.language,
    )  # fmt: skip
    if (message := pulse_reminded(unwritten)) is None:
        return
    message.connection = mail
    try:
        message.send()
    except (SMTPServerDisconnected, SMTPConnectError):
        raise
    except SMTPException as refused:
        log.warning("A reminder of wave %s was refused: %s", wave.pk, type(refused).__name__)
