"""What a check of an idea found."""

from functools import partial
from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.figures.verdicts import says
from ideas.models import Idea, OutcomeCheck
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def judged(event: Event) -> EmailMultiAlternatives | None:
    """To the author and to each voter: whether it did what it was for, with the numbers. Not sent to who sees
    it no more."""
    check = _check(event)
    idea = check and check.idea.as_told_to(Employee.objects.get(pk=event.payload["reader"]))
    return _about(event, "ideas/mail/judged", check, idea) if check and idea else None


def harmful(event: Event) -> EmailMultiAlternatives | None:
    """To who can stop it: customers are worse off."""
    check = _check(event)
    return _about(event, "ideas/mail/harmful", check, check.idea) if check else None


def _check(event: Event) -> OutcomeCheck | None:
    """None where there is no verdict any more."""
    found = OutcomeCheck.objects.judged().select_related("idea__board")
    return found.filter(pk=event.payload["check"]).first()


def _about(event: Event, template: str, check: OutcomeCheck, idea: Idea) -> EmailMultiAlternatives:
    facts: dict[str, Any] = {
        "check": check, "idea": idea, "says": partial(says, check),
        "is_author": event.payload["reader"] == idea.author_id,
        "action": _("Read the idea"),
        "action_url": absolute(f"{idea.get_absolute_url()}#outcome"),
    }  # fmt: skip
    return letter(event, template, **facts)
