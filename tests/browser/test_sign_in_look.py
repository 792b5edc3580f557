"""Sign-in pages and the admin in the look: for everybody to read, and under the strict policy."""

import pytest
from allauth.mfa.totp.internal import auth
from playwright.sync_api import expect

from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]
WORD = "a long pass phrase 7"


def sign_in_by_form(page):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("nia@example.com")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def code_of(secret):
    """The six digits that an authenticator app would show now."""
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


@pytest.fixture(autouse=True)
def by_mail(settings):
    settings.ACCOUNT_USER_MODEL_USERNAME_FIELD = None
    settings.ACCOUNT_LOGIN_METHODS = {"email"}
    settings.ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1200, False)])
@pytest.mark.parametrize(
    "address", ["login", "password/reset", "password/reset/done", "password/reset/key/1-a"]
)
def test_pages_before_sign_in(address, width, dark, acme, browse, assert_accessible):
    page = browse(acme, width=width, dark=dark, javascript=True)
    page.goto(f"/accounts/{address}/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert overflow(page) <= 0
    assert_accessible(page)


@pytest.mark.parametrize(("width", "dark"), [(320, True), (1200, False)])
def test_pages_of_ones_own_account(width, dark, acme, make_employee, browse, assert_accessible):
    make_employee(email="nia@example.com", name="Nia Rowlands", password=WORD)
    page = browse(acme, width=width, dark=dark)
    sign_in_by_form(page)
    for address in ("2fa", "password/change", "sessions", "logout", "reauthenticate"):
        page.goto(f"/accounts/{address}/")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert overflow(page) <= 0
        assert_accessible(page)


def test_pages_of_a_second_factor(acme, make_employee, browse, assert_accessible):
    make_employee(email="nia@example.com", name="Nia Rowlands", password=WORD)
    page = browse(acme, width=320)
    sign_in_by_form(page)
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("textbox").last.fill(code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    for address in ("recovery-codes", "recovery-codes/generate", "totp/deactivate", ""):
        page.goto(f"/accounts/2fa/{address}/".replace("//", "/"))
        assert overflow(page) <= 0
        assert_accessible(page)
    page.goto("/accounts/sessions/")
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_form(page)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()
    assert_accessible(page)


def test_a_wrong_password_is_said_at_the_top(acme, make_employee, browse, assert_accessible):
    make_employee(email="nia@example.com", password=WORD)
    page = browse(acme, javascript=False)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("nia@example.com")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("dark", [False, True])
def test_the_admin_keeps_the_policy(dark, acme, make_employee, browse):
    page = browse(acme, make_employee(is_admin=True), dark=dark)
    page.goto("/admin/")
    expect(page.get_by_role("link", name="Acme Health: records")).to_be_visible()
