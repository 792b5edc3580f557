"""What is said about an idea."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from ideas.models import Comment
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event

LEAVE = _("You get this because you follow the idea. On its page you can stop that.")


def news(event: Event) -> EmailMultiAlternatives | None:
    """To a follower: somebody said something, and perhaps others since. Not sent of what was hidden."""
    return _about_comment(event, "ideas/mail/news", reason=LEAVE)


def _about_comment(event: Event, template: str, **facts: Any) -> EmailMultiAlternatives | None:
    found = Comment.objects.select_related("idea", "by").filter(hidden_at=None)
    comment = found.filter(pk=event.payload["comment"]).first()
    if comment is None:
        return None
    url = absolute(comment.get_absolute_url())
    facts |= {"comment": comment, "idea": comment.idea, "action": _("Read the comments"), "action_url": url}
    return letter(event, template, **facts)


def mentioned(event: Event) -> EmailMultiAlternatives | None:
    """To whoever is named in a comment."""
    return _about_comment(event, "ideas/mail/mentioned")
