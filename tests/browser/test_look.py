"""The parts in a browser: readable by everybody, no wider than the window, the same from right to left."""

import pytest
from playwright.sync_api import expect

from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]
WAYS = [(width, dark) for width in (320, 1200) for dark in (False, True)]


@pytest.fixture(autouse=True)
def with_parts(settings):
    settings.ROOT_URLCONF = "tests.browser.urls"


@pytest.mark.parametrize(("width", "dark"), WAYS)
def test_the_parts_are_accessible_and_fit(width, dark, acme, make_employee, browse, assert_accessible):
    page = browse(acme, make_employee(name="Nia Rowlands"), width=width, dark=dark)
    page.goto("/parts/")
    expect(page.get_by_role("heading", name="Parts", exact=True)).to_be_visible()
    assert overflow(page) <= 0
    page.evaluate("document.querySelectorAll('main details').forEach((fold) => { fold.open = true })")
    assert overflow(page) <= 0
    assert_accessible(page)


@pytest.mark.parametrize("address", ["/accessibility/", "/there/is/none", "/small-form/?bad=1"])
@pytest.mark.parametrize(("width", "dark"), WAYS)
def test_a_strangers_pages_are_accessible_and_fit(width, dark, address, acme, browse, assert_accessible):
    page = browse(acme, width=width, dark=dark)
    page.goto(address)
    assert overflow(page) <= 0
    assert_accessible(page)


def test_right_to_left_mirrors_the_page(arabic, acme, make_employee, browse, assert_accessible):
    page = browse(acme, make_employee(language="ar"), width=320)
    page.goto("/parts/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert overflow(page) <= 0
    logo, menu = page.locator(".logo").bounding_box(), page.locator(".mono").bounding_box()
    assert logo["x"] > menu["x"]
    assert_accessible(page)


def test_the_public_form_weighs_little_and_ships_no_script(acme, browse):
    page = browse(acme, width=320)
    page.goto("/small-form/?bad=1", wait_until="networkidle")
    assert page.locator("script").count() == 0
    assert page.watch.bytes <= 20 * 1024


def test_a_page_for_paper_has_no_places(acme, make_employee, browse):
    page = browse(acme, make_employee())
    page.goto("/parts/")
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.get_by_role("heading", name="Rows")).to_be_visible()


def test_the_way_past_the_head_is_the_first_stop(acme, make_employee, browse):
    page = browse(acme, make_employee())
    page.goto("/accessibility/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_error_summary_has_the_focus_and_leads_to_its_field(acme, browse):
    page = browse(acme, javascript=False)
    page.goto("/small-form/?bad=1")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Why that number?").click()
    assert page.url.endswith("#id_why")


def test_the_menu_closes_on_escape(acme, make_employee, browse):
    page = browse(acme, make_employee())
    page.goto("/accessibility/")
    page.locator(".menu summary").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(page.locator(".menu summary")).to_be_focused()


def test_the_watch_sees_what_no_page_may_do(acme, browse, port):
    page = browse(acme)
    page.goto("/accessibility/")
    page.evaluate('document.body.innerHTML = \'<img src="http://a.example/b"><p style="color: red">\'')
    page.wait_for_timeout(300)
    assert len(page.watch.violations) >= 2
    page.watch.violations.clear()
    page.watch.foreign.clear()
