"""The mails that invite a customer, once and once more; each can be stopped by one click (RFC 8058)."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from feedback.models import Invitation, Response
from tenants.here import absolute
from tenants.outbox.letters import language_of, letter
from tenants.outbox.models import Event


def invited(event: Event) -> EmailMultiAlternatives | None:
    """To the customer: how was it? Nothing once they answered, or the post no longer listens."""
    found = Invitation.objects.unanswered().filter(pk=event.payload["invitation"], post__retired_at=None)
    invitation = found.select_related("post", "follows__touchpoint").first()
    if invitation is None:
        return None
    stop = absolute(invitation.stop_path)
    facts = {"action_url": absolute(invitation.path), "stop_url": stop}
    facts["heading"] = invitation.post.version.heading(language_of(event))
    if invitation.follows:
        message = _asked_again(event, invitation.follows, **facts)
    else:
        message = letter(event, "feedback/mail/invited", **facts)
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return message


def _asked_again(event: Event, before: Response, **facts: Any) -> EmailMultiAlternatives:
    """To who told us something: will they try what is changed because of it?"""
    return letter(
        event, "feedback/mail/asked_again", before=before, action=_("Try it, and tell us"),
        reason=_("You get this mail because you agreed to try out what we change."),
        unsubscribe_url=facts["stop_url"], **facts,
    )  # fmt: skip
