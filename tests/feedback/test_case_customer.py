"""Whom one answers: the card, the consent, and records that were made one."""

import pytest

from feedback.actions.customers import merge_customers, record_consent
from feedback.actions.invitations import Invitee, invite
from feedback.models import Customer, Identifier, Invitation, Response


@pytest.fixture
def asked(make_case, make_customer):
    """A case of a customer with a card and a telephone."""
    customer = make_customer(salutation="Mr Hallam", reach_by="after six", needs="Large print", language="cy")
    Identifier.objects.create(customer=customer, kind="phone", value="+441938555123")
    return make_case(customer=customer)


def say(customer, given):
    record_consent(customer, purpose="reply", given=given, text="May we?", version="1", source="form 1")


def test_the_card_stands_beside_the_form_of_the_answer(asked, sign_in):
    page = sign_in(asked.owner).get(asked.get_absolute_url())
    assert page.context["reply_form"]
    for word in ("Mr Hallam", "after six", "Large print", "Welsh", "+441938555123"):
        assert word in page.text


@pytest.mark.parametrize(("given", "words"), [
    (True, "yes, by e-mail; they agreed"), (False, "no: they asked us not to"), (None, "yes, by e-mail"),
])  # fmt: skip
def test_whether_we_may_write_is_said_there(asked, sign_in, given, words):
    if given is not None:
        say(asked.response.customer, given)
    page = sign_in(asked.owner).get(asked.get_absolute_url())
    assert words in page.text
    assert ("mail" in dict(page.context["reply_form"].fields["kind"].choices)) == (given is not False)


def test_who_left_no_address_can_be_called(asked, sign_in):
    asked.response.customer.identifiers.filter(kind="email").delete()
    page = sign_in(asked.owner).get(asked.get_absolute_url())
    assert "no: they left no e-mail address" in page.text
    assert "+441938555123" in page.text


def test_the_link_of_a_merged_record_leads_to_the_one_that_stands(
    asked, sign_in, make_champion, make_employee
):
    kept = asked.response.customer
    merged = Customer.objects.create(name="G. Hallam")
    assert merge_customers(kept=kept, merged=merged, by=make_employee())
    for reader in (make_champion(), asked.owner):
        page = sign_in(reader).get(f"/customers/{merged.pk}/", follow=True)
        assert page.redirect_chain == [(f"/customers/{kept.pk}/", 302)]
        assert "Gareth Hallam" in page.text
    assert sign_in(make_employee()).get(f"/customers/{merged.pk}/").status_code == 404


def test_the_invitation_of_a_merged_record_is_answered_by_the_one_that_stands(
    asked, client_of, acme, make_post, make_employee
):
    kept, someone = asked.response.customer, make_employee()
    invite(post=make_post(), invitees=[Invitee("g@x.example")], language="en", by=someone)
    sent = Invitation.objects.get()
    merge_customers(kept=kept, merged=sent.customer, by=someone)
    assert client_of(acme).post(sent.path, {"q-nps": "9"}).status_code == 302
    assert Response.objects.get(source="invitation").customer == kept
