"""A customer on a board, by their link alone: axe-core finds nothing, each page fits, and all works without
JavaScript."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from feedback.models import Customer
from ideas.actions import commenting, deciding, panel, taking_part
from ideas.actions.submitting import submit_idea
from ideas.models import Board, PanelMember
from tests.browser.tour import Tour
from tests.feedback.conftest import make_customer  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.committing]


@pytest.fixture
def board(make_employee, make_team):
    made = Board.objects.create(
        name="Guests", about="What should we mend in our hotels next year?", is_for_customers=True, budget=3
    )
    made.reviewers.add(make_employee(name="Rhian Vale", team=make_team(name="Front desk")))
    return made


@pytest.fixture
def invited(board, make_customer, make_employee):  # noqa: F811
    def invited(name):
        return PanelMember.objects.create(
            board=board, customer=make_customer(name, f"{name.split()[0]}@example.com"),
            email="a@example.com", invited_by=make_employee(),
            link_until=timezone.now() + timedelta(days=30), language="en",
        )  # fmt: skip

    return invited


@pytest.fixture
def talked(board, invited, make_touchpoint):
    """One idea of staff, started, and one of another customer, both talked about."""
    rhian, other, touchpoint = board.reviewers.get(), invited("Ann Ash"), make_touchpoint(name="Reception")
    taking_part.agree(other, text="I take part")
    said = {
        "title": "A roof over the door of the east wing", "touchpoint": touchpoint,
        "problem": "They wait in the rain for the bus to the station.", "proposal": "A roof, and a bench.",
        "delight": "They stay dry.",
    }  # fmt: skip
    measured = {"metric": "csat", "judge_on": timezone.localdate() + timedelta(days=90), "language": "en"}
    ours = submit_idea(board, by=rhian, **said, **measured)
    theirs = taking_part.propose(other, **said | {"title": "Breakfast from six o'clock on working days"})
    for idea in (ours, theirs):
        taking_part.vote_as(other, idea)
        first = taking_part.comment_as(other, idea, text="At night, too: the light is out there.")
        commenting.comment_on(idea, text="We look at the light this week.", by=rhian, parent=first)
    facts = {"reason": "We build it before Easter.", "owner": rhian, "due_on": timezone.localdate()}
    deciding.decide(ours, to="started", by=rhian, **facts)
    return ours, theirs


def test_a_customer_agrees_proposes_votes_comments_and_leaves(acme, browse, invited, talked, make_touchpoint):
    _ours, theirs = talked
    place = make_touchpoint(name="Breakfast room")
    page = browse(acme, javascript=False, width=320)
    page.goto(invited("Gareth Hallam").path)
    page.get_by_role("button", name="I agree, and take part").click()
    expect(page.get_by_text("We build it before Easter.")).to_be_visible()
    page.get_by_role("link", name="Propose an idea").click()
    page.get_by_label("Your idea in one line").fill("Tea without sugar")
    page.get_by_label("What is the matter?").fill("All of it is sweet")
    page.get_by_label("What should change?").fill("Offer plain tea")
    page.get_by_label("Where did you meet it?").select_option(str(place))
    page.get_by_label("Why would it delight you").fill("I could drink it")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_text("Your idea is answered by")).to_be_visible()
    page.get_by_role("link", name="Guests").click()
    page.get_by_role("link", name=theirs.title).click()
    page.get_by_role("button", name="I want it").click()
    expect(page.get_by_text("You have 2 votes left on this board.")).to_be_visible()
    page.get_by_label("Your comment").fill("And on Sundays")
    page.get_by_role("button", name="Say it").last.click()
    expect(page.get_by_text("And on Sundays")).to_be_visible()
    page.get_by_role("link", name="Guests").click()
    page.get_by_role("link", name="Leave the board").click()
    page.get_by_label("Take my name off").check()
    page.get_by_role("button", name="Leave the board").click()
    expect(page.get_by_role("heading", name="You have left the board")).to_be_visible()


def test_their_pages_fit_and_axe_finds_nothing(acme, browse, invited, talked):
    new, member, ended = invited("Bo Birch"), invited("Cy Cole"), invited("Di Dale")
    taking_part.agree(member, text="I take part")
    taking_part.propose(member, title="Quiet rooms", problem="Doors bang", proposal="Felt", delight="Sleep",
                        touchpoint=talked[0].touchpoint)  # fmt: skip
    panel.end_link(ended)
    paths = [place.path for place in (new, member, ended)] + [
        f"{member.path}{way}/" for way in ("new", "leave")
    ]
    paths += [member.idea_path(idea.pk) for idea in talked] + [new.stop_path, f"{member.path}?view=mine"]
    page = browse(acme)
    page.goto("/accessibility/")
    tour = Tour(page, set()).go(paths)
    assert not tour.found


def test_the_page_of_staff_fits_and_axe_finds_nothing(acme, browse, board, invited, make_champion):
    for name in ("Bo Birch", "Cy Cole"):
        taking_part.agree(invited(name), text="I take part")
    panel.end_link(invited("Di Dale"))
    Customer.objects.create(name="Ed Birch")
    page = browse(acme, make_champion())
    page.goto("/accessibility/")
    tour = Tour(page, set()).go([f"/ideas/boards/{board.pk}/customers/{end}" for end in ("", "?q=birch")])
    assert not tour.found
