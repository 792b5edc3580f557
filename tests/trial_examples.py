"""The world of the tenancy walk, of customers who try ideas."""

from feedback.actions.customers import record_consent
from feedback.actions.intake import receive_response
from feedback.models import Customer, Identifier, Invitation, Response
from ideas.actions import submitting, testing
from ideas.models import Idea, Trial
from tests.idea_examples import said
from tests.worlds import World, example


def complaint_of_a_tester(w: World, name: str) -> Response:
    """Somebody complained, and agreed to try what is changed."""
    customer = Customer.objects.create(name=w.text(name))
    Identifier.objects.create(customer=customer, kind="email", value=w.email(name.lower()))
    record_consent(
        customer, purpose="tester", given=True, text=w.text("Ask me"), version="1", source=w.text("form")
    )
    return receive_response(
        post=w.post, metric="nps", score=3, comment=w.text("It is wet"), customer=customer, channel="web"
    )


@example
def tested_idea(w: World) -> Idea:
    return submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A dry floor"))


@example
def trial(w: World) -> Trial:
    return testing.begin_trial(
        w.tested_idea, what=w.text("The new floor"), metric="nps", goal=w.goal, touchpoint=w.touchpoint,
        team=w.team, by=w.people["lead"],
    )  # fmt: skip


@example
def tester(w: World) -> Invitation:
    asked = testing.invite_testers(w.trial, [complaint_of_a_tester(w, "Tess")], by=w.people["champion"])
    return asked[0]


@example
def willing(w: World) -> Response:
    """Of a customer who could be invited."""
    return complaint_of_a_tester(w, "Will")


@example
def ended_trial(w: World) -> Trial:
    idea = submitting.submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A dry stair"))
    made = testing.begin_trial(
        idea, what=w.text("The new stair"), metric="nps", goal=w.goal, touchpoint=w.touchpoint,
        team=w.team, by=w.people["lead"],
    )  # fmt: skip
    testing.end_trial(made)
    return made
