"""The mails about promises and pulses. What was settled meanwhile is left out, and no empty letter sent."""

from collections import Counter
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Commitment, Employee, Nudge, Recognition, Term, Wave
from employees.models.invitations import invitation_path
from employees.models.pulse_cards import answer_path
from employees.models.recognition import stop_path
from tenants.here import absolute, current_zone
from tenants.outbox.letters import letter
from tenants.outbox.models import Event

MONTHLY = 12
"""So many of a month's recognitions stand in its letter."""
ASKED = _("You get this because you work here: all who are asked get it.")


def reminder(event: Event) -> EmailMultiAlternatives | None:
    """To the owner: these fall due."""
    return _about_promises(event, "employees/mail/reminder")


def escalated(event: Event) -> EmailMultiAlternatives | None:
    """To a rung of the ladder: these are late."""
    return _about_promises(event, "employees/mail/escalated")


def unowned(event: Event) -> EmailMultiAlternatives | None:
    """To whoever should find an owner: nobody has these."""
    return _about_promises(event, "employees/mail/unowned")


def handed(event: Event) -> EmailMultiAlternatives | None:
    """To whoever takes them: these were of somebody who is away, or has left."""
    return _about_promises(event, "employees/mail/handed")


def champion_away(event: Event) -> EmailMultiAlternatives | None:
    """To the sponsor: neither champion nor deputy is there. Not sent when somebody is back meanwhile."""
    term = Term.objects.current()
    if term is None or term.acting:
        return None
    return _letter(event, "employees/mail/away", term=term, action_url=absolute(reverse("employees:terms")))


def nudged(event: Event) -> EmailMultiAlternatives | None:
    """To the owner: the champion asks about this promise, and wants a word."""
    return _about_nudge(event, "employees/mail/nudged")


def acknowledged(event: Event) -> EmailMultiAlternatives | None:
    """To the champion: the owner has seen the question."""
    return _about_nudge(event, "employees/mail/acknowledged")


def digest(event: Event) -> EmailMultiAlternatives | None:
    """The daily letter: own promises that are late or due today, and the lines that waited."""
    ends = datetime.fromisoformat(event.payload["day_ends"])
    due = (
        Commitment.objects.open().filter(owner=event.payload["employee"], due_at__lt=ends).order_by("due_at")
    )
    lines = [(text, absolute(path) if path else "") for text, path in event.payload["lines"]]
    facts = {"commitments": _linked(due[:20]), "lines": lines, "more": max(0, due.count() - 20)}
    if not (due or lines):
        return None
    return _letter(event, "employees/mail/digest", action_url=absolute(reverse("employees:mine")), **facts)


def invitation(event: Event) -> EmailMultiAlternatives | None:
    """To a new colleague: the signed link is made when the mail is written, so that it stands in no table."""
    person = Employee.objects.active().filter(pk=event.payload["employee"]).first()
    if person is None or person.has_usable_password():
        return None
    path = invitation_path(person)
    return _letter(event, "employees/mail/invitation", person=person, action_url=absolute(path))


def recognised(event: Event) -> EmailMultiAlternatives | None:
    """To somebody who is named: these are the words. Nothing where they were taken back, or name them no
    more."""
    reader = Employee.objects.filter(email=event.recipient).first()
    standing = Recognition.objects.standing().filter(pk=event.payload["recognition"]).select_related("by")
    found = standing.about(reader).first() if reader else None
    if found is None:
        return None
    facts = {"recognition": found, "action_url": absolute(found.get_absolute_url())}
    return _letter(event, "employees/mail/recognised", action=_("Read it"), **facts)


