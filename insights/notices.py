"""The champion's letter; it tells how things stand when it is written."""

from datetime import date

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions.telling import zone_of
from employees.models import Employee
from insights.figures.letter import week
from tenants.here import absolute
from tenants.outbox.letters import language_of, letter
from tenants.outbox.models import Event


def weekly(event: Event) -> EmailMultiAlternatives | None:
    """To the champion and the sponsor, in their language and time zone."""
    reader = Employee.objects.active().filter(pk=event.payload["employee"]).first()
    if reader is None:
        return None
    with override(language_of(event)), timezone.override(zone_of(reader)):
        facts = week(reader, date.fromisoformat(event.payload["monday"]))
        facts |= {
            "action": _("Open the desk"), "action_url": absolute(reverse("insights:desk")),
            "reason": _("You get this on Mondays as the customer champion, or as their sponsor."),
            "unsubscribe_url": absolute(reverse("employees:me")),
        }  # fmt: skip
        return letter(event, "insights/mail/weekly", **facts)
