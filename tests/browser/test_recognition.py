"""A customer's praise becomes recognition and appears on the wall, by clicks alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from employees.models import Recognition
from feedback.actions.compliments import find_compliments
from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]


def test_praise_becomes_recognition_and_appears_on_the_wall(
    acme, make_employee, make_team, make_post, make_response, browse, assert_accessible
):
    lead = make_employee(name="Eleri Prosser")
    team = make_team(name="Swansea Quay", lead=lead)
    make_employee(name="Nia Rowlands", team=team)
    make_response(post=make_post(team=team), comment="Nia carried my bags to the bus.")
    find_compliments()
    page = browse(acme, lead, width=320)
    page.goto("/compliments/")
    page.get_by_role("link", name="Say who is meant").click()
    expect(page.get_by_label("Nia Rowlands, Swansea Quay")).to_be_checked()
    assert_accessible(page)
    page.get_by_role("button", name="Confirm").click()
    expect(page.get_by_text("It is confirmed.")).to_be_visible()
    Recognition.objects.update(at=timezone.now() - timedelta(hours=1))
    admin = browse(acme, make_employee(is_admin=True))
    admin.goto("/wall/")
    admin.get_by_role("button", name="Make its address").click()
    path = admin.get_by_role("link", name="Look at it").get_attribute("href")
    screen = browse(acme, width=1920, dark=True, javascript=False)
    screen.goto(f"{path}?hold=1")
    expect(screen.get_by_text("A colleague carried my bags to the bus.")).to_be_visible()
    expect(screen.get_by_text("Swansea Quay")).to_be_visible()
    assert overflow(screen) == 0


def test_the_wall_turns_by_itself(acme, make_employee, browse):
    from employees.actions import recognising
    from employees.actions.wall import renew_wall

    by, to = make_employee(), make_employee()
    for words in ("First", "Second"):
        recognising.thank(by=by, people=[to], teams=[], words=words, outcome="All was well")
        Recognition.objects.update(at=timezone.now() - timedelta(hours=1))
    screen = browse(acme, width=320, javascript=False)
    screen.goto(renew_wall().path)
    expect(screen.get_by_text("Second")).to_be_visible()
    expect(screen.get_by_text("First")).to_be_visible(timeout=40_000)