def monthly(event: Event) -> EmailMultiAlternatives | None:
    """To everybody who wants it: a month's thanks; one click ends these letters (RFC 8058)."""
    reader = Employee.objects.active().filter(pk=event.payload["employee"], monthly=True).first()
    month = date.fromisoformat(event.payload["month"])
    found = list(Recognition.objects.of_month(month).with_names().order_by("-at", "-id")[:MONTHLY])
    if reader is None or not found:
        return None
    stop = absolute(stop_path(reader))
    message = _letter(
        event, "employees/mail/monthly", month=month, **_counts(month), unsubscribe_url=stop,
        recognitions=[{"row": row, "named": row.named} for row in found],
        action=_("Read all of them"), action_url=absolute(reverse("employees:recognition")),
    )  # fmt: skip
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return message


def _counts(month: date) -> dict[str, int]:
    kinds = Counter(Recognition.objects.of_month(month).values_list("kind", flat=True))
    thanks, compliments = kinds[Recognition.Kind.THANKS], kinds[Recognition.Kind.COMPLIMENT]
    return {"number": kinds.total(), "thanks": thanks, "compliments": compliments,
            "ideas": kinds[Recognition.Kind.IDEA]}  # fmt: skip


def pulse_opened(event: Event) -> EmailMultiAlternatives | None:
    """To somebody who is asked: the pulse is open."""
    return _about_pulse(event, "employees/mail/pulse_opened")


def pulse_reminded(event: Event) -> EmailMultiAlternatives | None:
    """To somebody who has not answered yet. Its event is never kept: see actions/pulse_mails.py."""
    return _about_pulse(event, "employees/mail/pulse_reminded")


def pulse_refused(event: Event) -> EmailMultiAlternatives | None:
    """To an admin: too few would have been asked."""
    wave = Wave.objects.filter(pk=event.payload["wave"]).first()
    if wave is None:
        return None
    url = absolute(reverse("employees:pulse_programme", args=[wave.programme_id]))
    action = _("See the programme")
    return _letter(event, "employees/mail/pulse_refused", wave=wave, action=action, action_url=url)


def _about_pulse(event: Event, template: str) -> EmailMultiAlternatives | None:
    """With the link of one person, made when the mail is written; nothing once the wave has closed."""
    wave = Wave.objects.taking_answers().filter(pk=event.payload["wave"]).first()
    person = Employee.objects.active().filter(pk=event.payload["employee"]).first()
    if wave is None or person is None:
        return None
    url = absolute(answer_path(wave.pk, person.pk))
    facts = {"action": _("Answer now"), "action_url": url, "reason": ASKED}
    return _letter(event, template, wave=wave, person=person, **facts)


def _about_promises(event: Event, template: str) -> EmailMultiAlternatives | None:
    found = list(
        Commitment.objects.open().filter(pk__in=event.payload["commitments"]).select_related("owner", "team")
    )
    if not found:
        return None
    page = "employees:mine" if event.payload["mine"] else "employees:board"
    found.sort(key=lambda row: (row.kind != Commitment.Kind.DANGER, row.due_at))
    more = max(0, event.payload["number"] - len(event.payload["commitments"]))
    facts = {"commitments": _linked(found), "number": len(found) + more, "more": more}
    return _letter(event, template, action_url=absolute(reverse(page)), **facts)


def _about_nudge(event: Event, template: str) -> EmailMultiAlternatives | None:
    nudge = Nudge.objects.select_related("commitment", "by", "to").filter(pk=event.payload["nudge"]).first()
    if nudge is None or nudge.commitment.is_settled:
        return None
    url = absolute(reverse("employees:promise", args=[nudge.commitment_id]))
    return _letter(event, template, nudge=nudge, action_url=url)


def _linked(found: Any) -> list[tuple[Commitment, str]]:
    return [(row, absolute(row.source_path or reverse("employees:promise", args=[row.pk]))) for row in found]


def _letter(event: Event, template: str, **facts: Any) -> EmailMultiAlternatives:
    """With dates in the reader's time zone."""
    with _zone_of_reader(event):
        return letter(event, template, **facts)


def _zone_of_reader(event: Event) -> AbstractContextManager[None]:
    name = Employee.objects.filter(email=event.recipient).values_list("time_zone", flat=True).first()
    return timezone.override(ZoneInfo(name) if name else current_zone())
