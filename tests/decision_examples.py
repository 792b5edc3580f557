"""The world of the tenancy walk, of what was decided."""

from datetime import timedelta

from ideas.actions import decisions, evidence
from ideas.actions.deciding import decide
from ideas.actions.submitting import submit_idea
from ideas.models import CitedIdea, Decision, DecisionEvidence, Move
from tenants.here import today
from tests.idea_examples import said
from tests.worlds import World, example


@example
def decision(w: World) -> Decision:
    """By the lead, with something promised because of it."""
    made = decisions.make_decision(
        what=w.text("We open at six"), why=w.text("They wait in the rain"), by=w.people["lead"],
        made_by=w.people["lead"], decided_on=today(), revisit_on=today() + timedelta(days=60),
    )  # fmt: skip
    decisions.promise_follow_up(
        made, what=w.text("Print the hours"), owner=w.people["employee"], due_on=today() + timedelta(days=9)
    )
    return made


@example
def decision_evidence(w: World) -> DecisionEvidence:
    return evidence.attach(w.decision, thing=w.response, why=w.text("She waited"), by=w.people["lead"])


@example
def removed_decision_evidence(w: World) -> DecisionEvidence:
    made = evidence.attach(w.decision, thing=w.cause, why=w.text("No list"), by=w.people["lead"])
    evidence.remove(made, by=w.people["lead"])
    return made


@example
def cited_idea(w: World) -> CitedIdea:
    return decisions.cite(w.decision, w.wanted_idea, by=w.people["lead"])


@example
def deciding_move(w: World) -> Move:
    """An idea was declined, and nobody has made a decision of that."""
    idea = submit_idea(w.idea_board, by=w.people["employee"], **said(w, "A red door"))
    return decide(idea, to="declined", reason=w.text("It is green"), by=w.people["lead"])
