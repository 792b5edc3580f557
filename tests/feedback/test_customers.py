import pytest
from django.core.exceptions import ValidationError

from feedback.actions.customers import (
    find_or_make_customer,
    identifiers,
    merge_customers,
    normal_email,
    normal_phone,
)
from feedback.models import Customer, Identifier


@pytest.mark.parametrize("text", ["01938 555123", "+44 1938 555 123", "0044 1938 555123", "(01938) 555-123"])
def test_a_number_has_one_spelling(text):
    assert normal_phone(text, "GB") == "+441938555123"


@pytest.mark.parametrize("text", ["twelve", "1", "+999 1", "x" * 5000])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValidationError):
        normal_phone(text, "GB")


def test_an_address_has_one_spelling():
    assert normal_email(" Ann.Lee@Shop.EXAMPLE ") == "ann.lee@shop.example"


def test_a_customer_is_found_again_by_e_mail_and_by_number(acme):
    ann = find_or_make_customer(known_by=identifiers(email="Ann@x.example", phone="01938 555123"), name="Ann")
    assert find_or_make_customer(known_by=identifiers(email="ann@X.example")) == ann
    assert find_or_make_customer(known_by=identifiers(phone="+441938555123")) == ann
    assert find_or_make_customer(known_by=[]) is None


def test_a_stranger_who_knows_a_number_does_not_get_that_customers_mail(acme):
    ann = find_or_make_customer(known_by=identifiers(email="ann@x.example", phone="01938 555123"))
    other = find_or_make_customer(known_by=identifiers(email="eve@x.example", phone="01938 555123"))
    assert other != ann
    assert list(other.identifiers.values_list("value", flat=True)) == ["eve@x.example"]


def test_staff_may_say_that_two_identifiers_are_of_one_person(acme):
    ann = find_or_make_customer(known_by=identifiers(phone="01938 555123"))
    same = find_or_make_customer(
        known_by=identifiers(email="ann@x.example", phone="01938 555123"), name="Ann", is_vouched=True
    )
    assert same == ann
    assert Customer.objects.get().name == "Ann"
    assert Identifier.objects.count() == 2


def test_a_merge_moves_everything_and_the_kept_record_wins(make_employee, make_response):
    kept = Customer.objects.create(name="Ann Lee", needs="")
    merged = Customer.objects.create(name="A. Lee", needs="Large print")
    Identifier.objects.create(customer=merged, kind="email", value="ann@x.example")
    response = make_response(customer=merged)
    assert merge_customers(kept=kept, merged=merged, by=make_employee())
    response.refresh_from_db()
    kept.refresh_from_db()
    assert (response.customer, kept.name, kept.needs) == (kept, "Ann Lee", "Large print")
    assert find_or_make_customer(known_by=identifiers(email="ann@x.example")) == kept
    assert list(Customer.objects.present()) == [kept]
    assert not merge_customers(kept=kept, merged=merged, by=make_employee())
