from collections.abc import Iterable
from typing import Any, NamedTuple

import phonenumbers
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from employees.models import Employee
from feedback.models import Consent, Customer, Identifier, Invitation, Learning, Response
from tenants.audit.record import record
from tenants.here import current_country
from tenants.queue import wake

Kind = Identifier.Kind


class Known(NamedTuple):
    """Something a customer is known by, in its normal form."""

    kind: str
    value: str


def normal_email(text: str) -> str:
    """One spelling of an address: `Ann@Shop.EXAMPLE ` is `ann@shop.example`. Raises ValidationError."""
    value = text.strip().casefold()
    validate_email(value)
    if len(value) > 254:
        raise ValidationError("This address is too long.", code="invalid")
    return value


def normal_phone(text: str, country: str) -> str:
    """One spelling of a number: `01938 555 123` in GB is `+441938555123`. Raises ValidationError."""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        raise ValidationError("This is not a telephone number.", code="invalid") from None
    if not phonenumbers.is_possible_number(number):
        raise ValidationError("This is not a telephone number.", code="invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def identifiers(*, email: str = "", phone: str = "", external: str = "") -> list[Known]:
    """What a customer is known by, the surest first: the number in another system, e-mail, phone."""
    found = []
    if external.strip():
        found.append(Known(Kind.EXTERNAL, external.strip()[:254]))
    if email.strip():
        found.append(Known(Kind.EMAIL, normal_email(email)))
    if phone.strip():
        found.append(Known(Kind.PHONE, normal_phone(phone, current_country())))
    return found


@transaction.atomic
def find_or_make_customer(
    *, known_by: Iterable[Known], name: str = "", language: str = "", is_vouched: bool = False
) -> Customer | None:
    """The customer whom the first known identifier names, else a new one; None when there is nothing to know
    them by.

    is_vouched: a member of staff or a system of the organisation says that all of them are of one person, so
    the customer gets those they lack. What somebody typed into a public form gives nobody a further address:
    else a stranger who knows your number would receive your mail.
    """
    wanted = list(known_by)
    if not wanted:
        return None
    rows = Identifier.objects.filter(value__in=[each.value for each in wanted]).select_related("customer")
    owners = {Known(row.kind, row.value): row.customer for row in rows}
    candidates = wanted if is_vouched else wanted[:1]
    found = next((owners[each] for each in candidates if each in owners), None)
    if found is None:
        return _make_customer(wanted, name=name, language=language)
    if is_vouched:
        _learn(found, wanted, name=name, language=language)
    return found


def _make_customer(wanted: list[Known], *, name: str, language: str) -> Customer:
    """A new customer with those identifiers that nobody has. Two requests at once make one: whoever comes
    second finds the first identifier taken, and takes its customer."""
    customer = Customer.objects.create(name=name[:150], language=language)
    rows = [Identifier(customer=customer, kind=each.kind, value=each.value) for each in wanted]
    Identifier.objects.bulk_create(rows, ignore_conflicts=True)
    first = Identifier.objects.select_related("customer").get(kind=wanted[0].kind, value=wanted[0].value)
    if first.customer_id != customer.pk:
        customer.delete()
    return first.customer


def _learn(customer: Customer, wanted: list[Known], *, name: str, language: str) -> None:
    rows = [Identifier(customer=customer, kind=each.kind, value=each.value) for each in wanted]
    Identifier.objects.bulk_create(rows, ignore_conflicts=True)
    Customer.objects.filter(pk=customer.pk, name="").update(name=name[:150])
    Customer.objects.filter(pk=customer.pk, language="").update(language=language)


def record_consent(
    customer: Customer, *, purpose: str, given: bool, text: str, version: str, source: str
) -> Consent:
    """Write down a yes or no to a purpose with the text that was shown; the last one counts."""
    return Consent.objects.create(
        customer=customer, purpose=purpose, given=given, text=text, text_version=version, source=source[:120]
    )


@transaction.atomic
def merge_customers(*, kept: Customer, merged: Customer, by: Employee) -> bool:
    """Make two records of one person one: everything of `merged` moves to `kept`, whose own facts win.
    False when one of them was merged before."""
    pair = Customer.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk], merged_into=None)
    if kept.pk == merged.pk or len(pair.order_by("pk")) < 2:
        return False
    for model in (Response, Identifier, Consent, Invitation, Learning):
        model._default_manager.filter(customer=merged).update(customer=kept)
    for fact in ("name", "language", "salutation", "reach_by", "needs"):
        if not getattr(kept, fact):
            setattr(kept, fact, getattr(merged, fact))
    kept.save()
    Customer.objects.filter(merged_into=merged).update(merged_into=kept)
    Customer.objects.filter(pk=merged.pk).update(merged_into=kept)
    for task in settings.CUSTOMERS_MERGED:
        wake(task)
    record(
        "customer.merged", subject=f"feedback.Customer:{kept.pk}", after={"merged": merged.pk, "by": by.pk}
    )
    return True


@transaction.atomic
def change_preferences(customer: Customer, facts: dict[str, Any]) -> None:
    """Keep how a customer wishes to be treated."""
    before = {name: getattr(customer, name) for name in facts}
    Customer.objects.filter(pk=customer.pk).update(**facts)
    customer.refresh_from_db()
    record("customer.changed", subject=f"feedback.Customer:{customer.pk}", before=before, after=facts)
