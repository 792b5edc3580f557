"""The mails that invite a customer, once and once more; each can be stopped by one click (RFC 8058)."""

from django.core.mail import EmailMultiAlternatives

from feedback.models import Invitation
from tenants.here import absolute
from tenants.outbox.letters import language_of, letter
from tenants.outbox.models import Event


def invited(event: Event) -> EmailMultiAlternatives | None:
    """To the customer: how was it? Nothing once they answered, or the post no longer listens."""
    found = Invitation.objects.unanswered().filter(pk=event.payload["invitation"], post__retired_at=None)
    invitation = found.select_related("post").first()
    if invitation is None:
        return None
    stop = absolute(invitation.stop_path)
    message = letter(
        event, "feedback/mail/invited", heading=invitation.post.version.heading(language_of(event)),
        action_url=absolute(invitation.path), stop_url=stop,
    )  # fmt: skip
    message.extra_headers |= {
        "List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }  # fmt: skip
    return message
