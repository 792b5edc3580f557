"""Every HTML page of the site, for every role: axe-core finds nothing, it fits, and it keeps the rules.

The pages come from the URL conf and the access table, so a new route is looked at by itself."""

import pytest
from django.core.mail import EmailMessage
from django.urls import Resolver404, resolve, reverse
from playwright.sync_api import expect

from ideas.models import PanelMember
from tenants.mailbox import store
from tests.access import BARE, OPERATORS, ROUTES
from tests.access.kit import ADMIN, CHAMPION, EMPLOYEE, LEAD, NOBODY, OPERATOR, nothing
from tests.browser.signing_in import WORD, sign_in_by_form, turn_on_second_factor
from tests.browser.tour import Tour, addresses
from tests.browser.watching import overflow
from tests.conftest import standing_in
from tests.examples import build
from tests.routes import names

pytestmark = [pytest.mark.browser, pytest.mark.committing]
DOCS = "/api/docs/"


def docs_route():
    """The name of the docs' route, where they are mounted: other people's markup, looked at apart."""
    try:
        return resolve(DOCS, "config.urls").view_name
    except Resolver404:
        return ""


RECORDS = {route: access for route, access in ROUTES.items() if route.startswith("admin:")}
PAGES = {route: access for route, access in ROUTES.items() if route not in {*RECORDS, docs_route()}}
BEGINNING = {
    route: access for route, access in PAGES.items() if access.at is nothing and access.query is nothing
}
ACCOUNT = [name for name in names("config.urls") if name.startswith(("account_", "mfa_", "usersessions_"))]
ARGUMENTS = {"account_reset_password_from_key": {"uidb36": "1", "key": "a-b"}}
MIRRORED = (
    "insights:home", "insights:dashboard", "feedback:cases", "feedback:case", "feedback:feed",
    "feedback:cause", "feedback:responses", "feedback:customer", "feedback:import_mapping", "feedback:post",
    "feedback:customer_page", "employees:board", "employees:promise", "employees:people",
    "ideas:boards", "ideas:board", "ideas:idea", "ideas:challenge", "ideas:decision", "ideas:outcomes",
    "ideas:figures",
)  # fmt: skip
# rule of axe-core -> why other people's markup keeps it
RECORDS_EXCEPTED: dict[str, str] = {
    "empty-table-header": "Django's rows within a form have no words above their keys",
    "link-in-text-block": "Django's way back from a search is not underlined",
    "scrollable-region-focusable": "Django's rows within a form roll sideways on a phone",
}
OWN_MAIN = "Swagger UI puts a main of its own around the operations, and its head outside of that"
DOCS_EXCEPTED: dict[str, str] = {
    "color-contrast": "Swagger UI's own colours of methods, versions and small buttons",
    "nested-interactive": "Swagger UI's button that opens an operation has buttons within",
    "heading-order": "Swagger UI leaves out a level between its title and the operations",
    "landmark-unique": OWN_MAIN,
    "landmark-no-duplicate-main": OWN_MAIN,
    "landmark-main-is-top-level": OWN_MAIN,
}


@pytest.fixture(scope="session")
def seen():
    """What was looked at, whoever looked."""
    return set()


@pytest.fixture
def tour(browse, seen):
    """Begins a tour at an organisation, as somebody or as nobody; the test fails with all that was found."""
    tours = []

    def tour(organisation, employee=None, excepted=(), shows="body", **window):
        page = browse(organisation, employee, **window)
        page.set_default_timeout(30_000)
        page.goto("/accessibility/")
        tours.append(Tour(page, seen, excepted, shows))
        return tours[-1]

    yield tour
    if found := [what for tour in tours for what in tour.found]:
        pytest.fail("\n".join(found), pytrace=False)


def account_pages():
    return [reverse(name, kwargs=ARGUMENTS.get(name)) for name in sorted(ACCOUNT)]


@pytest.mark.parametrize("role", [CHAMPION, ADMIN, LEAD, EMPLOYEE, NOBODY])
def test_the_pages_of(role, acme, tour):
    world = build(acme)
    tour(acme, world.people.get(role)).go(addresses(world, PAGES))


@pytest.mark.parametrize("role", [OPERATOR, EMPLOYEE])
def test_the_pages_of_the_operators_hosts(role, heed, tour):
    with standing_in(heed):
        world = build(heed)
        paths = [*addresses(world, OPERATORS, "config.operator_urls")]
    tour(heed, world.people[role]).go(paths)


