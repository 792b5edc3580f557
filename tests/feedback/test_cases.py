"""Opening, handing over, answering, closing: each promise in the ledger, each step a fact."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_tenants.utils import schema_context

from employees.actions.assignment import assignees
from employees.models import Commitment, Employee, Policy
from feedback.actions import causes, handling, replies, sharing
from feedback.actions.cases import open_case
from feedback.models import Case, Share
from tenants.outbox.models import Event


def test_a_case_promises_an_answer_within_24_hours(make_case):
    case = make_case()
    assert case.commitment.due_at - case.commitment.made_at == timedelta(hours=24)
    assert case.commitment.kind == "answer"
    assert case.commitment.source_path == case.get_absolute_url()
    assert case.current == case.commitment


def test_a_post_may_count_the_24_hours_in_working_hours(make_case, make_post, make_team):
    team = make_team()
    post = make_post(team=team, clock="working")
    with time_machine.travel("2026-11-23T12:00Z", tick=False):
        case = make_case(team=team, post=post)
    assert case.commitment.due_at - case.commitment.made_at > timedelta(hours=48)


def test_the_organisation_may_count_in_working_hours(make_case):
    Policy.objects.create(pk=1, answer_in_working_hours=True)
    with time_machine.travel("2026-11-23T12:00Z", tick=False):
        case = make_case()
    assert case.commitment.due_at - case.commitment.made_at > timedelta(hours=48)


def test_whoever_of_the_team_has_the_fewest_open_promises_gets_it(make_team, make_employee, make_case):
    team = make_team()
    first, second = make_employee(team=team), make_employee(team=team)
    owners = [make_case(owner=first).owner for _case in range(4)]
    assert owners == [first, second, first, second]


def test_without_members_the_nearest_lead_gets_it(make_team, make_employee):
    lead = make_employee()
    above = make_team(lead=lead)
    below = make_team(parent=above)
    assert assignees({below.pk: 2}, due_at=timezone.now()) == {below.pk: [lead.pk, lead.pk]}


def test_somebody_who_left_gets_nothing(make_team, make_employee):
    team = make_team()
    make_employee(team=team, deactivated_at=timezone.now())
    assert assignees({team.pk: 1}, due_at=timezone.now()) == {team.pk: [None]}


def test_a_person_who_opens_it_twice_gets_the_first_again(make_case, make_employee):
    case = make_case()
    assert open_case(case.response, by=make_employee()) == case


def test_the_ledger_holds_no_word_of_the_customer(make_case, make_customer):
    case = make_case(customer=make_customer())
    assert "ramp" not in case.commitment.promise
    assert "Hallam" not in case.commitment.promise


def test_the_customer_is_told_by_mail_by_when(make_case, make_customer):
    case = make_case(customer=make_customer())
    told = Event.objects.get(name="case.promised")
    assert (told.recipient, told.payload) == ("gareth@example.com", {"case": case.pk})


def test_who_said_no_is_not_written_to(make_case, make_customer):
    customer = make_customer()
    customer.consents.create(purpose="reply", given=False, text="-", text_version="1", source="test")
    make_case(customer=customer)
    assert not Event.objects.filter(name="case.promised").exists()


def test_an_answer_keeps_every_open_promise_of_the_case(make_case, fresh):
    case = make_case()
    replies.receive_message(case, body="Hello?")
    replies.reply(case, by=case.owner, kind="call", body="I called.")
    assert not Commitment.objects.open().exists()
    assert fresh(case).waiting_since is None
    assert fresh(case).answered_at


def test_the_same_form_twice_is_one_answer(make_case, make_customer):
    from uuid import uuid4

    case, key = make_case(customer=make_customer()), uuid4()
    for _click in range(2):
        replies.reply(case, by=case.owner, kind="mail", body="Dear Mr Hallam", key=key)
    assert case.messages.answers().count() == 1
    assert Event.objects.filter(name="case.answered").count() == 1


def test_the_text_of_an_answer_is_not_in_the_outbox(make_case, make_customer):
    case = make_case(customer=make_customer())
    replies.reply(case, by=case.owner, kind="mail", body="Very private words")
    assert not Event.objects.filter(payload__icontains="private").exists()


def test_a_note_is_no_answer(make_case, fresh):
    case = make_case()
    replies.add_note(case, by=case.owner, body="He was rude.")
    assert fresh(case).waiting_since
    assert not fresh(case).answered_at


def test_a_new_message_is_a_new_promise_and_the_first_one_stays(make_case, fresh):
    case = make_case(answered=True)
    message = replies.receive_message(case, body="And the ramp?")
    assert message.commitment.due_at - message.commitment.made_at == timedelta(hours=24)
    assert fresh(case).current == message.commitment
    assert fresh(case).commitment == case.commitment
    assert message.commitment.owner == case.owner


def test_a_message_opens_a_closed_case_again(make_case, make_closed, fresh):
    case = make_closed()
    replies.receive_message(case, body="It happened again.")
    assert fresh(case).closed_at is None
    assert case.events.filter(kind="reopened").exists()


def test_handing_over_moves_every_open_promise(make_case, make_employee, fresh):
    case, taker = make_case(), make_employee()
    replies.receive_message(case, body="Hello?")
    giver = case.owner
    assert handling.assign([case], to=taker, by=giver, reason="holiday") == 1
    assert set(Commitment.objects.open().values_list("owner", flat=True)) == {taker.pk}
    assert case.commitment.hand_overs.get().giver == giver
    assert fresh(case).owner == taker


def test_an_answered_case_is_carried_on_by_somebody_else(make_case, make_employee, fresh):
    case, taker = make_case(answered=True), make_employee()
    kept_by = case.commitment.owner
    handling.assign([case], to=taker, by=kept_by)
    assert fresh(case).owner == taker
    assert fresh(case).commitment.owner == kept_by


def test_a_danger_gets_the_faster_ladder(make_case, fresh):
    case = make_case()
    before = case.commitment.climbs_at
    handling.mark_danger(case, danger="abuse", by=case.owner)
    commitment = fresh(case.commitment)
    assert commitment.kind == "danger"
    assert commitment.climbs_at <= before


def test_marking_a_danger_takes_it_off_the_feed(make_case, fresh):
    case = make_case(answered=True)
    sharing.share(case.response, text="They say …", is_good=False, by=case.owner)
    handling.mark_danger(fresh(case), danger="legal", by=case.owner)
    assert not Share.objects.visible().exists()
    assert fresh(case).shared_at is None


def test_a_danger_is_shared_with_nobody(make_case):
    case = make_case(answered=True, danger="safety")
    assert sharing.share(case.response, text="x", is_good=False, by=case.owner) is None


@pytest.fixture
def make_closed(make_case):
    def make():
        case = make_case(answered=True)
        sharing.decline(case, reason="only about me", by=case.owner)
        cause = causes.describe_cause(title="Cages on the ramp", by=case.owner)
        causes.join([case], cause, by=case.owner)
        causes.excuse_prevention(case, reason="the yard is theirs", by=case.owner)
        assert handling.close(case, by=case.owner)
        return Case.objects.get(pk=case.pk)

    return make


def test_a_case_closes_when_its_four_steps_are_done(make_closed):
    assert make_closed().closed_at


@pytest.mark.parametrize("missing", ["answered_at", "share_declined_at", "analysed_at", "prevented_at"])
def test_no_step_can_be_left_out(make_closed, missing):
    case = make_closed()
    Case.objects.filter(pk=case.pk).update(closed_at=None, closed_by=None, **{missing: None})
    assert not handling.close(case, by=case.owner)


def test_reopening_keeps_what_was_done(make_closed, fresh):
    case = make_closed()
    assert handling.reopen(case, by=case.owner, reason="again")
    again = fresh(case)
    assert (again.closed_at, again.analysed_at, again.cause) == (None, case.analysed_at, case.cause)
    assert list(case.events.values_list("kind", flat=True)[:5]).count("closed") == 1


def test_a_case_is_closed_once(make_closed):
    case = make_closed()
    assert not handling.close(case, by=case.owner)


def visible(case, employee):
    return Case.objects.visible_to(Employee.objects.get(pk=employee.pk)).filter(pk=case.pk).exists()


def test_who_sees_a_case(make_case, make_employee, make_team, make_champion):
    lead, stranger = make_employee(), make_employee(is_admin=True)
    above = make_team(lead=lead)
    team = make_team(parent=above)
    case = make_case(owner=make_employee(team=team))
    colleague = make_employee(team=team)
    seen = [visible(case, who) for who in (case.owner, colleague, lead, make_champion(), stranger)]
    assert seen == [True, True, True, True, False]


def test_a_danger_is_for_its_owner_the_leads_above_and_the_champion(
    make_case, make_employee, make_team, make_champion
):
    lead = make_employee()
    team = make_team(parent=make_team(lead=lead))
    case = make_case(owner=make_employee(team=team), danger="abuse")
    seen = [visible(case, who) for who in (case.owner, make_employee(team=team), lead, make_champion())]
    assert seen == [True, False, True, True]


def test_a_link_of_one_organisation_opens_nothing_at_another(make_case, bolt):
    case = make_case()
    token = case.token
    assert Case.objects.by_token(token).get() == case
    with schema_context(bolt.schema_name):
        assert not Case.objects.by_token(token).exists()


@pytest.mark.parametrize("token", ["", "1", "1:x", "x" * 5000, "１:a"])
def test_a_link_that_is_not_ours_opens_nothing(acme, token):
    assert not Case.objects.by_token(token).exists()


def test_the_filters_are_unfolded_only_where_one_was_chosen(sign_in, make_employee):
    reader = sign_in(make_employee())
    unfolded = ["open" in reader.get(f"/cases/?{query}").content.decode().split('class="fold"')[2][:6]
                for query in ("", "view=late", "view=late&q=door")]  # fmt: skip
    assert unfolded == [False, False, True]
