"""What a board opens to customers, by the same rule as to everybody; and challenges that ask them, too."""

import threading
from functools import partial

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django_tenants.utils import schema_context

from ideas import tasks
from ideas.actions import challenging, following, taking_part, voting
from ideas.actions.boards import Some, limit_board
from ideas.actions.errors import BudgetError, NotOpenError, OverError
from ideas.models import Audience, Challenge, Comment, Idea, Vote
from tenants.here import today
from tenants.outbox.send import send_waiting
from tests.ideas.test_panel_pages import said


@pytest.mark.parametrize(
    ("act", "gone"), [("submit", "Propose an idea"), ("vote", "I want it"), ("comment", "Say it")]
)
def test_what_is_for_leads_alone_is_neither_shown_to_customers_nor_taken(
    make_member, propose, make_touchpoint, panel, visitor, act, gone
):
    member = make_member()
    idea = propose(member)
    shown = lambda: "".join(visitor.get(path).text for path in (member.path, member.idea_path(idea.pk)))  # noqa: E731
    assert gone in shown()
    limit_board(panel, [Some(act, role="lead")])
    assert gone not in shown()
    ways = {"submit": ("new/", said(make_touchpoint(), title="Another")),
            "vote": (f"ideas/{idea.pk}/vote/", {}),
            "comment": (f"ideas/{idea.pk}/comment/", {"text": "Hm"})}  # fmt: skip
    way, body = ways[act]
    page = visitor.post(f"{member.path}{way}", body, follow=True)
    assert "On this board that is for others." in page.text
    assert "leads" not in page.text
    assert (Idea.objects.count(), Vote.objects.count(), Comment.objects.count()) == (1, 0, 0)


def test_what_is_for_customers_alone_is_refused_to_employees(
    make_member, propose, panel, sign_in, make_employee
):
    limit_board(panel, [Some("vote", role="customer")])
    idea, somebody = propose(make_member()), make_employee()
    assert taking_part.vote_as(make_member("Ann Ash"), idea)
    answer = sign_in(somebody).post(f"/ideas/{idea.pk}/vote/")
    assert answer.status_code == 403
    assert (
        panel.refusal_to(somebody, "vote")
        == "On this board votes and objections are given by: invited customers."
    )


def test_a_vote_they_may_not_give_any_more_they_may_take_back(make_member, propose, panel):
    member = make_member()
    taking_part.vote_as(member, idea := propose(member))
    limit_board(panel, [Some("vote", role="lead")])
    with pytest.raises(NotOpenError):
        taking_part.vote_as(make_member("Ann Ash"), idea)
    assert taking_part.take_back_as(member, idea)


def test_customers_see_a_board_by_their_link_only(panel, make_employee, sign_in):
    with pytest.raises(IntegrityError), transaction.atomic():
        Audience.objects.create(board=panel, act="see", role="customer")
    admin = make_employee(is_admin=True)
    asked = {"audiences": [{"act": "see", "role": "customer"}]}
    answer = sign_in(admin).patch(f"/api/v1/boards/{panel.pk}/", asked, content_type="application/json")
    assert answer.status_code == 400
    page = sign_in(admin).get(f"/ideas/boards/{panel.pk}/change/").text
    assert page.count("invited customers<") + page.count("invited customers\n") == 3


def test_an_act_is_for_customers_only_where_they_take_part(make_board, make_employee, sign_in):
    board = make_board()
    body = {"name": board.name, "review_days": 9, "crisis_hours": 4, "vote_roles": ["customer"]}
    client = sign_in(make_employee(is_admin=True))
    page = client.post(f"/ideas/boards/{board.pk}/change/", body)
    assert (page.status_code, "On this board no customers take part." in page.text) == (422, True)
    assert (
        client.post(f"/ideas/boards/{board.pk}/change/", body | {"is_for_customers": "on"}).status_code == 302
    )


def test_the_api_keeps_that_rule_whichever_of_both_is_changed(panel, make_board, make_employee, sign_in):
    client, mine = sign_in(make_employee(is_admin=True)), make_board()
    theirs = {"audiences": [{"act": "vote", "role": "customer"}]}

    def change(board, **facts):
        return client.patch(f"/api/v1/boards/{board.pk}/", facts, content_type="application/json").status_code

    assert change(mine, **theirs) == 400
    assert (change(panel, **theirs), change(panel, is_for_customers=False)) == (200, 400)
    assert (change(mine, is_for_customers=True, **theirs), change(panel, audiences=[])) == (200, 200)
    assert change(panel, is_for_customers=False) == 200


def test_they_answer_a_challenge_that_runs_on_their_board_and_no_other(
    make_member, make_challenge, make_touchpoint, panel, visitor
):
    member, asked, elsewhere = make_member(), make_challenge(panel), make_challenge()
    assert asked.question in visitor.get(member.path).text
    page = visitor.get(f"{member.path}new/?challenge={asked.pk}").text
    assert f'value="{asked.pk}" selected' in page
    for wrong in (elsewhere.pk, "x", 10**30):
        body = said(make_touchpoint(), challenge=wrong)
        assert visitor.post(f"{member.path}new/", body).status_code == 422
    visitor.post(f"{member.path}new/", said(make_touchpoint(), challenge=asked.pk))
    assert Idea.objects.get().challenge == asked


