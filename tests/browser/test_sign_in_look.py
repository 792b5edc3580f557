"""What sign-in says; tests/browser/test_pages.py looks at its pages."""

import pytest
from playwright.sync_api import expect

from tests.browser.signing_in import WORD, sign_in_by_form, turn_on_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.committing]


def test_a_second_factor_is_asked_for_at_the_next_sign_in(acme, make_employee, browse):
    make_employee(email="nia@example.com", password=WORD)
    page = browse(acme, width=320)
    sign_in_by_form(page)
    turn_on_second_factor(page)
    page.goto("/accounts/sessions/")
    page.get_by_role("button", name="Sign out").click()
    sign_in_by_form(page)
    expect(page.get_by_role("heading", name="Your second factor")).to_be_visible()


def test_a_wrong_password_is_said_at_the_top(acme, make_employee, browse):
    make_employee(email="nia@example.com", password=WORD)
    page = browse(acme, javascript=False)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("nia@example.com")
    page.get_by_label("Password", exact=True).fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("alert")).to_be_focused()
