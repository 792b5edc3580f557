"""Sign-in by its own forms, where a test needs what only they leave behind."""

from allauth.mfa.totp.internal import auth
from playwright.sync_api import Page, expect

WORD = "a long pass phrase 7"


def sign_in_by_form(page: Page, email: str = "nia@example.com") -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state()


def code_of(secret: str) -> str:
    """The six digits that an authenticator app would show now."""
    return auth.format_hotp_value(auth.hotp_value(secret, next(auth.yield_hotp_counters_from_time())))


def turn_on_second_factor(page: Page) -> None:
    """From the page that asks for the password again to the recovery codes."""
    page.goto("/accounts/2fa/totp/activate/")
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", name="Set up a second factor")).to_be_visible()
    page.get_by_role("textbox").last.fill(code_of(page.locator("main code").inner_text()))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
