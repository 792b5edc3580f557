"""The newsletter as each reader gets it; stopped by one click (RFC 8058)."""

from typing import NamedTuple

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Newsletter, NewsletterItem
from feedback.models.newsletters import stop_path
from tenants.here import absolute, current_zone
from tenants.memory import Remembered
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


class Issue(NamedTuple):
    """What stands in it, the same for all readers."""

    newsletter: Newsletter
    items: list[NewsletterItem]


def read_issue(pk: int) -> Issue | None:
    found = Newsletter.objects.filter(pk=pk).first()
    return Issue(found, list(found.items.shown())) if found else None


known_issue = Remembered(read_issue)
"""A thousand mails are written one after the other: not each reads it anew."""


def issue(event: Event) -> EmailMultiAlternatives | None:
    """To one reader; nothing where they said no meanwhile, or it is gone. A proof goes to its editor,
    whatever they wish."""
    found, reader = known_issue(event.payload["newsletter"]), _reader(event)
    if found is None or reader is None or not (reader.newsletter or found.newsletter.sent_at is None):
        return None
    stop = absolute(stop_path(reader))
    with timezone.override(current_zone()):
        message = letter(
            event, "feedback/mail/newsletter", newsletter=found.newsletter, items=found.items,
            here=absolute(""), action=_("Read it here"), unsubscribe_url=stop,
            action_url=absolute(found.newsletter.get_absolute_url()),
            reason=_("You get this because you work here."),
        )  # fmt: skip
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return message


def _reader(event: Event) -> Employee | None:
    return Employee.objects.active().filter(pk=event.payload["employee"]).first()
