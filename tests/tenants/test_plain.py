"""The short way of the public form: past sessions and sign-in, with all that protects other pages."""

import pytest
from django.utils import timezone

from tenants import hosts


def test_a_strangers_form_asks_for_no_session_and_no_person(
    client_of, acme, make_post, make_employee, sign_in
):
    post, someone = make_post(), make_employee()
    for client in (client_of(acme), sign_in(someone)):
        client.cookies["language"] = "en"
        page = client.get(f"/f/{post.key}/")
        assert page.status_code == 200
        assert not hasattr(page.wsgi_request, "session")
        assert not hasattr(page.wsgi_request, "user")


@pytest.mark.parametrize("path", ["/f/{}/", "/f/{}/thanks/", "/f/nothing/"])
def test_it_bears_the_headers_of_every_page(client_of, acme, make_post, path):
    page = client_of(acme).get(path.format(make_post().key))
    assert page["Content-Security-Policy"].startswith("default-src 'none'")
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Content-Language"] == "en"


def test_a_forged_cookie_changes_nothing(client_of, acme, make_post):
    visitor = client_of(acme)
    visitor.cookies["session"] = visitor.cookies["csrf"] = "forged"
    assert visitor.get(f"/f/{make_post().key}/").status_code == 200


def test_an_address_without_its_slash_and_another_verb_are_answered_as_elsewhere(client_of, acme, make_post):
    visitor, key = client_of(acme), make_post().key
    assert visitor.get(f"/f/{key}").url == f"/f/{key}/"
    refused = visitor.delete(f"/f/{key}/", HTTP_ACCEPT="text/html")
    assert (refused.status_code, bool(refused.content)) == (405, True)


def test_the_form_answers_in_the_organisations_zone_whatever_the_last_request_left(
    client_of, acme, make_post
):
    acme.time_zone = "Pacific/Auckland"
    acme.save()
    hosts.forget()
    client_of(acme).get(f"/f/{make_post().key}/")
    assert timezone.get_current_timezone_name() == "Pacific/Auckland"


def test_the_operators_form_works_on_the_operators_host(client_of, heed):
    assert client_of(heed).get("/f/nothing/").status_code == 404


def test_the_bare_host_has_no_form(client, acme):
    assert client.get("/f/nothing/", HTTP_HOST="localhost").status_code == 404
