"""What became of an idea."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from ideas.models import Move, Vote
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def answered(event: Event) -> EmailMultiAlternatives | None:
    """To the author, each voter and each follower: where it went, and why."""
    found = Move.objects.select_related("idea__board", "idea__delivery__owner", "by")
    move = found.filter(pk=event.payload["move"]).first()
    if move is None:
        return None
    facts: dict[str, Any] = {
        "move": move, "idea": move.idea, "is_author": event.payload["reader"] == move.idea.author_id,
        "is_voter": Vote.objects.filter(idea=move.idea, voter=event.payload["reader"]).exists(),
        "action": _("Read the idea"), "action_url": absolute(move.idea.get_absolute_url()),
    }  # fmt: skip
    return letter(event, "ideas/mail/answered", **facts)
