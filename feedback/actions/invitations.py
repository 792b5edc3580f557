from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from feedback.actions.customers import find_or_make_customer, identifiers, record_consent
from feedback.actions.intake import receive_response
from feedback.models import Invitation, ListeningPost, Response
from tenants.outbox.emit import emit

THROTTLE = timedelta(days=30)
REMIND_AFTER = timedelta(days=5)


@transaction.atomic
def invite(*, post: ListeningPost, addresses: list[str], language: str, by: Employee) -> dict[str, int]:
    """Send each address a personal link; how many were sent, throttled, and said no. Nobody is asked twice
    within 30 days, whatever the post; who took their consent back is not asked at all."""
    counts = {"sent": 0, "throttled": 0, "refused": 0}
    for address in dict.fromkeys(addresses):
        counts[_invite(post, address, language, by)] += 1
    return counts


def _invite(post: ListeningPost, address: str, language: str, by: Employee) -> str:
    customer = find_or_make_customer(known_by=identifiers(email=address), language=language, is_vouched=True)
    assert customer is not None  # there is an address to know them by
    said = customer.consents.filter(purpose__in=("reply", "survey")).order_by("-at", "-id")
    last = {consent.purpose: consent.given for consent in reversed(said)}
    if False in last.values():
        return "refused"
    if customer.invitations.filter(created_at__gt=timezone.now() - THROTTLE).exists():
        return "throttled"
    invitation = Invitation.objects.create(
        post=post, customer=customer, email=address, language=customer.language or language,
        created_by=by, sent_at=timezone.now(),
    )  # fmt: skip
    emit("invitation.sent", {"invitation": invitation.pk}, to=address, language=invitation.language)
    return "sent"


def remind(pk: int) -> bool:
    """One reminder to whoever has not answered, however often this is asked."""
    with transaction.atomic():
        if not Invitation.objects.remindable().filter(pk=pk).update(reminded_at=timezone.now()):
            return False
        found = Invitation.objects.get(pk=pk)
        emit("invitation.reminded", {"invitation": pk}, to=found.email, language=found.language)
    return True


@transaction.atomic
def answer_invitation(invitation: Invitation, facts: dict[str, Any]) -> Response:
    """Store the one answer of an invitation; a second one gives the first back."""
    response = receive_response(
        post=invitation.post, customer=invitation.customer, channel="invitation", source="invitation",
        external_id=str(invitation.pk), **facts,
    )  # fmt: skip
    Invitation.objects.unanswered().filter(pk=invitation.pk).update(
        response=response, answered_at=timezone.now()
    )
    return response


def unsubscribe(invitation: Invitation, *, text: str) -> None:
    """No further invitations to this customer."""
    record_consent(
        invitation.customer, purpose="survey", given=False, text=text, version="2026-11",
        source=f"invitation {invitation.pk}",
    )  # fmt: skip
