"""Customers on a board, as tests have them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from ideas.actions import taking_part
from ideas.models import PanelMember


@pytest.fixture
def panel(make_board, make_employee):
    """A board for customers, answered by somebody."""
    reviewer = make_employee(name="Rhian Vale", email="rhian@example.com")
    return make_board([reviewer], name="Guests", about="What should we mend?", is_for_customers=True)


@pytest.fixture
def make_member(panel, make_customer, make_employee):
    """A customer who was invited; agreed unless told otherwise."""

    def make(name="Gareth Hallam", board=None, *, agreed=True, **facts):
        email = f"{name.split()[0].lower()}@example.com"
        customer = facts.pop("customer", None) or make_customer(name=name, email=email)
        usual = {"link_until": timezone.now() + timedelta(days=30), "language": "en", "email": email}
        made = PanelMember.objects.create(
            board=board or panel, customer=customer, invited_by=make_employee(), **usual | facts
        )
        if agreed:
            taking_part.agree(made, text="I take part")
        return PanelMember.objects.select_related("board", "customer").get(pk=made.pk)

    return make


@pytest.fixture
def propose(make_touchpoint):
    def propose(member, title="A roof at the door", **facts):
        usual = {"problem": "We wait in the rain", "proposal": "A roof", "delight": "We stay dry"}
        return taking_part.propose(member, title=title, touchpoint=make_touchpoint(), **usual | facts)

    return propose


@pytest.fixture
def visitor(client_of, acme):
    return client_of(acme)
