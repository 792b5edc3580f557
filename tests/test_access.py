"""The table of tests/access.py and the URL conf hold the same routes."""

from tests.access import BARE, ELSEWHERE, OPERATORS, ROUTES
from tests.routes import names


def test_every_route_has_its_line_in_the_table():
    missing = names("config.urls") - set(ROUTES) - set(ELSEWHERE)
    assert not missing, "say in tests/access who gets in"


def test_the_table_has_no_line_for_a_route_that_is_gone():
    assert not (set(ROUTES) | set(ELSEWHERE)) - names("config.urls")


def test_every_route_of_the_bare_host_has_its_line():
    assert names("config.public_urls") == set(BARE)


def test_every_route_of_the_operators_hosts_has_its_line():
    assert names("config.operator_urls") - names("config.urls") == set(OPERATORS)


def test_operators_routes_and_the_others_do_not_overlap():
    assert not set(OPERATORS) & set(ROUTES)


def test_a_line_says_more_than_nothing():
    assert not [route for route, access in (ROUTES | OPERATORS | BARE).items() if not access.allow]
