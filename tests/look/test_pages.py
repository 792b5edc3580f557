"""What every page carries: headers, language, theme, the reader's places, and pages for errors."""

from datetime import timedelta

import pytest
from django.conf import locale
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import formats, timezone, translation

from config.context import Link, Owed, Place, links, owed_by
from config.headers import POLICY
from config.reader import chosen_language, interface_languages, supported
from employees.models import Commitment


def test_every_answer_carries_the_strict_policy(client_of, acme):
    for address in ("/brand.css", "/accessibility/", "/there/is/none", "/accounts/login/"):
        assert client_of(acme).get(address)["Content-Security-Policy"] == POLICY


def test_a_page_differs_for_htmx_and_one_of_a_person_is_not_kept(client_of, acme, sign_in, make_employee):
    page = client_of(acme).get("/accessibility/")
    assert "HX-Request" in page["Vary"]
    assert "no-store" not in page.get("Cache-Control", "")
    reader = sign_in(make_employee())
    assert "no-store" in reader.get("/preferences/")["Cache-Control"]
    sent_on = reader.post("/preferences/", {"theme": "dark"})
    assert (sent_on.status_code, "no-store" in sent_on["Cache-Control"]) == (302, True)


def test_a_page_names_the_organisation_and_links_its_colour(client_of, acme):
    page = client_of(acme).get("/accessibility/").content.decode()
    assert f"- {acme.name}</title>" in page
    assert 'href="/brand.css?v=' in page
    assert "<script" not in page


def test_everybody_sees_who_the_champion_is(sign_in, make_employee, make_champion):
    reader = sign_in(make_employee())
    assert "nobody is in office" in reader.get("/preferences/").content.decode()
    make_champion(name="Ifeoma Adeyemi")
    assert "Ifeoma Adeyemi" in reader.get("/preferences/").content.decode()


def test_a_place_counts_what_needs_its_reader(make_employee):
    person, now = make_employee(), timezone.now()
    for owner, kind in (
        (person, "answer"),
        (person, "danger"),
        (person, "other"),
        (make_employee(), "answer"),
    ):
        Commitment.objects.create(
            owner=owner, kind=kind, promise="x", made_at=now - timedelta(days=2),
            first_due_at=now - timedelta(days=1), due_at=now - timedelta(days=1),
        )  # fmt: skip
    assert owed_by(person) == Owed(overdue=3, unanswered=2)


def test_only_places_that_exist_and_are_open_to_the_reader_are_shown(make_employee):
    request = RequestFactory().get("/preferences/")
    request.user = make_employee()
    here = Place("Here", "preferences", "employees.change_preferences")
    shown = links([here, Place("Gone", "no:such"), Place("Shut", "brand", "tenants.run_platform")], request)
    assert shown == [Link("Here", "/preferences/", current=True)]


def test_light_and_dark_are_chosen_on_the_server(sign_in, make_employee, client_of, acme):
    person = make_employee()
    browser = sign_in(person)
    done = browser.post("/preferences/", {"theme": "dark", "language": "", "time_zone": "Asia/Tokyo"})
    assert done.status_code == 302
    assert '<html lang="en" dir="ltr" data-theme="dark">' in browser.get("/preferences/").content.decode()
    person.refresh_from_db()
    assert (person.theme, person.time_zone) == ("dark", "Asia/Tokyo")
    stranger = client_of(acme)
    stranger.cookies["theme"] = "light"
    assert 'data-theme="light"' in stranger.get("/accessibility/").content.decode()
    stranger.cookies["theme"] = '"><script>'
    assert "data-theme" not in stranger.get("/accessibility/").content.decode()


def test_a_wrong_choice_is_refused_with_422(sign_in, make_employee):
    assert sign_in(make_employee()).post("/preferences/", {"theme": "pink"}).status_code == 422


def test_a_page_is_read_from_right_to_left_where_its_language_is(arabic, client_of, acme):
    page = client_of(acme).get("/accessibility/", headers={"Accept-Language": "ar"})
    assert '<html lang="ar" dir="rtl">' in page.content.decode()
    assert "<h1>إمكانية الوصول</h1>" in page.content.decode()
    assert page["Content-Language"] == "ar"


def asked(language="", cookie="", wish="", organisation=""):
    request = RequestFactory().get("/", headers={"Accept-Language": wish} if wish else {})
    request.COOKIES = {"language": cookie} if cookie else {}
    request.tenant = type("Organisation", (), {"language": organisation})()
    request.user = type("Person", (), {"is_authenticated": bool(language), "language": language.strip()})()
    return chosen_language(request)


def test_ones_own_language_comes_first_then_the_browsers_then_the_organisations(arabic):
    assert asked(language="ar", cookie="en", organisation="en") == "ar"
    assert asked(language=" ", organisation="ar", wish="en") == "ar"
    assert asked(cookie="ar", wish="en") == "ar"
    assert asked(wish="cy,ar;q=0.8", organisation="en") == "ar"
    assert asked(wish="tlh", organisation="ar") == "ar"
    assert asked(wish="tlh", organisation="cy") == "en"


def test_only_languages_with_a_catalogue_are_offered(arabic):
    assert dict(interface_languages()).keys() == {"en", "ar"}
    assert supported("AR-eg") == "ar"
    assert supported("hu") == ""


def test_yoruba_is_known_and_writes_its_dates(catalogue):
    assert locale.LANG_INFO["yo"]["name_local"] == "Yorùbá"
    catalogue("yo")
    with translation.override("yo"):
        assert formats.get_format("DATE_FORMAT") == "j F Y"


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "405", "409", "429", "500", "503"])
def test_an_error_page_is_made_without_a_request(code):
    page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert "heed.css" in page


def test_a_method_that_a_page_does_not_take_has_a_page(client_of, acme):
    page = client_of(acme).post("/accessibility/")
    assert page.status_code == 405
    assert "only takes what its form sends" in page.content.decode()


def test_a_page_that_is_not_there_has_a_page(client_of, acme):
    page = client_of(acme).get("/there/is/none")
    assert page.status_code == 404
    assert "There is no such page" in page.content.decode()
