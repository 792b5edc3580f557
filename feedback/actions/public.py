"""What comes by a form: answers of the public, and complaints that staff type in."""

import secrets
from datetime import timedelta
from functools import lru_cache
from typing import Any

from django.core import signing
from django.db import transaction

from employees.models import Employee
from feedback.actions.customers import find_or_make_customer, identifiers, record_consent
from feedback.actions.intake import receive_response
from feedback.models import Customer, ListeningPost, Response
from feedback.models.customers import TESTER
from feedback.models.responses import PRAISE, ResponseQuerySet
from tenants.here import current_schema
from tenants.limits import Limit, demand
from tenants.signing import sign, unsign

TOKEN_SECONDS = 24 * 3600
TOLD = "feedback.told"


@lru_cache(1000)
def _signer(schema: str, post: int) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"feedback.form:{schema}:{post}")


def new_token(post: ListeningPost) -> str:
    """The token of one showing of the form: whatever is sent with it is one answer."""
    return _signer(current_schema(), post.pk).sign(secrets.token_urlsafe(12))


def read_token(post: ListeningPost, token: str) -> str | None:
    """The number of the showing, or None for a token that is not ours or a day old."""
    try:
        return _signer(current_schema(), post.pk).unsign(token, max_age=TOKEN_SECONDS)
    except signing.BadSignature:
        return None


def receive_public_answer(
    *,
    post: ListeningPost,
    number: str,
    facts: dict[str, Any],
    email: str = "",
    phone: str = "",
    consent_text: str = "",
    consent_version: str = "",
    tester_text: str = "",
    within: Limit | None = None,
) -> Response:
    """Store what came by the public form; with an address, also whose it is and what they agreed to.

    TooManyError, and nothing is stored, when the limit is reached."""
    answer = {
        "post": post,
        "channel": "qr" if post.kind == post.Kind.QR else "web",
        "external_id": number,
    } | facts
    if not (email or phone):
        return receive_response(**answer, within=within)
    demand(within)
    with transaction.atomic():
        customer = find_or_make_customer(
            known_by=identifiers(email=email, phone=phone), language=facts["language"]
        )
        if customer:
            agreed = {"reply": consent_text, TESTER: tester_text}
            _agreed(customer, agreed, version=consent_version, source=f"form {post.pk}")
        return _kept_once(receive_response(customer=customer, **answer))


def _agreed(customer: Customer, texts: dict[str, str], *, version: str, source: str) -> None:
    """A yes to each purpose of which they saw the text."""
    for purpose, text in texts.items():
        if text:
            record_consent(customer, purpose=purpose, given=True, text=text, version=version, source=source)


def _kept_once(response: Response) -> Response:
    """An answer that came again leaves no second consent and no customer: its transaction is undone."""
    if response.is_repeat:
        transaction.set_rollback(True)
    return response


@transaction.atomic
def receive_complaint(
    *,
    post: ListeningPost,
    by: Employee,
    number: str,
    facts: dict[str, Any],
    channel: str,
    name: str = "",
    email: str = "",
    phone: str = "",
    consent_text: str = "",
    consent_version: str = "",
    tester_text: str = "",
    is_praise: bool = False,
) -> Response:
    """Store what a customer told somebody of us, who vouches for who it was. A case opens at once, but for
    praise, which is there to be shared."""
    known_by = identifiers(email=email, phone=phone)
    customer = find_or_make_customer(
        known_by=known_by, name=name, language=facts["language"], is_vouched=True
    )
    if customer is None and name:
        customer = Customer.objects.create(name=name[:150], language=facts["language"])
    if customer:
        agreed = {"reply": consent_text, TESTER: tester_text}
        _agreed(customer, agreed, version=consent_version, source=f"told to {by}")
    received = receive_response(
        post=post, customer=customer, channel=channel, source=PRAISE if is_praise else "staff",
        external_id=number, by=by, opens_cases=not is_praise, **facts,
    )  # fmt: skip
    return _kept_once(received)


def told_token(response: Response, *, by: Employee) -> str:
    """What lets whoever wrote this down share it, though they see no other response."""
    return sign(str(response.pk), purpose=f"{TOLD}:{by.pk}")


def by_told_token(token: str, *, by: Employee) -> ResponseQuerySet:
    """The response of such a token of theirs; none where it is another's, or a day old."""
    try:
        key = unsign(token, purpose=f"{TOLD}:{by.pk}", max_age=timedelta(seconds=TOKEN_SECONDS))
    except signing.BadSignature:
        return Response.objects.none()
    return Response.objects.shown().filter(pk=key, case=None)
