"""Nothing of one organisation shows in another, and each role gets in where the table says."""

import pytest

from tests.access import OPERATORS, ROUTES
from tests.access.kit import OPERATOR, ROLES
from tests.conftest import standing_in
from tests.examples import build
from tests.tenancy.walk import Walker, too_few_did_well


def check(visits, routes, role):
    found = [str(visit) for visit in visits if visit.findings]
    if found := "\n".join([*found, too_few_did_well(visits, routes, role)]).strip():
        pytest.fail(found, pytrace=False)


def test_the_two_worlds_have_equal_keys(worlds):
    here, there = worlds
    assert here.team.pk == there.team.pk
    assert {role: p.pk for role, p in here.people.items()} == {role: p.pk for role, p in there.people.items()}


@pytest.mark.parametrize("role", [role for role in ROLES if role != OPERATOR])
def test_every_route_in_every_way_as(role, worlds):
    visits = list(Walker(*worlds, role, "config.urls").walk(ROUTES))
    check(visits, ROUTES, role)


@pytest.mark.parametrize("role", ROLES)
def test_every_route_of_the_operators_hosts_as(role, heed, bolt):
    with standing_in(bolt):
        there = build(bolt)
    with standing_in(heed):
        here = build(heed)
        visits = list(Walker(here, there, role, "config.operator_urls").walk(OPERATORS))
    check(visits, OPERATORS, role)
