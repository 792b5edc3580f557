"""Customers read what became of their ideas and of those they want; two records of one are one voice."""

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.actions.customers import merge_customers, record_consent
from ideas import tasks
from ideas.actions import deciding, merging, taking_part, voting
from ideas.models import Comment, Idea, PanelMember, Vote
from ideas.views.panel_stop import A_MINUTE
from tenants.outbox.send import send_waiting


@pytest.fixture
def told(django_capture_on_commit_callbacks, panel):
    """Decide about an idea; who was written to, and what."""

    def told(idea, to="planned", **facts):
        with django_capture_on_commit_callbacks(execute=True):
            by = panel.reviewers.get()
            move = deciding.decide(idea, to=to, reason="We build it in spring", by=by, **facts)
            for _again in range(2):
                tasks.tell_of_move(move.pk)
            send_waiting()
        return {message.to[0]: message for message in mail.outbox}

    return told


def test_who_proposed_and_who_wants_it_are_told_once_with_their_own_link(make_member, propose, told, visitor):
    author, voter = make_member("Ann Ash"), make_member("Bo Birch")
    make_member("Cy Cole")  # takes part, and said nothing about this one
    idea = propose(author)
    taking_part.vote_as(voter, idea)
    letters = told(idea)
    assert len(mail.outbox) == len(letters) == 2
    assert "Your idea “A roof at the door” is planned now." in letters["ann@example.com"].body
    assert "You voted for the idea “A roof at the door”. It is planned now." in letters["bo@example.com"].body
    path = "/b/" + letters["bo@example.com"].body.split("/b/")[1].split()[0]
    page = visitor.get(path).text
    assert "We build it in spring" in page
    assert "We build it in spring" in letters["ann@example.com"].body


def test_no_letter_names_who_else_is_there(make_member, propose, told, make_employee):
    author = make_member("Ann Ash")
    taking_part.vote_as(make_member("Bo Birch"), idea := propose(author))
    owner = make_employee(name="Nia Rowlands")
    letters = told(idea, "started", owner=owner, due_on=timezone.localdate())
    for letter in letters.values():
        both = letter.body + letter.alternatives[0].content
        assert not [name for name in ("Ash", "Birch", "Nia", "Rowlands", "Rhian") if name in both]
        assert "It is promised for" in both
        assert "List-Unsubscribe" in letter.extra_headers


@pytest.mark.parametrize("how", ["left", "stopped", "taken back", "said no to staff", "never agreed"])
def test_nobody_is_told_who_does_not_wish_it(make_member, make_idea, panel, told, make_employee, how):
    member, idea = make_member(agreed=how != "never agreed"), make_idea(panel, by=panel.reviewers.get())
    voting.vote_for(idea, customer=member.customer, by=make_employee(notify="mine"))
    if how == "left":
        taking_part.leave(member, text="I leave", takes_name_off=False)
    elif how == "stopped":
        taking_part.wish_mails(member, wished=False, text="No")
    elif how == "taken back":
        PanelMember.objects.update(ended_at=timezone.now())
    elif how == "said no to staff":
        record_consent(member.customer, purpose="panel", given=False, text="No", version="1", source="told")
    assert not told(idea)


def test_mails_are_stopped_and_wished_again_on_the_page(make_member, visitor):
    member = make_member()
    for wished, words in (("no", "We write you no mails about this board."), ("yes", "We write to you when")):
        page = visitor.post(f"{member.path}mails/", {"wished": wished}, follow=True)
        assert words in page.text
    given = member.customer.consents.filter(purpose="panel_mail").values_list("given", flat=True)
    assert list(given) == [True, False]


def test_whoever_presses_too_often_to_stop_mails_is_told_to_wait_a_minute(make_member, visitor):
    path = make_member().stop_path
    assert {visitor.get(path).status_code for _ in range(A_MINUTE)} == {200}
    refused = visitor.get(path)
    assert (refused.status_code, 0 < int(refused["Retry-After"]) <= 61) == (429, True)
    assert "try again in a minute" in refused.text


def test_a_letter_is_in_the_customers_language(make_member, propose, told, catalogue):
    catalogue("cy", **{"Read the idea": "Darllenwch y syniad"})
    letter = told(propose(make_member("Ann Ash", language="cy")))["ann@example.com"]
    assert "Darllenwch y syniad" in letter.body


