from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feedback.actions.responses import (
    edit_response,
    hide_response,
    move_response,
    redate_response,
    unhide_response,
)
from feedback.models import Case, ListeningPost, Mark, Response
from tenants.outbox.models import Event


def marks():
    return set(Mark.objects.values_list("post", "day"))


def test_a_good_answer_is_one_statement_with_its_mark_and_its_event(make_post, make_response):
    post = make_post()
    post.version  # noqa: B018 - remembered, as by a worker
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = make_response(post=post, comment="Kind people")
    assert len(asked) == 1
    assert Response.objects.get(comment="Kind people").segment == "promoter"
    assert marks() == {(post.pk, response.day)}
    event = Event.objects.get(name="response.received")
    assert event.payload == {"response": str(response.pk), "post": post.pk}


def test_a_poor_answer_opens_a_case(make_response):
    assert make_response(score=3).case == Case.objects.get()


def test_the_same_answer_sent_twice_is_stored_once(make_post, make_response):
    post = make_post()
    first = make_response(post=post, score=2, external_id="one")
    again = make_response(post=post, score=10, external_id="one")
    assert (again.pk, again.score, again.is_repeat, first.is_repeat) == (first.pk, 2, True, False)
    assert (
        Case.objects.count(),
        Mark.objects.count(),
        Event.objects.filter(name="response.received").count(),
    ) == (1, 1, 1)


def test_the_day_is_the_organisations(acme, make_response):
    acme.time_zone = "Pacific/Auckland"
    response = make_response(received_at=datetime(2026, 7, 1, 13, 0, tzinfo=UTC))
    assert response.day.isoformat() == "2026-07-02"


@pytest.mark.parametrize("kind", ["survey", "complaint"])
@pytest.mark.parametrize("passives", [True, False])
@pytest.mark.parametrize("every", [True, False])
def test_the_rule_of_one_row_and_of_many_are_the_same(make_post, make_response, kind, passives, every):
    post = make_post(kind=kind, passives=passives, every_answer=every, nps_at_most=5, csat_at_most=3)
    scores = [("nps", n) for n in range(11)] + [(m, n) for m in ("csat", "rating") for n in range(1, 6)]
    for metric, score in [*scores, ("ces", 1), ("ces", 7), ("", None)]:
        make_response(post=post, metric=metric, score=score, opens_cases=False)
    needing = set(ListeningPost.objects.get().responses.needing_case())
    assert needing == {r for r in Response.objects.all() if post.opens_case(r.metric, r.score)}


def test_what_is_hidden_marks_its_day_and_comes_back(make_response, make_employee):
    response, someone = make_response(), make_employee()
    Mark.objects.all().delete()
    assert hide_response(response, reason="Written by a machine", by=someone)
    assert not hide_response(response, reason="Again", by=someone)
    assert not Response.objects.shown().exists()
    assert unhide_response(response)
    assert Response.objects.shown().get().hidden_reason == ""
    assert Mark.objects.count() == 4


def test_a_moved_and_redated_answer_marks_both_places(make_post, make_response):
    response, there = make_response(), make_post()
    here, old_day = response.post_id, response.day
    Mark.objects.all().delete()
    move_response(response, post=there)
    redate_response(response, received_at=datetime(2026, 1, 5, 12, tzinfo=UTC))
    assert marks() == {(here, old_day), (there.pk, old_day), (there.pk, response.day)}


def test_a_score_corrected_to_a_poor_one_opens_its_case(make_response):
    response = make_response(score=9)
    edit_response(response, score=1)
    assert (response.segment, response.case.pk) == ("detractor", Case.objects.get().pk)
