from datetime import timedelta

import pytest
from django.utils import timezone

from employees import notices, tasks
from employees.actions.ladder import alarm_unowned, escalate_due, remind_due
from employees.actions.ledger import renegotiate
from employees.actions.nudging import acknowledge, nudge
from employees.actions.telling import send_digests
from employees.models import Commitment, Employee, Escalation, Line, Policy
from tenants.outbox.models import Event


@pytest.fixture
def place(make_employee, make_team, make_champion):
    """Head office over region over ward, each with its lead; a champion; somebody who works on the ward."""
    chief, regional, lead = (make_employee(name=name) for name in ("Chief", "Regional", "Lead"))
    head = make_team(name="Head", lead=chief)
    region = make_team(name="Region", parent=head, lead=regional)
    ward = make_team(name="Ward", parent=region, lead=lead)
    champion, owner = make_champion(name="Champion"), make_employee(name="Owner", team=ward)
    return {
        "ward": ward,
        "owner": owner,
        "lead": lead,
        "regional": regional,
        "chief": chief,
        "champion": champion,
    }


def reached():
    return list(Escalation.objects.order_by("at", "pk").values_list("rung", "reached__name"))


def leave(person):
    Employee.objects.filter(pk=person.pk).update(deactivated_at=timezone.now())


def test_a_late_promise_climbs_each_rung_once(place, make_promise):
    make_promise(place["owner"], hours=-100, age=200)
    escalate_due()
    escalate_due()
    assert reached() == [("lead", "Lead"), ("up", "Regional"), ("champion", "Champion")]


def test_a_rung_waits_for_its_hour(place, make_promise):
    make_promise(place["owner"], hours=-1)
    escalate_due()
    assert reached() == [("lead", "Lead")]
    assert not Commitment.objects.filter(climbs_at__lte=timezone.now()).exists()


def test_danger_climbs_faster(place, make_promise):
    make_promise(place["owner"], hours=-3, kind="danger")
    escalate_due()
    assert [name for _rung, name in reached()] == ["Lead", "Regional", "Champion"]


def test_a_missing_absent_or_inactive_rung_is_skipped_upward(place, make_promise, send_away):
    leave(place["lead"])
    send_away(place["regional"])
    make_promise(place["owner"], hours=-30, age=60)
    escalate_due()
    assert reached() == [("lead", "Chief"), ("up", "Champion")]


def test_nobody_is_told_of_their_own_promise(place, make_promise):
    make_promise(place["lead"], hours=-1, team=place["ward"])
    escalate_due()
    assert reached() == [("lead", "Regional")]


def test_without_a_champion_those_who_configure_are_told(make_employee, make_promise):
    make_employee(name="Admin", is_admin=True)
    make_promise(make_employee(), hours=-1)
    escalate_due()
    assert reached() == [("lead", "Admin")]


def test_where_nobody_is_left_the_rung_is_noted_and_not_tried_again(make_employee, make_promise):
    make_promise(make_employee(), hours=-1)
    assert escalate_due() == 1
    assert escalate_due() == 0
    assert reached() == [("lead", None)]


def test_one_letter_tells_of_many_promises(place, make_promise):
    for _ in range(30):
        make_promise(place["owner"], hours=-1)
    escalate_due()
    event = Event.objects.get(name="commitment.escalated")
    assert (event.recipient, event.payload["number"]) == (place["lead"].email, 30)
    mail = notices.escalated(event)
    assert mail.subject == "30 promises are late"
    assert "and 10 more" in mail.body


def test_a_letter_leaves_out_what_was_settled_meanwhile(place, make_promise):
    made = make_promise(place["owner"], hours=-1)
    escalate_due()
    made.keep()
    assert notices.escalated(Event.objects.get(name="commitment.escalated")) is None


def test_another_date_starts_the_next_rung_anew(place, make_promise):
    made = make_promise(place["owner"], hours=-1)
    escalate_due()
    due = timezone.now() + timedelta(days=3)
    assert renegotiate(made, due_at=due, reason="Part is late", by=place["owner"])
    made.refresh_from_db()
    assert made.climbs_at == due + timedelta(hours=Policy.current().ladders["answer"]["up"])


def test_owners_are_reminded_once_before_the_date(place, make_promise):
    near, far = make_promise(place["owner"], hours=3), make_promise(place["owner"], hours=30)
    assert (remind_due(), remind_due()) == (1, 0)
    near.refresh_from_db()
    far.refresh_from_db()
    assert near.reminded_at
    assert far.reminded_at is None
    mail = notices.reminder(Event.objects.get(name="commitment.reminder"))
    assert near.promise in mail.body
    assert "/promises/" in mail.body


def test_a_short_promise_is_not_reminded_of_before_its_half(place, make_promise):
    make_promise(place["owner"], hours=3, age=1)
    assert remind_due() == 0


def test_what_nobody_owns_raises_one_alarm(place, make_promise):
    make_promise(None, team=place["ward"])
    assert (alarm_unowned(), alarm_unowned()) == (1, 0)
    event = Event.objects.get(name="commitment.unowned")
    assert event.recipient == place["lead"].email
    assert notices.unowned(event).subject == "A promise has no owner"


def test_the_watch_does_all_three(place, make_promise):
    make_promise(place["owner"], hours=-1)
    make_promise(None, team=place["ward"])
    make_promise(place["owner"], hours=1)
    tasks.watch_promises()
    assert set(Event.objects.values_list("name", flat=True)) == {
        "commitment.escalated", "commitment.unowned", "commitment.reminder"
    }  # fmt: skip


def test_each_is_told_as_they_wish(place, make_promise, time_machine_at_noon):
    Employee.objects.filter(pk=place["lead"].pk).update(notify="daily")
    Employee.objects.filter(pk=place["regional"].pk).update(notify="mine")
    make_promise(place["owner"], hours=-30, age=60)
    escalate_due()
    assert not Event.objects.filter(name="commitment.escalated").exists()
    assert Line.objects.get().to == place["lead"]
    assert (send_digests(), send_digests()) == (1, 0)
    mail = notices.digest(Event.objects.get(name="employee.digest"))
    assert "1 promise of your teams is late" in mail.body
    assert not Line.objects.exists()


def test_danger_reaches_everybody_at_once(place, make_promise):
    Employee.objects.filter(pk=place["lead"].pk).update(notify="daily")
    make_promise(place["owner"], hours=-0.5, kind="danger")
    escalate_due()
    assert Event.objects.get(name="commitment.escalated").recipient == place["lead"].email


def test_a_nudge_asks_and_is_acknowledged_once(place, make_promise):
    made = make_promise(place["owner"])
    asked = nudge(made, by=place["champion"], note="How is it?")
    assert "How is it?" in notices.nudged(Event.objects.get(name="commitment.nudged")).body
    assert acknowledge(asked, answer="Tomorrow")
    assert not acknowledge(asked, answer="Again")
    assert "Tomorrow" in notices.acknowledged(Event.objects.get(name="commitment.acknowledged")).body
    made.keep()
    assert nudge(made, by=place["champion"]) is None
