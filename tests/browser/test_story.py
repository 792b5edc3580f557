"""A poor answer becomes a promise that was kept: the whole story over real HTTP, with the queue's own cluster
and a real mail server; as usual, without JavaScript, and by the keyboard alone."""

from typing import Any

import pytest

from feedback.models import Goal
from tests.browser.hands import Keyboard, Mouse
from tests.browser.play import PASSWORD
from tests.browser.story import Story

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def people(quiet_queue, make_employee, make_team, make_champion, make_touchpoint):
    """A store with its lead, somebody in another one, an admin, a champion; and what a post needs."""
    named: dict[str, Any] = {"password": PASSWORD}
    lead = make_employee(name="Gwen Price", email="lead@example.com", **named)
    store = make_team(name="Harbour", lead=lead)
    make_employee(name="Huw Ellis", email="employee@example.com", team=store, **named)
    make_employee(name="Mair Rees", email="colleague@example.com", team=make_team(), **named)
    make_employee(name="Ada Webb", email="admin@example.com", is_admin=True, **named)
    make_champion(name="Olu Adeyemi", email="champion@example.com", **named)
    Goal.objects.create(name="Fewer leave")
    make_touchpoint()


@pytest.fixture
def tell(people, acme, browse, mails, port, settings):
    """Plays the whole story with these hands."""
    settings.SITE_PORT = str(port)

    def tell(hands, *, scripted=True):
        def window(**facts):
            return hands(browse(acme, javascript=scripted, **facts), scripted=scripted)

        Story(window, mails).run()

    return tell


def test_a_poor_answer_becomes_a_promise_that_was_kept(tell):
    tell(Mouse)


def test_so_it_does_without_javascript(tell):
    tell(Mouse, scripted=False)


def test_so_it_does_by_the_keyboard_alone(tell):
    tell(Keyboard)


def test_a_focus_that_cannot_be_seen_is_noticed(people, acme, browse):
    hands = Keyboard(browse(acme))
    hands.open("/accounts/login/")
    hands.write("Email", "lead@example.com")
    hide = "*:focus-visible { outline: 0 !important; box-shadow: none !important }"
    hands.page.evaluate("(rule) => document.styleSheets[0].insertRule(rule)", hide)
    with pytest.raises(AssertionError, match="no focus to be seen"):
        hands.write("Password", PASSWORD)


def test_a_mouse_in_the_hands_of_the_keyboard_is_noticed(people, acme, browse):
    hands = Keyboard(browse(acme))
    hands.open("/accounts/login/")
    hands.find("button", "Sign in").click()
    assert "a mouse was used" in hands.page.watch.failures[0]
    hands.page.watch.failures.clear()
