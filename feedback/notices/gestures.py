"""The mails about gestures: to the lead who is asked, and to whoever asked."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from feedback.models import Gesture
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def asked(event: Event) -> EmailMultiAlternatives | None:
    """To the lead: somebody asks for more than they may give by themselves. Nothing once it is settled."""
    return _letter(event, "feedback/mail/gesture_asked", state="asked", action=_("Say yes or no"))


def decided(event: Event) -> EmailMultiAlternatives | None:
    """To whoever asked: yes or no, and why."""
    return _letter(event, "feedback/mail/gesture_decided", action=_("See the gesture"))


def _letter(event: Event, template: str, *, action: Any, state: str = "") -> EmailMultiAlternatives | None:
    found = Gesture.objects.select_related("by", "team", "decided_by", "commitment", "case")
    gesture = found.filter(pk=event.payload["gesture"]).first()
    if gesture is None or (state and gesture.state != state):
        return None
    facts = {"gesture": gesture, "action": action, "action_url": absolute(gesture.get_absolute_url())}
    return letter(event, template, **facts)