def test_the_pages_of_the_bare_host(organisations, tour):
    tour(None).go(addresses(None, BARE, "config.public_urls"))


def test_the_pages_of_an_organisation_that_has_just_begun(acme, make_champion, tour):
    tour(acme, make_champion(is_admin=True)).go(addresses(None, BEGINNING))


def test_the_pages_of_ones_own_account(acme, make_employee, tour):
    make_employee(email="nia@example.com", name="Nia Rowlands", password=WORD)
    nia = tour(acme).go(account_pages())
    sign_in_by_form(nia.page)
    nia.go(account_pages())
    turn_on_second_factor(nia.page)
    nia.go(account_pages())
    nia.page.goto("/accounts/logout/")
    nia.page.get_by_role("main").get_by_role("button", name="Sign out").click()
    sign_in_by_form(nia.page)
    nia.go([reverse("mfa_authenticate")])


@pytest.mark.parametrize("role", [CHAMPION, ADMIN])
def test_the_records_of(role, acme, tour):
    world = build(acme)
    floors = {route.removeprefix("admin:").split("_")[0] for route in RECORDS if "_" in route}
    lists = [reverse("admin:app_list", args=[floor]) for floor in sorted(floors)]
    tour(acme, world.people[role], RECORDS_EXCEPTED).go([*addresses(world, RECORDS), *lists])


def test_the_docs_of_the_api(acme, make_employee, tour):
    if not docs_route():
        pytest.skip(f"nothing is mounted at {DOCS}")
    tour(acme, make_employee(), DOCS_EXCEPTED, shows="h1").go([DOCS])


def test_the_pages_fit_from_right_to_left(arabic, acme, tour):
    world = build(acme)
    world.people[CHAMPION].language = "ar"
    world.people[CHAMPION].save()
    sample = {route: access for route, access in PAGES.items() if route in MIRRORED}
    tour(acme, world.people[CHAMPION]).fits(addresses(world, sample), "rtl")


def test_a_customers_board_fits_from_right_to_left(arabic, acme, tour):
    world = build(acme)
    PanelMember.objects.update(language="ar")
    board = {"ideas:panel": PAGES["ideas:panel"]}
    tour(acme, locale="ar").fits(addresses(world, board), "rtl")


def test_a_customers_form_fits_from_right_to_left(arabic, make_post, acme, tour):
    post = make_post(languages=("ar",), kinds=("nps", "csat", "text", "choice"))
    tour(acme, locale="ar").fits([f"/f/{post.key}/"], "rtl")


def test_a_tour_finds_what_no_page_may_have(settings, acme, browse):
    settings.ROOT_URLCONF = "tests.browser.urls"
    page = browse(acme)
    page.goto("/accessibility/")
    found = Tour(page, set()).go(["/faulty/"]).found
    for fault in ("Content Security Policy", "a.example", "pixels too wide", "image-alt", "color-contrast"):
        assert [what for what in found if fault in what], fault
    page.wait_for_timeout(300)
    page.watch.taken()


def test_the_pages_of_the_demos_mails(settings, tmp_path, acme, make_employee, tour):
    settings.ROOT_URLCONF, settings.MAIL_FOLDER = "tests.browser.urls", tmp_path
    mail = EmailMessage("Your feedback", "Your page: http://acme.localhost/c/1/", to=["ann@example.com"])
    store.EmailBackend().send_messages([mail])
    tour(acme, make_employee()).go(["/mails/", f"/mails/{store.newest(1)[0].key}/"])


def test_the_public_form_weighs_little_with_all_that_it_fetches(make_post, acme, browse):
    page = browse(acme, width=320)
    page.goto(f"/f/{make_post(('nps', 'csat', 'choice', 'text'), ('en', 'cy')).key}/")
    icon = "fetch(document.querySelector('link[rel=icon]').href, {cache: 'no-store'}).then((i) => i.text())"
    page.evaluate(icon)  # a browser without a window does not ask for it
    page.wait_for_load_state("networkidle")
    assert page.locator("script").count() == 0
    assert 6_000 < page.watch.bytes <= 20 * 1024


@pytest.mark.parametrize("of", ["post", "answered_case"])
def test_a_customers_form_with_errors(of, acme, browse, assert_accessible):
    world = build(acme)
    page = browse(acme, width=320, dark=True)
    page.goto(f"/f/{world.post.key}/" if of == "post" else world.answered_case.customer_path)
    page.locator("main form").first.get_by_role("button").first.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert overflow(page) <= 0
    assert_accessible(page)
