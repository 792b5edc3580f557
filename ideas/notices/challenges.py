"""The mails about a challenge, to one person each."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.models import Challenge, Idea
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def closed(event: Event) -> EmailMultiAlternatives | None:
    """It is over: who has promised to say what became of it; or it is off, and why."""
    return _about(event, "ideas/mail/challenge_closed")


def told(event: Event) -> EmailMultiAlternatives | None:
    """What became of it, and of those ideas that the reader sees."""
    return _about(event, "ideas/mail/challenge_told")


def _about(event: Event, template: str) -> EmailMultiAlternatives | None:
    found = Challenge.objects.select_related("board", "promise__owner", "announced_by")
    challenge = found.filter(pk=event.payload["challenge"]).first()
    reader = Employee.objects.get(pk=event.payload["reader"])
    if challenge is None or not challenge.board.is_seen_by(reader):
        return None
    ideas = Idea.objects.on(challenge.board, reader).filter(pk__in=challenge.named.values("pk"))
    owner = challenge.promise.owner_id if challenge.promise else None
    facts: dict[str, Any] = {
        "challenge": challenge, "owes": reader.pk == owner, "number": challenge.ideas.count(),
        "named": ideas.order_by("-votes", "-pk"), "action": _("See the challenge"),
        "action_url": absolute(challenge.get_absolute_url()),
    }  # fmt: skip
    return letter(event, template, **facts)
