"""Whom a check covers where an idea is for a segment, or for those whom a cause has hit."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.causes import describe_cause, join
from feedback.models import Case, Prevention
from ideas.actions import deciding
from ideas.actions.boards import Some, limit_board
from tenants.here import today


@pytest.fixture
def place(make_touchpoint):
    return make_touchpoint()


def test_a_segment_is_who_was_in_it_when_each_window_began(
    place, make_idea, make_customer, customers_say, make_response, deliver
):
    """Two were detractors before the window; one of them is happy in it, and is counted. One was a promoter,
    one became a detractor within it, one says no name: none of them is."""
    idea = make_idea(touchpoint=place, metric="nps", segment="detractor")
    long_ago = timezone.now() - timedelta(days=130)
    people = [make_customer(email=f"{n}@example.com") for n in range(4)]
    for person, score in zip(people, (2, 3, 10), strict=False):
        make_response(score=score, customer=person, received_at=long_ago, opens_cases=False)
    for person, score in zip([*people, None], (9, 4, 9, 1, 1), strict=True):
        customers_say(place, {score: 1}, metric="nps", customer=person)
    check = deliver(idea)
    assert (check.before_from > long_ago.date(), check.before_counts) == (True, {"9": 1, "4": 1})


def test_of_a_cause_the_cases_are_counted_that_are_its_own(
    make_idea, make_employee, make_response, customers_say, place, deliver
):
    by, cause = make_employee(), describe_cause(title="No cover", by=make_employee())
    customers_say(place, {1: 4, 5: 6}, opens_cases=True)
    join(Case.objects.all()[:3], cause, by=by)
    check = deliver(make_idea(touchpoint=None, cause=cause, metric="cases"))
    assert (check.before_counts, check.before_value) == ({"0": 7, "1": 3}, 30.0)


def test_of_a_cause_scores_are_those_of_the_places_that_it_had_hit(
    make_idea, make_employee, make_touchpoint, customers_say, place, deliver
):
    cause = describe_cause(title="No cover", by=make_employee())
    customers_say(place, {1: 1, 5: 9}, opens_cases=True)
    customers_say(make_touchpoint(), {3: 5})
    join(Case.objects.all(), cause, by=make_employee())
    check = deliver(make_idea(touchpoint=None, cause=cause))
    assert (check.places, check.before_counts) == ([place.pk], {"1": 1, "5": 9})


@pytest.fixture
def caused(make_idea, make_employee, customers_say, place):
    cause = describe_cause(title="No cover", by=make_employee())
    customers_say(place, {1: 2}, opens_cases=True)
    join(Case.objects.all(), cause, by=make_employee())
    return make_idea(touchpoint=None, cause=cause, title="A roof")


def test_a_delivered_idea_prevents_its_cause_from_that_day_on(caused, make_employee, deliver):
    owner = make_employee()
    check = deliver(caused, owner=owner)
    made = Prevention.objects.get()
    assert check.prevention == made
    assert (made.cause, made.action, made.effective_on) == (caused.cause, "A roof", today())
    assert (made.commitment.owner, made.commitment.kept_at is None) == (owner, False)
    assert Case.objects.filter(prevention=made, prevented_at__isnull=False).count() == 2


def test_not_delivered_after_all_it_prevents_nothing(caused, make_employee, deliver):
    by = make_employee()
    deliver(caused, by=by)
    deciding.decide(caused, to="started", reason="It leaks", by=by, owner=by, due_on=today())
    assert not Prevention.objects.standing().exists()
    assert Case.objects.filter(prevented_at=None, prevention=None).count() == 2
    deciding.decide(caused, to="completed", reason="It is tight", by=by)
    assert Prevention.objects.standing().count() == 1


def test_the_cause_does_not_name_an_idea_that_not_everybody_reads(caused, make_team, deliver):
    limit_board(caused.board, [Some("see", team=make_team())])
    deliver(caused)
    assert "A roof" not in Prevention.objects.get().action
