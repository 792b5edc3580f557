"""Answering the pulse on a phone, without JavaScript: by the link of a mail, and by the code of a card."""

from datetime import timedelta

import pytest
from django.utils import timezone

from employees.actions.cards import make_cards
from employees.actions.waves import open_wave
from employees.models import Employee, Sealed, Wave
from employees.models.pulse_cards import answer_path
from employees.models.shipped import shipped_questions
from tests.browser.watching import overflow

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def wave(acme, make_employee, settings, tmp_path):
    """Six people are asked four questions."""
    for _ in range(6):
        make_employee()
    rows = [shipped_questions()[key] for key in ("enps", "time", "voice", "change")]
    made = Wave.objects.create(title="Spring", questions=rows, closes_at=timezone.now() + timedelta(days=9))
    open_wave(made)
    return made


def person(wave):
    return Employee.objects.first()


@pytest.fixture
def phone(acme, browse):
    return browse(acme, width=320, javascript=False)


def fill(page, words):
    """Tap a score, agree with a statement, leave one out, write something."""
    page.get_by_role("group", name="How likely").get_by_role("radio", name="8", exact=True).check()
    page.get_by_role("group", name="I have the time").get_by_role("radio", name="4", exact=True).check()
    page.get_by_label("What should we change first?").fill(words)
    page.get_by_role("button", name="Seal and send").click()


def test_by_the_link_of_a_mail(wave, phone):
    phone.goto(answer_path(wave.pk, person(wave).pk))
    assert overflow(phone) <= 0
    assert phone.get_by_text("nothing can be taken back").is_visible()
    fill(phone, "More light")
    assert phone.get_by_role("heading", name="Thank you").is_visible()
    assert Sealed.objects.count() == 1
    phone.goto(answer_path(wave.pk, person(wave).pk))
    fill(phone, "Another")
    assert phone.get_by_role("heading", name="Your answer is there").is_visible()
    assert Sealed.objects.count() == 1


def test_by_the_code_of_a_card(wave, phone):
    code = make_cards(wave, team=None)[0].code
    phone.goto("/pulse/")
    phone.get_by_label("The code on your card").fill(code.lower())
    phone.get_by_role("button", name="Go on").click()
    fill(phone, "More light")
    assert phone.get_by_role("heading", name="Thank you").is_visible()
    assert Sealed.objects.count() == 1


def test_an_empty_form_is_told_so_and_can_be_read_by_everybody(acme, wave, browse, assert_accessible):
    page = browse(acme, width=320, dark=True)
    page.goto(answer_path(wave.pk, person(wave).pk))
    assert_accessible(page)
    page.get_by_role("button", name="Seal and send").click()
    assert page.get_by_text("One question is enough").is_visible()
    assert_accessible(page)
    assert not Sealed.objects.exists()