def test_a_challenge_that_ended_meanwhile_takes_none(make_member, make_challenge, make_touchpoint, panel):
    over = make_challenge(panel)
    Challenge.objects.update(called_off_at=over.created_at, called_off_reason="Asked before")
    texts = {"title": "A", "problem": "B", "proposal": "C", "delight": "D"}
    with pytest.raises(OverError):
        taking_part.propose(make_member(), touchpoint=make_touchpoint(), challenge=over, **texts)
    assert not Idea.objects.exists()


def test_a_challenges_own_budget_counts_for_customers_too(make_member, make_challenge, propose, panel):
    member, asked = make_member(), make_challenge(panel, budget=1)
    one, two = (propose(member, title=title, challenge=asked) for title in ("One", "Two"))
    taking_part.vote_as(member, one)
    with pytest.raises(BudgetError):
        taking_part.vote_as(member, two)
    assert taking_part.vote_as(member, propose(member, title="Of none"))


def test_their_page_says_whose_votes_are_left_and_that_voting_ended_with_the_challenge(
    make_member, make_challenge, propose, panel, visitor
):
    member, asked = make_member(), make_challenge(panel, budget=3)
    path = member.idea_path(propose(member, challenge=asked).pk)
    assert "You have 3 votes left for this challenge." in visitor.get(path).text
    Challenge.objects.update(called_off_at=asked.created_at, called_off_reason="Asked before")
    page = visitor.get(path).text
    assert "The challenge has ended, and voting with it." in page
    assert "left for this challenge" not in page


def test_who_took_part_reads_what_became_of_it(
    make_member, make_challenge, propose, panel, visitor, django_capture_on_commit_callbacks
):
    author, other, asked = make_member("Ann Ash"), make_member("Bo Birch"), make_challenge(panel)
    make_member("Cy Cole")
    taking_part.vote_as(other, propose(author, challenge=asked))
    day = today()
    Challenge.objects.update(opens_on=day.replace(year=2020), closes_on=day.replace(year=2021))
    challenging.end(asked.pk, telling=False)
    with django_capture_on_commit_callbacks(execute=True):
        asked.refresh_from_db()
        challenging.announce(asked, text="We roof the door", named=[], by=asked.sponsor)
        for _twice in range(2):
            tasks.tell_of_announcement(asked.pk)
        send_waiting()
    letters = [message for message in mail.outbox if "/b/" in message.body]
    assert sorted(letter.to[0] for letter in letters) == ["ann@example.com", "bo@example.com"]
    for letter in letters:
        assert "We roof the door" in letter.body
        assert "List-Unsubscribe" in letter.extra_headers
    assert "We roof the door" in visitor.get(author.path).text


def test_what_they_say_is_news_to_who_follows_the_idea_without_their_name(
    make_member, make_idea, panel, make_employee, django_capture_on_commit_callbacks
):
    idea = make_idea(panel)
    following.follow(idea, who=make_employee(email="fan@example.com", notify="all"))
    with django_capture_on_commit_callbacks(execute=True):
        made = taking_part.comment_as(make_member("Zqann Ash"), idea, text="At night, too")
        tasks.tell_of_comment(made.pk)
        send_waiting()
    (letter,) = [message for message in mail.outbox if message.to == ["fan@example.com"]]
    assert "At night, too" in letter.body
    assert ("a customer" in letter.body, "Zqann" in letter.body) == (True, False)
    assert made.said_by == "a customer"


def test_their_box_for_comments_names_nobody_of_staff(make_member, propose, visitor):
    member = make_member()
    page = visitor.get(member.idea_path(propose(member).pk)).text
    assert ("hx-post" in page, "Type @" in page) == (False, False)


@pytest.mark.committing
def test_many_links_at_once_lose_no_vote_spend_no_budget_twice_and_wait_for_nobody(
    acme, make_board, make_member, make_idea, make_employee
):
    """Six customers press three times each at two ideas of which each may want one, two at once by each link,
    while staff say the same for them."""
    board, by = make_board(is_for_customers=True, budget=1), make_employee()
    members, ideas = (
        [make_member(f"Ann{n} Ash", board=board) for n in range(6)],
        [make_idea(board) for _ in "ab"],
    )
    start, refused, broken = threading.Barrier(18), [], []

    def press(act):
        with schema_context(acme.schema_name):
            start.wait(20)
            for idea in (*ideas, ideas[0]):
                try:
                    act(idea)
                except BudgetError:
                    refused.append(idea.pk)
                except Exception as wrong:
                    broken.append(wrong)
        connection.close()

    acts = [partial(taking_part.vote_as, member) for member in members for _twice in range(2)]
    acts += [
        lambda idea, m=member: voting.vote_for(ideas[0], customer=m.customer, by=by) for member in members
    ]
    threads = [threading.Thread(target=press, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not broken
    for idea in ideas:
        idea.refresh_from_db()
        assert idea.votes == Vote.objects.filter(idea=idea).count()
    assert ideas[0].votes == 6
    assert ideas[1].votes == 0
