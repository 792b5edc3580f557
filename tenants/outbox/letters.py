from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils.translation import override

from tenants.here import current_organisation
from tenants.outbox.models import Event


def language_of(event: Event) -> str:
    """The language its reader wants, else the organisation's."""
    return event.language or current_organisation().language


def letter(event: Event, template: str, **facts: Any) -> EmailMultiAlternatives:
    """The mail of an event from `<template>.subject.txt`, `<template>.txt` and `<template>.html`, the last
    two on top of mail/base; in its reader's language, with the Message-ID that every attempt repeats."""
    with override(language_of(event)):
        context = {"organisation": current_organisation(), "event": event} | facts
        subject = context["subject"] = " ".join(_text(f"{template}.subject.txt", context).split())
        message = EmailMultiAlternatives(
            subject,
            _text(f"{template}.txt", context).strip() + "\n",
            to=[event.recipient],
            headers={"Message-ID": event.message_id, "Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"{template}.html", context), "text/html")
    return message


def _text(template: str, context: dict[str, Any]) -> str:
    """Plain text: nothing in it is escaped for HTML."""
    found: Any = get_template(template)
    return found.template.render(Context(context, autoescape=False))
