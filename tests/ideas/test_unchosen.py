"""Who is invited to try an idea complained before: what they say of it is left out of the check."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.actions.cases import open_case
from feedback.actions.causes import describe_cause, join


@pytest.fixture
def place(make_touchpoint):
    return make_touchpoint()


@pytest.mark.parametrize("metric", ["csat", "cases"])
def test_nine_who_try_an_idea_change_no_verdict(
    metric, place, make_idea, make_champion, customers_say, deliver, judged, run
):
    """Half of twenty are happy, before and after. With nine unhappy testers before and nine happy ones after
    it would be 10 of 29 and 19 of 29: proven."""
    asked, by, idea = {"opens_cases": True}, make_champion(), make_idea(touchpoint=place, metric=metric)
    own, other = (run(each, by, "csat") for each in (idea, make_idea(touchpoint=place)))
    for counts, post in ({5: 10, 1: 10}, None), ({1: 9}, own.post):
        customers_say(place, counts, post=post, **asked)

    def say():
        for counts, post in ({5: 10, 1: 10}, None), ({5: 9}, other.post):
            customers_say(place, counts, post=post, **asked)

    check = judged(deliver(idea), say)
    assert (check.before_n, check.after_n, check.difference) == (20, 20, 0.0)
    assert check.verdict == "unproven"


def test_what_they_say_makes_nobody_a_promoter(
    place, make_idea, make_champion, make_customer, customers_say, deliver, run
):
    idea, ann = make_idea(touchpoint=None, segment="detractor", metric="csat"), make_customer()
    tried = run(make_idea(touchpoint=place), make_champion()).post
    for days, score, post in (200, 2, None), (190, 9, tried):
        at = timezone.now() - timedelta(days=days)
        customers_say(place, {score: 1}, metric="nps", customer=ann, post=post, received_at=at)
    customers_say(place, {4: 1}, customer=ann)
    assert deliver(idea).before_counts == {"4": 1}


def test_a_cause_had_hit_where_others_than_they_say_so(
    place, make_idea, make_champion, make_employee, make_touchpoint, customers_say, deliver, run
):
    cause = describe_cause(title="No roof", by=make_employee())
    tried = run(make_idea(touchpoint=make_touchpoint()), make_champion()).post
    said = customers_say(place, {2: 1}) + customers_say(tried.touchpoint, {2: 1}, post=tried, metric="nps")
    for answer in said:
        join([open_case(answer)], cause, by=make_employee())
    assert deliver(make_idea(touchpoint=None, cause=cause)).places == [place.pk]
