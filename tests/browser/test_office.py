"""The champion goes on leave, the deputy acts; what those at the top promise; in a real browser."""

from datetime import datetime, time, timedelta

import pytest

from employees.actions.ledger import promise
from employees.actions.register import pledge
from employees.models import Absence, Term
from tenants.here import current_zone, today
from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def office(make_employee, make_team):
    team = make_team(name="Ward", lead=make_employee(name="Lea"))
    champion, deputy = make_employee(name="Cleo", team=team), make_employee(name="Dan", team=team)
    sponsor = make_employee(name="Sue", is_admin=True)
    Term.objects.create(employee=champion, deputy=deputy, sponsor=sponsor, starts=today(),
                        ends=today() + timedelta(days=30))  # fmt: skip
    return {"champion": champion, "deputy": deputy, "admin": sponsor}


def noon(days):
    return datetime.combine(today() + timedelta(days=days), time(12), current_zone())


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "plain"])
def test_the_champion_goes_on_leave_and_the_deputy_acts(acme, office, browse, assert_accessible, javascript):
    made = promise("Ring Mrs Hall", kind="other", owner=office["champion"], team=None, due_at=noon(2))
    page = browse(acme, office["champion"], width=320, javascript=javascript)
    page.goto("/absences/new/")
    page.get_by_label("First day").fill(f"{today()}")
    page.get_by_label("Last day").fill(f"{today() + timedelta(days=5)}")
    page.get_by_label("Who stands in").select_option(label="Dan")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("heading", name="One promise falls due").wait_for()
    if javascript:
        assert_accessible(page)
        assert not overflow(page)
    page.get_by_label("Hand all that are left blank to").select_option(label="Dan")
    page.get_by_role("button", name="Settle it so").click()
    page.get_by_text("1 promise is settled for these days.").wait_for()
    made.refresh_from_db()
    assert made.owner == office["deputy"]
    deputy = browse(acme, office["deputy"], javascript=javascript)
    deputy.goto("/champion/")
    deputy.get_by_text("Dan acts for Cleo").wait_for()
    deputy.goto("/")
    deputy.get_by_role("heading", name="The champion's ledger").wait_for()
    page.goto("/absences/")
    page.get_by_role("button", name="I am back").click()
    page.get_by_text("taken out of the calendar").wait_for()
    assert not Absence.objects.exists()
    deputy.goto("/champion/")
    deputy.get_by_text("Cleo is in office until").wait_for()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_offices_pages_can_be_read(acme, office, browse, assert_accessible, dark):
    pledge("A day at the till", due_at=noon(9), by=office["champion"])
    days = {"starts": today(), "ends": today() + timedelta(days=9)}
    Absence.objects.create(employee=office["deputy"], **days)
    for width in (320, 1200):
        page = browse(acme, office["admin"], width=width, dark=dark)
        for path in ("/absences/", "/champion/", "/register/", "/register/?view=people", "/register/new/",
                     f"/people/{office['champion'].pk}/leave/", "/policy/"):  # fmt: skip
            page.goto(path)
            assert_accessible(page)
            assert not overflow(page)


def test_a_ladder_is_looked_at_before_it_is_saved(acme, office, browse):
    page = browse(acme, office["admin"])
    page.goto("/policy/")
    page.get_by_text("As they are saved.").wait_for()
    page.get_by_role("button", name="Preview whom it reaches").click()
    page.get_by_text("nothing of it is saved yet").wait_for()
    assert page.url.endswith("/policy/")
