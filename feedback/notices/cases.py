"""The mails about cases: to customers, that they will be and are answered; to who owns a case, that they
wrote again. The text is read when the mail is written; the outbox holds keys only."""

from django.core.mail import EmailMultiAlternatives
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from feedback.models import Case, Message
from tenants.here import absolute, current_zone
from tenants.outbox.letters import letter
from tenants.outbox.models import Event

RELATED = ("response__touchpoint", "response__post", "response__customer", "current", "team")


def promised(event: Event) -> EmailMultiAlternatives | None:
    """To the customer: we have it, and answer by then."""
    case = _case(event)
    if case is None or not case.waiting_since:
        return None
    return _letter(event, "feedback/mail/promised", case, due_at=case.current.due_at)


def answered(event: Event) -> EmailMultiAlternatives | None:
    """To the customer: our answer, word for word."""
    message = (
        Message.objects.for_customer().filter(pk=event.payload["message"]).select_related("author").first()
    )
    case = _case(event)
    if case is None or message is None:
        return None
    return _letter(event, "feedback/mail/answered", case, message=message)


def wrote_again(event: Event) -> EmailMultiAlternatives | None:
    """To who owns the case: the customer wrote again."""
    case = _case(event)
    if case is None or not case.waiting_since:
        return None
    facts = {
        "case": case,
        "due_at": case.current.due_at,
        "action": _("Open the case"),
        "action_url": absolute(case.get_absolute_url()),
    }
    with timezone.override(current_zone()):
        return letter(event, "feedback/mail/wrote_again", **facts)


def _case(event: Event) -> Case | None:
    return Case.objects.select_related(*RELATED).filter(pk=event.payload["case"]).first()


def _letter(event: Event, template: str, case: Case, **facts: object) -> EmailMultiAlternatives:
    page = absolute(case.customer_path)
    with timezone.override(current_zone()):
        return letter(
            event,
            template,
            case=case,
            action_url=page,
            action=_("Your page"),
            unsubscribe_url=f"{page}#mails",
            **facts,
        )
