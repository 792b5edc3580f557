"""The mails about a date of a programme, to one person each; a place brings its calendar file."""

from email import encoders
from email.mime.base import MIMEBase
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from employees.models import ProgrammeDate, SignUp
from tenants.appointments import Appointment, Method, Person
from tenants.here import absolute, current_zone
from tenants.outbox.letters import language_of, letter
from tenants.outbox.models import Event

HEADINGS = {
    "programme.confirmed": _("You have a place"),
    "programme.moved_up": _("A place is free, and it is yours"),
    "programme.changed": _("Another time or place"),
    "programme.called_off": _("Called off"),
    "programme.left": _("Your place is given back"),
    "programme.learned_asked": _("What did you learn?"),
}
METHODS: dict[str, Method] = {
    "programme.confirmed": "REQUEST", "programme.moved_up": "REQUEST", "programme.changed": "REQUEST",
    "programme.called_off": "CANCEL", "programme.left": "CANCEL",
}  # fmt: skip


def about_date(event: Event) -> EmailMultiAlternatives | None:
    """To who is coming, or was there. What no longer holds is not written."""
    rows = SignUp.objects.select_related("employee", "date__programme", "date__organiser")
    found = rows.filter(pk=event.payload["sign_up"], employee__deactivated_at=None).first()
    if found is None or not still_holds(event.name, found):
        return None
    with timezone.override(
        ZoneInfo(found.employee.time_zone) if found.employee.time_zone else current_zone()
    ):
        message = letter(event, "employees/mail/programme", **_facts(event, found))
    if event.name in METHODS and found.place_at:
        message.attach(_attached(appointment(found, language=language_of(event)), METHODS[event.name]))
    return message


def still_holds(name: str, found: SignUp) -> bool:
    """Whether what the mail would say is true when it is written."""
    date = found.date
    stands = date.called_off_at is None and found.left_at is None
    return {
        "programme.left": found.left_at is not None,
        "programme.called_off": date.called_off_at is not None and found.left_at is None,
        "programme.learned_asked": stands and bool(found.attended_at) and found.learned_at is None,
        "programme.changed": stands,
    }.get(name, stands and found.has_place)


def appointment(found: SignUp, *, language: str) -> Appointment:
    """What stands in this person's calendar, in their language. Who left is told of a change, as those are
    who stay."""
    date = found.date
    with override(language):
        text = f"{date.programme.get_kind_display()}\n{date.programme.teaches}"
    return Appointment(
        key=found.calendar_key, sequence=date.sequence + (found.left_at is not None),
        changed_at=timezone.now(), starts=date.starts, ends=date.ends, title=date.programme.name,
        place=date.place, text=text, url=absolute(date_path(date)),
        organiser=Person(date.organiser.name, date.organiser.email),
        guest=Person(found.employee.name, found.employee.email),
    )  # fmt: skip


def date_path(date: ProgrammeDate) -> str:
    return reverse("employees:programme_date", args=[date.pk])


def _facts(event: Event, found: SignUp) -> dict[str, object]:
    """The page to go to: where they say what they learned, or the date's own."""
    asked = event.name == "programme.learned_asked"
    path = reverse("employees:say_learned", args=[found.pk]) if asked else date_path(found.date)
    return {
        "heading": HEADINGS[event.name], "date": found.date, "waits": found.place_at is None,
        "action": _("Say it in a sentence") if asked else _("See the date"), "action_url": absolute(path),
    }  # fmt: skip


def _attached(found: Appointment, method: Method) -> MIMEBase:
    """Byte for byte: a mail's own line ends would break it."""
    part = MIMEBase("text", "calendar", method=method, charset="utf-8")
    part.set_payload(found.file(method))
    encoders.encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename="programme.ics")
    return part
