"""A pulse from its plan to what became of it, the champion's leave, a customer's praise on the wall: one walk
over real HTTP, with the queue's own cluster and a real mail server."""

import io
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from employees.models import Recognition, Term
from feedback.actions.compliments import find_compliments
from tests.browser.hands import Mouse
from tests.browser.play import PASSWORD
from tests.browser.pulse_story import PulseStory

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def people(quiet_queue, make_employee, make_team, make_post, make_response):
    """A store of six with its lead, an admin, the champion and the deputy; and a customer's praise."""
    named: dict[str, Any] = {"password": PASSWORD}
    lead = make_employee(name="Gwen Price", email="lead@example.com", **named)
    store = make_team(name="Harbour", lead=lead)
    make_employee(name="Huw Ellis", email="huw@example.com", team=store, **named)
    make_employee(name="Nia Rowlands", email="nia@example.com", team=store, **named)
    make_employee(name="Mair Rees", email="mair@example.com", team=store, **named)
    make_employee(name="Ifan Howe", email="ifan@example.com", team=store, **named)
    admin = make_employee(name="Ada Webb", email="admin@example.com", is_admin=True, **named)
    champion = make_employee(name="Olu Adeyemi", email="champion@example.com", team=store, **named)
    deputy = make_employee(name="Dan Bevan", email="deputy@example.com", team=store, **named)
    today = timezone.localdate()
    Term.objects.create(employee=champion, deputy=deputy, sponsor=admin, starts=today,
                        ends=today + timedelta(days=60))  # fmt: skip
    make_response(post=make_post(team=store), comment="Nia carried my bags to the bus.")
    find_compliments()


@pytest.fixture
def story(people, acme, browse, mails, port, settings, tmp_path):
    settings.SITE_PORT, settings.PULSE_KEY_DIR = str(port), tmp_path / "keys"
    return PulseStory(lambda **facts: Mouse(browse(acme, **facts)), mails)


@pytest.fixture
def prove(acme):
    """The command as an expert runs it; what it prints."""

    def prove():
        told = io.StringIO()
        with suppress(SystemExit):
            call_command("prove_anonymity", organisation=acme.slug, stdout=told)
        return told.getvalue()

    return prove


def test_what_staff_say_is_sealed_read_acted_on_and_proven(story, prove):
    story.admin_plans_a_pulse()
    story.admin_prints_a_card()
    story.somebody_answers_by_the_mail()
    story.the_others_answer_by_their_cards(
        "Nia Rowlands", "Mair Rees", "Ifan Howe", "Dan Bevan", "Gwen Price"
    )
    story.it_closes()
    story.lead_reads_it_and_promises()
    story.a_week_passes()
    story.the_next_wave_shows_what_was_promised()
    story.it_is_proven(prove)
    story.champion_goes_on_leave()
    story.deputy_acts()
    story.praise_becomes_recognition()
    Recognition.objects.update(at=timezone.now() - timedelta(hours=1))
    story.it_hangs_on_the_wall()
