from collections.abc import Iterable
from datetime import timedelta
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from feedback.actions.customers import find_or_make_customer, identifiers, record_consent
from feedback.actions.intake import receive_response
from feedback.models import Customer, Identifier, Invitation, ListeningPost, Response
from tenants.outbox.emit import emit

REMIND_AFTER = timedelta(days=5)


class Invitee(NamedTuple):
    """Somebody to invite, and what a list says of them."""

    email: str
    name: str = ""
    language: str = ""


Fates = dict[str, list[str]]
"""Addresses by what becomes of them: sent, throttled (asked within 30 days), refused (they said no)."""


def foresee(invitees: Iterable[Invitee]) -> Fates:
    """What `invite` would do with them now; nothing is written."""
    emails = list(dict.fromkeys(invitee.email for invitee in invitees))
    known = dict(
        Identifier.objects.filter(kind=Identifier.Kind.EMAIL, value__in=emails).values_list(
            "value", "customer"
        )
    )
    return _fates({email: known.get(email) for email in emails})


@transaction.atomic
def invite(*, post: ListeningPost, invitees: Iterable[Invitee], language: str, by: Employee) -> Fates:
    """Send each a personal link. Nobody is asked twice within 30 days, whatever the post, also when two ask
    at once; who took their consent back is not asked at all. Asked again at once, the same is told again."""
    found = {invitee.email: _customer(invitee, language) for invitee in sorted(set(invitees))}
    customers = {customer.pk for customer in found.values()}
    list(Customer.objects.select_for_update().filter(pk__in=customers).order_by("pk").values_list("pk"))
    fates = _fates({email: customer.pk for email, customer in found.items()})
    again = _sent_just_now(post, by, fates["throttled"])
    for email in fates["sent"]:
        send(
            post=post, customer=found[email], email=email, by=by,
            language=found[email].language or language,
        )  # fmt: skip
    fates["sent"] += again
    fates["throttled"] = [email for email in fates["throttled"] if email not in again]
    return fates


def _customer(invitee: Invitee, language: str) -> Customer:
    customer = find_or_make_customer(
        known_by=identifiers(email=invitee.email), name=invitee.name,
        language=invitee.language or language, is_vouched=True,
    )  # fmt: skip
    assert customer is not None  # there is an address to know them by
    return customer


def _fates(customers: dict[str, int | None]) -> Fates:
    """By address its customer, or none where nobody is known by it yet."""
    keys = {key for key in customers.values() if key}
    known = Customer.objects.filter(pk__in=keys)
    refusing, asked = (
        set(rows.values_list("pk", flat=True)) for rows in (known.refusing(), known.asked_lately())
    )
    fates: Fates = {"sent": [], "throttled": [], "refused": []}
    for email, key in customers.items():
        fates["refused" if key in refusing else "throttled" if key in asked else "sent"].append(email)
        if key:
            asked.add(key)
    return fates


def _sent_just_now(post: ListeningPost, by: Employee, emails: list[str]) -> list[str]:
    """Those to whom the same person sent the same a moment ago: a button was pressed twice."""
    sent = Invitation.objects.filter(post=post, created_by=by, email__in=emails)
    just_now = sent.filter(created_at__gt=a_moment_ago())
    return list(just_now.values_list("email", flat=True))


def send(*, by: Employee, **facts: Any) -> Invitation:
    """Write the invitation down, and its mail; the caller knows, under their lock, that they may be asked."""
    made = Invitation.objects.create(created_by=by, sent_at=timezone.now(), **facts)
    emit("invitation.sent", {"invitation": made.pk}, to=made.email, language=made.language)
    return made


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
