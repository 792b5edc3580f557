from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from employees.actions.assignment import assignee, assignees, keys_and_next_owner
from employees.actions.ledger import (
    NewPromise,
    hand_over,
    hand_over_all,
    keep,
    promise_many,
    renegotiate,
    withdraw,
)
from employees.models import Commitment, Employee, HandOver, Renegotiation
from tenants.audit.models import Entry

HOUR = timedelta(hours=1)


def test_a_promise_is_kept_once_and_the_first_time_stands(make_employee, make_promise):
    made, keeper = make_promise(make_employee()), make_employee()
    assert keep(made, by=keeper)
    first = made.kept_at
    assert not keep(made)
    assert (made.kept_at, made.kept_by) == (first, keeper)
    assert not Commitment.objects.open().exists()


def test_what_is_kept_cannot_be_withdrawn(make_employee, make_promise):
    made = make_promise(make_employee())
    made.keep()
    assert not withdraw(made, reason="Too late", by=None)
    assert made.withdrawn_at is None


def test_a_withdrawal_keeps_its_reason_and_stands_in_the_trail(make_employee, make_promise):
    made, lead = make_promise(make_employee()), make_employee()
    assert withdraw(made, reason="The customer moved away", by=lead)
    assert (made.withdrawn_reason, made.withdrawn_by) == ("The customer moved away", lead)
    assert Entry.objects.filter(action="commitment.withdrawn").exists()


def test_another_date_is_a_renegotiation_and_the_first_one_stays(make_employee, make_promise):
    owner = make_employee()
    made = make_promise(owner)
    first, later = made.due_at, made.due_at + 48 * HOUR
    assert renegotiate(made, due_at=later, reason="Waiting for a part", by=owner)
    assert (made.first_due_at, made.due_at, made.reminded_at) == (first, later, None)
    assert made.climbs_at == later
    assert Renegotiation.objects.get().due_before == first


def test_a_settled_promise_and_a_date_before_it_was_made_are_refused(make_employee, make_promise):
    made = make_promise(make_employee())
    assert not renegotiate(made, due_at=made.made_at - HOUR, reason="?", by=None)
    made.keep()
    assert not renegotiate(made, due_at=made.due_at + HOUR, reason="?", by=None)


def test_a_hand_over_notes_who_held_it_how_long_and_what_was_left(make_employee, make_promise):
    giver, taker = make_employee(), make_employee()
    made = make_promise(giver, hours=-2, age=10)
    assert hand_over(made, to=taker, by=giver, reason="Holiday")
    leg = HandOver.objects.get()
    assert (leg.giver, leg.taker, leg.reason) == (giver, taker, "Holiday")
    assert leg.held > 9 * HOUR
    assert leg.left < -1 * HOUR
    assert made.owner == taker
    assert not hand_over(made, to=taker, by=giver)


def test_whoever_leaves_passes_on_what_is_open_only(make_employee, make_promise):
    giver, taker = make_employee(), make_employee()
    kept, *_open = [make_promise(giver) for _ in range(4)]
    kept.keep()
    assert hand_over_all(giver, to=taker, by=None, reason="Left") == 3
    assert Commitment.objects.open().filter(owner=taker).count() == 3
    assert Commitment.objects.get(pk=kept.pk).owner == giver


def test_many_promises_are_written_in_order_as_one_by_one(make_employee, make_team, make_promise):
    owner, team, now = make_employee(), make_team(), timezone.now()
    rows = [
        NewPromise(
            f"Answer {n}", "answer", owner.pk if n % 2 else None, team.pk, now, now + n * HOUR, f"/c/{n}/"
        )
        for n in range(1, 6)
    ]
    keys = promise_many(rows)
    found = Commitment.objects.in_bulk(keys)
    assert [found[key].promise for key in keys] == [row.what for row in rows]
    assert Commitment.objects.unowned().count() == 2
    one = make_promise(owner, team=team)
    assert found[keys[0]].climbs_at == found[keys[0]].due_at
    assert {f.name for f in Commitment._meta.fields if getattr(one, f.attname) is None} == {
        f.name for f in Commitment._meta.fields if getattr(found[keys[0]], f.attname) is None
    }


def test_the_data_refuses_a_date_before_the_promise_and_two_ends(make_employee, make_promise):
    made = make_promise(make_employee())
    rows = Commitment.objects.filter(pk=made.pk)
    for facts in ({"due_at": made.made_at}, {"kept_at": timezone.now(), "withdrawn_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**facts)


def next_in(team):
    """Who gets the next promise of a team, whichever way it is asked."""
    tomorrow = timezone.now() + timedelta(days=1)
    found = assignee(team, due_at=tomorrow)
    _keys, key = keys_and_next_owner(team.pk, Commitment, due_at=tomorrow)
    assert key == (found and found.pk)
    return found


def test_the_least_busy_member_takes_the_next_promise(make_employee, make_team, make_promise):
    team = make_team()
    busy, free = make_employee(team=team), make_employee(team=team)
    make_promise(busy)
    kept = [make_promise(free) for _ in range(3)]
    for row in kept:
        row.keep()
    assert next_in(team) == free


def test_nobody_who_left_or_is_away_is_chosen_and_the_lead_only_at_last(make_employee, make_team, send_away):
    region = make_team(lead=make_employee(name="Region"))
    lead = make_employee()
    team = make_team(parent=region, lead=lead)
    Employee.objects.filter(pk=lead.pk).update(team=team)
    make_employee(team=team, deactivated_at=timezone.now())
    send_away(make_employee(team=team))
    send_away(make_employee(team=team), since=1)
    assert next_in(team) == lead
    Employee.objects.filter(pk=lead.pk).update(deactivated_at=timezone.now())
    assert next_in(team).name == "Region"
    assert next_in(make_team()) is None


def test_many_are_spread_as_if_given_one_after_the_other(make_employee, make_team, make_promise):
    team = make_team()
    busy, free = make_employee(team=team), make_employee(team=team)
    for _ in range(2):
        make_promise(busy)
    led = make_team(lead=busy)
    assert assignees({team.pk: 4, led.pk: 2}, due_at=timezone.now()) == {
        team.pk: [free.pk, free.pk, busy.pk, free.pk],
        led.pk: [busy.pk, busy.pk],
    }


def test_who_has_their_hands_full_takes_turns_with_others_who_have(make_employee, make_team, make_promise):
    team = make_team()
    first, second = make_employee(team=team), make_employee(team=team)
    for owner, number in ((first, 45), (second, 40)):
        for _ in range(number):
            make_promise(owner)
    assert assignees({team.pk: 4}, due_at=timezone.now()) == {
        team.pk: [first.pk, second.pk, first.pk, second.pk]
    }
