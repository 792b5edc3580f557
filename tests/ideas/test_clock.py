"""The clock of an idea that nobody answers: its reviewer is reminded, then it climbs the ladder."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail

from employees.models import Escalation
from employees.tasks import watch_promises
from ideas.actions import deciding
from tenants.outbox.send import send_waiting


@pytest.fixture
def unanswered(make_board, make_idea, make_employee, make_team, make_champion):
    """Promised within 7 days, of an author whose team has a lead, below a region that has one."""
    region = make_team(lead=make_employee(email="region@example.com"))
    store = make_team(parent=region, lead=make_employee(email="lead@example.com"))
    make_champion(email="champion@example.com")
    board = make_board([make_employee(email="reviewer@example.com")], review_days=7)
    return make_idea(board, make_employee(team=store), title="A roof")


@pytest.fixture
def told(unanswered):
    """Who is written to when the schedule runs, twice, so many hours after the date that was promised."""

    def told(hours):
        mail.outbox.clear()
        with time_machine.travel(unanswered.review.due_at + timedelta(hours=hours), tick=False):
            for _run in range(2):
                watch_promises()
                send_waiting()
        return [message.to[0] for message in mail.outbox]

    return told


def test_an_unanswered_idea_climbs_from_reminder_to_champion_each_rung_once(unanswered, told):
    assert told(hours=-49) == []
    assert told(hours=-47) == ["reviewer@example.com"]
    assert told(hours=1) == ["lead@example.com"]
    assert told(hours=71) == []
    assert told(hours=73) == ["region@example.com"]
    assert told(hours=169) == ["champion@example.com"]
    assert told(hours=400) == []
    rungs = Escalation.objects.filter(commitment=unanswered.review).order_by("pk")
    assert [row.rung for row in rungs] == ["lead", "up", "champion"]


def test_an_answer_stops_the_climb(unanswered, told):
    assert told(hours=1) == ["lead@example.com"]
    deciding.decide(unanswered, to="planned", reason="In spring", by=unanswered.review.owner)
    assert told(hours=500) == []


def test_a_crisis_climbs_within_hours(make_board, make_idea, make_employee, make_champion, make_team):
    make_champion(email="champion@example.com")
    team = make_team(lead=make_employee(email="lead@example.com"))
    idea = make_idea(make_board([make_employee()]), make_employee(team=team), is_crisis=True)
    with time_machine.travel(idea.review.due_at + timedelta(hours=3), tick=False):
        for _rung in range(3):
            watch_promises()
    reached = Escalation.objects.filter(commitment=idea.review, reached__isnull=False)
    assert set(reached.values_list("reached__email", flat=True)) == {
        "lead@example.com", "champion@example.com"
    }  # fmt: skip
