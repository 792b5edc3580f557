"""A customer who is on several boards, or on one that is over: what they say of one silences no other."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from feedback.actions.invitations import Invitee
from feedback.actions.invitations import invite as invite_to_post
from feedback.models import Invitation
from ideas.actions import boards, deciding, taking_part, voting
from ideas.actions import panel as actions
from ideas.actions.errors import DecidedError
from ideas.models import PanelMember
from ideas.tasks import tell_of_move
from tenants.outbox.send import send_waiting


@pytest.fixture
def other(make_board, panel):
    """Another board for customers, that the same person answers."""
    return make_board([panel.reviewers.get()], name="Regulars", is_for_customers=True)


@pytest.fixture
def both(make_member, other):
    """Places of one customer on two boards."""
    first = make_member("Ann Ash")
    return first, make_member(customer=first.customer, board=other, email="ann@example.com")


def letters_about(idea, by):
    move = deciding.decide(idea, to="planned", reason="In spring", by=by)
    tell_of_move(move.pk)
    send_waiting()
    sent, mail.outbox[:] = [message for message in mail.outbox if "/b/" in message.body], []
    return len(sent)


@pytest.mark.parametrize("how", ["stopped", "left"])
def test_what_is_said_of_one_board_silences_no_other(both, propose, panel, visitor, how):
    here, there = both
    if how == "stopped":
        visitor.post(f"{here.path}mails/", {"wished": "no"})
    else:
        taking_part.leave(here, text="I leave", takes_name_off=False)
    assert letters_about(propose(there), panel.reviewers.get()) == 1
    assert "We write to you when" in visitor.get(there.path).text


def test_mails_about_one_board_are_stopped_there_and_wished_again(both, propose, panel, visitor):
    here, by = both[0], panel.reviewers.get()
    ideas = [propose(here, title=title) for title in ("One", "Two")]
    visitor.post(f"{here.path}mails/", {"wished": "no"})
    assert letters_about(ideas[0], by) == 0
    visitor.post(f"{here.path}mails/", {"wished": "yes"})
    assert letters_about(ideas[1], by) == 1


def test_of_a_board_that_is_closed_a_link_goes_to_who_takes_part_alone(
    make_member, panel, make_champion, sign_in
):
    member, invited = make_member("Ann Ash"), make_member("Bo Birch", agreed=False)
    PanelMember.objects.update(sent_at=timezone.now() - timedelta(days=2))
    boards.close_board(panel)
    client, old = sign_in(make_champion()), member.path
    for one in (member, invited):
        client.post(f"/ideas/members/{one.pk}/renew/")
    send_waiting()
    assert [message.to for message in mail.outbox] == [["ann@example.com"]]
    member.refresh_from_db()
    assert member.path != old
    assert PanelMember.objects.get(pk=invited.pk).number == invited.number


@pytest.mark.parametrize("how", ["left", "stopped"])
def test_who_left_or_wants_no_mails_is_not_invited_again(make_member, panel, make_champion, how):
    member = make_member("Ann Ash")
    PanelMember.objects.update(**{f"{how}_at": timezone.now()})
    PanelMember.objects.update(ended_at=timezone.now(), invited_at=timezone.now() - timedelta(days=60))
    fates = actions.invite_customers(panel, customers=[member.customer], by=make_champion())
    assert list(fates.values()) == ["refused"]


def test_who_was_invited_to_a_board_is_asked_nothing_else_for_thirty_days(
    make_customer, make_champion, make_post, other, time_machine_later
):
    customer, champion = make_customer(email="ann@example.com"), make_champion()
    actions.invite_customers(other, customers=[customer], by=champion)
    survey = {"post": make_post(), "invitees": [Invitee("ann@example.com")], "language": "en"}
    invite_to_post(by=champion, **survey)
    assert not Invitation.objects.exists()
    time_machine_later(days=31)
    invite_to_post(by=champion, **survey)
    assert Invitation.objects.get().customer == customer


def test_without_a_vote_left_a_decided_idea_still_says_that_it_is_decided(make_member, propose, panel):
    panel.budget = 1
    panel.save()
    member = make_member("Ann Ash")
    ideas = [propose(member, title=title) for title in ("One", "Two")]
    deciding.decide(ideas[1], to="planned", reason="In spring", by=panel.reviewers.get())
    taking_part.vote_as(member, ideas[0])
    with pytest.raises(DecidedError):
        taking_part.vote_as(member, ideas[1])
    assert voting.left(member.customer, ideas[0]) == 0
