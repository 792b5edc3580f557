"""Whatever stands where an address has a word: an answer of ours, and never an error of the server."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.access import ROUTES
from tests.conftest import OrganisationClient
from tests.examples import build

WORDS = ["%00", "%ff%fe", "x" * 3_000, "%D9%A1", "%2e%2e%2f", "'"]


def addresses_with_words(world):
    """The paths of every route that takes a word, cut where the word stands."""
    for route, access in ROUTES.items():
        kwargs = access.at(world)
        for name, value in kwargs.items():
            path, shown = reverse(route, kwargs=kwargs), quote(str(value), safe=":")
            if isinstance(value, str) and shown in path:
                yield f"{route} {name}", path.split(shown, 1)


def test_there_are_such_addresses(acme):
    assert {"feedback:form key", "feedback:customer_page token"} <= dict(
        addresses_with_words(build(acme))
    ).keys()


@pytest.mark.parametrize("word", WORDS)
def test_a_crooked_word_is_answered(word, acme, sign_in):
    world = build(acme)
    signed_in = sign_in(world.people["champion"], raise_request_exception=False)
    clients = [OrganisationClient(acme, raise_request_exception=False), signed_in]
    broken = [
        (where, method)
        for where, (before, after) in addresses_with_words(world)
        for client in clients
        for method in ("get", "post")
        if getattr(client, method)(f"{before}{word}{after}").status_code >= 500
    ]
    assert not broken
