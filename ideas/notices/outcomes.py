"""What a check of an idea found."""

from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from ideas.figures.verdicts import says
from ideas.models import OutcomeCheck
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def judged(event: Event) -> EmailMultiAlternatives | None:
    """To the author and to each voter: whether it did what it was for, with the numbers."""
    return _about(event, "ideas/mail/judged")


def harmful(event: Event) -> EmailMultiAlternatives | None:
    """To who can stop it: customers are worse off."""
    return _about(event, "ideas/mail/harmful")


def _about(event: Event, template: str) -> EmailMultiAlternatives | None:
    found = OutcomeCheck.objects.judged().select_related("idea")
    check = found.filter(pk=event.payload["check"]).first()
    if check is None:
        return None
    facts: dict[str, Any] = {
        "check": check, "idea": check.idea, "says": partial(says, check),
        "is_author": event.payload["reader"] == check.idea.author_id,
        "action": _("Read the idea"),
        "action_url": absolute(f"{check.idea.get_absolute_url()}#outcome"),
    }  # fmt: skip
    return letter(event, template, **facts)
