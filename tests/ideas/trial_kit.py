"""Customers who complain, agree and try an idea."""

import pytest

from feedback.actions.customers import record_consent
from feedback.models import Goal
from ideas.actions import testing


def agree(customer, *, given=True, purpose="tester"):
    record_consent(customer, purpose=purpose, given=given, text="Ask me", version="1", source="form")


@pytest.fixture
def complain(make_post, make_response, make_customer):
    """A customer complains, and agrees to try what is changed."""

    def complain(name="Ann", *, touchpoint=None, score=3, agrees=True, post=None, **facts):
        customer = make_customer(name=name, email=f"{name.lower()}@x.example")
        if agrees:
            agree(customer)
        post = post or (make_post(touchpoint=touchpoint) if touchpoint else make_post())
        return make_response(post=post, score=score, customer=customer, **facts)

    return complain


@pytest.fixture
def run(make_team):
    """Begin the test of an idea."""

    def run(idea, by, metric="nps"):
        goal = Goal.objects.first() or Goal.objects.create(name="Stay")
        return testing.begin_trial(
            idea, what="The new roof", metric=metric, goal=goal, touchpoint=idea.touchpoint, team=make_team(),
            by=by,
        )  # fmt: skip

    return run
