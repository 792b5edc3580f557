import pytest

from employees.models import Employee
from feedback.actions.cases import open_case
from feedback.actions.customers import Known, find_or_make_customer
from feedback.actions.replies import reply
from feedback.models import Case
from tests.employees.conftest import time_machine_later  # noqa: F401
from tests.feedback.bringing_in import bring_in  # noqa: F401


@pytest.fixture
def make_customer(acme):
    def make(name="Gareth Hallam", email="gareth@example.com", **facts):
        customer = find_or_make_customer(known_by=[Known("email", email)], name=name)
        for fact, value in facts.items():
            setattr(customer, fact, value)
        customer.save()
        return customer

    return make


@pytest.fixture
def make_case(make_post, make_response, make_employee, make_team):
    """A case of a poor answer: `owner` is of its team, and so gets it."""

    def make(owner=None, *, answered=False, danger="", **facts):
        team = (owner and owner.team) or facts.pop("team", None) or make_team()
        owner = owner or make_employee(team=team)
        Employee.objects.filter(pk=owner.pk).update(team=team)
        post = facts.pop("post", None) or make_post(team=team)
        facts = {"score": 2, "comment": "The ramp was blocked again."} | facts
        response = make_response(post=post, team=team, opens_cases=False, **facts)
        case = open_case(response, danger=danger)
        if answered:
            reply(case, by=owner, kind="call", body="I called.")
        return Case.objects.get(pk=case.pk)

    return make


@pytest.fixture
def fresh():
    """The row as it stands now."""
    return lambda row: type(row).objects.get(pk=row.pk)