def test_two_records_of_one_customer_have_one_vote_and_one_place(
    make_member, make_idea, panel, make_customer, make_champion
):
    kept = make_customer("Gareth Hallam", email="g@example.com")
    merged = make_member("Gareth Hallam")
    both, one = make_idea(panel), make_idea(panel)
    invited = make_member(customer=kept, agreed=False)
    for idea in (both, one):
        taking_part.vote_as(merged, idea)
    voting.vote_for(both, customer=kept, by=panel.reviewers.get())
    taking_part.comment_as(merged, one, text="At night, too")
    assert merge_customers(kept=kept, merged=merged.customer, by=make_champion())
    for _twice in range(2):
        tasks.follow_customers()
    assert [Idea.objects.get(pk=idea.pk).votes for idea in (both, one)] == [1, 1]
    assert set(Vote.objects.values_list("customer", flat=True)) == {kept.pk}
    assert Comment.objects.get().customer == kept
    place = PanelMember.objects.get()
    assert (place.customer, place.pk == invited.pk, place.has_agreed) == (kept, False, True)


def test_who_had_or_wants_a_duplicate_is_told_what_becomes_of_the_other_one(
    make_member, propose, make_idea, panel, told
):
    author, voter = make_member("Ann Ash"), make_member("Bo Birch")
    theirs, ours = propose(author, title="A roof, please"), make_idea(panel, title="A roof at the door")
    taking_part.vote_as(voter, theirs)
    merging.merge(theirs, into=ours, reason="The same", by=panel.reviewers.get())
    letters = told(ours)
    whose = "The idea “A roof at the door”, of which yours, “A roof, please”, is a part, is planned now."
    for words in (letters["ann@example.com"].body, letters["ann@example.com"].alternatives[0].content):
        assert (whose in words, "Your idea" in words) == (True, False)
    assert "You voted for the idea “A roof at the door”." in letters["bo@example.com"].body


@pytest.mark.parametrize("one_way", [False, True])
def test_a_merge_tells_them_that_both_are_one_and_where_theirs_goes_on_if_they_may_read_that(
    make_member, make_board, make_employee, propose, make_idea, django_capture_on_commit_callbacks, one_way
):
    by = make_employee()
    board = make_board([by], is_for_customers=True, is_one_way=one_way)
    theirs, ours = propose(make_member("Ann Ash", board=board), title="A roof, please"), make_idea(board)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tell_of_move(merging.merge(theirs, into=ours, reason="The same", by=by).pk)
        send_waiting()
    (letter,) = [message for message in mail.outbox if message.to == ["ann@example.com"]]
    for words in (letter.body, letter.alternatives[0].content):
        assert "Your idea “A roof, please” says what another one says: they are one now." in words
        assert ("It goes on as" in words, ours.title in words) == (not one_way, not one_way)


def test_on_a_one_way_board_it_is_their_own_that_they_are_told_of(
    make_member, make_board, make_employee, propose, make_idea, django_capture_on_commit_callbacks
):
    by = make_employee()
    board = make_board([by], is_for_customers=True, is_one_way=True)
    theirs, ours = propose(make_member("Ann Ash", board=board), title="A roof, please"), make_idea(board)
    merging.merge(theirs, into=ours, reason="The same", by=by)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.tell_of_move(deciding.decide(ours, to="planned", reason="In spring", by=by).pk)
        send_waiting()
    (letter,) = [message for message in mail.outbox if message.to == ["ann@example.com"]]
    assert ("“A roof, please” is planned" in letter.body, ours.title in letter.body) == (True, False)


def test_who_said_something_is_demanded_by_the_database(make_member, propose, make_employee):
    idea = propose(make_member())
    somebody = make_employee()
    for rows, wrong in (
        (Idea.objects.filter(pk=idea.pk), {"author": somebody}),
        (Idea.objects.filter(pk=idea.pk), {"is_customers": False}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**wrong)
    for wrong in ({"by": somebody, "is_customers": True}, {}, {"by": somebody, "customer": idea.customer}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Comment.objects.create(idea=idea, text="Hm", **wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(idea=idea, voter=somebody, customer=idea.customer, by=somebody)
