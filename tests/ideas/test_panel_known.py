"""What customers said on boards is known of them, told them, and stands behind decisions."""

import pytest
from django.core import mail

from feedback.actions.undoing import _remove_customers
from feedback.models import Customer
from ideas.actions import commenting, decisions, taking_part, voting
from ideas.models import Decision, OutcomeCheck
from tenants.here import today
from tenants.outbox.send import send_waiting


@pytest.fixture
def decided(make_employee):
    def decided(idea, comment=None):
        by = make_employee()
        made = decisions.make_decision(
            by=by, made_by=by, what=f"We roof {idea.pk}", why="They wait", decided_on=today(), revisit_on=None
        )
        decisions.cite(made, idea, comment=comment, by=by)
        return made

    return decided


def test_what_they_proposed_wanted_and_said_stands_on_their_timeline(
    make_member, propose, make_idea, panel, make_champion, make_employee, sign_in
):
    member, ours, champion = make_member(), make_idea(panel, title="Ours"), make_champion()
    idea = propose(member)
    taking_part.vote_as(member, idea)
    voting.vote_for(ours, customer=member.customer, by=make_employee(name="Nia Rowlands"))
    taking_part.comment_as(member, ours, text="At night, too")
    page = sign_in(champion).get(f"/customers/{member.customer_id}/").text
    words = ["proposed on the board “Guests”", "wants this idea, as Nia Rowlands says", "At night, too"]
    for said in [*words, "wants this idea<", "said of the idea “Ours”", f"/ideas/{idea.pk}/"]:
        assert said in page
    told = sign_in(champion).get(f"/api/v1/customers/{member.customer_id}/timeline/").json()
    kinds = sorted((row["kind"], row["by"] is None) for row in told)
    assert kinds == [("idea", True), ("idea_comment", True), ("idea_vote", False), ("idea_vote", True)]


@pytest.mark.parametrize("why", ["no names", "not theirs to see", "hidden"])
def test_a_timeline_tells_nothing_that_its_reader_may_not_know(
    make_member, make_board, propose, make_employee, make_team, make_champion, make_response, sign_in, why
):
    lead, champion = make_employee(), make_champion()
    team = make_team(lead=lead)
    board = make_board(teams=[make_team()] if why == "not theirs to see" else [], is_for_customers=True,
                       shows_names=why != "no names")  # fmt: skip
    member = make_member(board=board)
    make_response(customer=member.customer, team=team)
    idea = propose(member, title="A roof")
    said = taking_part.comment_as(member, idea, text="At night, too")
    if why == "hidden":
        commenting.hide_comment(said, reason="Names", by=champion)
    page = sign_in(lead).get(f"/customers/{member.customer_id}/")
    assert (page.status_code, "At night, too" in page.text) == (200, False)
    assert ("A roof" in page.text) == (why == "hidden")


def test_a_decision_rests_on_customers_where_it_cites_what_they_proposed_or_said(
    make_member, propose, make_idea, panel, decided
):
    member, ours = make_member(), make_idea(panel)
    theirs, said = propose(member), taking_part.comment_as(member, ours, text="At night, too")
    rests = [decided(theirs), decided(ours, said)]
    colleagues = commenting.comment_on(theirs, text="I think so, too", by=panel.reviewers.get())
    decided(ours)
    decided(theirs, colleagues)
    assert set(Decision.objects.with_evidence()) == set(rests)
    assert {row.pk for row in Decision.objects.counted() if row.rests} == {made.pk for made in rests}


def test_what_was_hidden_is_no_evidence_and_a_name_taken_off_takes_none_away(
    make_member, propose, make_idea, panel, decided, make_champion
):
    member, ours = make_member(), make_idea(panel)
    said = taking_part.comment_as(member, ours, text="At night, too")
    by_comment, by_idea = decided(ours, said), decided(propose(member))
    taking_part.leave(member, text="I leave", takes_name_off=True)
    assert set(Decision.objects.with_evidence()) == {by_comment, by_idea}
    commenting.hide_comment(said, reason="It names somebody", by=make_champion())
    assert set(Decision.objects.with_evidence()) == {by_idea}


def test_what_customers_said_is_found_and_cited_on_the_page(
    make_member, make_idea, panel, decided, sign_in, make_champion
):
    idea, champion = make_idea(panel, title="A roof at the door"), make_champion()
    said = taking_part.comment_as(make_member("Zqann Ash"), idea, text="At night, too")
    made = decided(make_idea(panel, title="Elsewhere"))
    client = sign_in(champion)
    page = client.get(f"/decisions/{made.pk}/cite/?q=roof").text
    assert ("At night, too" in page, "Zqann" in page) == (True, False)
    client.post(f"/decisions/{made.pk}/cite/", {"idea": idea.pk, "comment": said.pk})
    page = client.get(made.get_absolute_url()).text
    assert ("by a customer" in page, "rests on customers" in page, "Zqann" in page) == (True, True, False)


def test_who_had_it_and_who_wanted_it_are_told_whether_it_helped(
    make_member, propose, panel, customers_say, deliver, judged, visitor, django_capture_on_commit_callbacks
):
    author, voter = make_member("Ann Ash"), make_member("Bo Birch")
    make_member("Cy Cole")
    idea = propose(author)
    taking_part.vote_as(voter, idea)
    check = deliver(idea, by=panel.reviewers.get())
    with django_capture_on_commit_callbacks(execute=True):
        mail.outbox.clear()
        judged(check)
        send_waiting()
    letters = [each for each in mail.outbox if "we have looked whether customers are better off" in each.body]
    assert check.verdict == OutcomeCheck.Verdict.UNPROVEN
    theirs = {each.to[0]: each.body for each in letters if "/b/" in each.body}
    assert set(theirs) == {"ann@example.com", "bo@example.com"}
    assert "Your idea" in theirs["ann@example.com"]
    assert "You wanted the idea" in theirs["bo@example.com"]


def test_whom_a_board_knows_is_not_forgotten_with_the_import_that_brought_them(
    bring_in, make_member, make_customer
):
    imported = bring_in("score,comment\n3,Wet\n", score=0, metric="csat", comments=[1])
    idle, invited = make_customer("Ann Ash", "a@example.com"), make_customer("Bo Birch", "b@example.com")
    Customer.objects.update(imported=imported)
    make_member(customer=invited, agreed=False)
    _remove_customers(imported)
    assert set(Customer.objects.filter(pk__in=[idle.pk, invited.pk])) == {invited}
