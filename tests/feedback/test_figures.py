from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from feedback.figures import Scope, mark_responses, move_days, read, roll_up, snapshot, tally
from feedback.models import DayCount, Mark, Response
from tenants import actions
from tenants.models import Organisation
from tests.feedback.figures_place import FIRST, Place, make_place
from tests.tenants.test_queue import run_queued

ALL = Scope(FIRST - timedelta(days=30), FIRST + timedelta(days=30))


@pytest.fixture
def place(acme) -> Place:
    return make_place()


def plainly(responses, key) -> dict:
    """The counts as anybody would count them: shown answers with a day, one by one."""
    found: dict = {}
    for response in responses:
        if response.hidden_at is None and response.day and ALL.start <= response.day <= ALL.end:
            found.setdefault(key(response), Counter())[(response.metric, response.score)] += 1
    return found


def as_counted(tallies) -> dict:
    """Tallies in the same form; answers without a score are what is received beyond the scores."""
    found = {}
    for group, one in tallies.items():
        counts = Counter({(m, s): n for m, scores in one.counts.items() for s, n in scores.items()})
        found[group] = counts, one.received
    return found


def agree(tallies, plain) -> bool:
    expected = {}
    for group, counts in plain.items():
        scored = Counter({key: n for key, n in counts.items() if key[1] is not None})
        expected[group] = scored, counts.total()
    return as_counted(tallies) == expected


GROUPINGS = {
    (): lambda r: (),
    ("day",): lambda r: (r.day,),
    ("month", "touchpoint"): lambda r: (r.day.replace(day=1), r.touchpoint_id),
    ("week",): lambda r: (r.day - timedelta(days=r.day.weekday()),),
    ("team", "post"): lambda r: (r.team_id, r.post_id),
}


def all_agree() -> bool:
    found, responses = read(ALL, *GROUPINGS), list(Response.objects.all())
    return all(agree(found[by], plainly(responses, key)) for by, key in GROUPINGS.items())


def test_figures_equal_a_plain_count_before_any_roll_up(place):
    place.answers(120)
    assert all_agree()


@pytest.mark.committing
def test_figures_equal_a_plain_count_after_roll_ups_and_changes(place):
    place.answers(150)
    assert roll_up() > 0
    assert not Mark.objects.exists()
    assert all_agree()
    place.answers(40)
    assert all_agree()
    assert DayCount.objects.exists()
    assert roll_up() > 0
    assert all_agree()
    assert roll_up() == 0


@pytest.mark.committing
def test_a_day_whose_answers_are_all_hidden_leaves_the_roll_up(place):
    response = place.answer(3)
    roll_up()
    mark_responses(Response.objects.filter(pk=response.pk))
    Response.objects.filter(pk=response.pk).update(hidden_at=response.created_at)
    assert tally(ALL).received == 0
    roll_up()
    assert not DayCount.objects.exists()


@pytest.mark.committing
def test_nothing_is_read_from_the_answers_once_they_are_rolled_up(place):
    place.answers(30)
    roll_up()
    before = as_counted(read(ALL, ("day",))[("day",)])
    Response.objects.all().delete()
    assert as_counted(read(ALL, ("day",))[("day",)]) == before


@pytest.mark.committing
def test_a_second_roll_up_at_the_same_time_does_nothing(place):
    place.answers(3)
    lock = [connection.schema_name]
    other = connection.copy()
    with other.cursor() as elsewhere:
        elsewhere.execute("SELECT pg_advisory_lock(hashtext('heed.roll_up'), hashtext(%s))", lock)
        assert roll_up() == 0
        elsewhere.execute("SELECT pg_advisory_unlock(hashtext('heed.roll_up'), hashtext(%s))", lock)
    other.close()
    assert roll_up() > 0


@pytest.mark.committing
def test_many_days_are_rolled_up_in_chunks(place, monkeypatch):
    monkeypatch.setattr("feedback.figures.rolling.PLACES_AT_ONCE", 3)
    place.answers(60)
    places = Mark.objects.values("day", "post").distinct().count()
    assert roll_up() == places > 3
    assert all_agree()


def test_only_the_teams_of_the_scope_are_counted_each_in_its_branch(place):
    everywhere = [place.answer(9, team=team) for team in range(4)]
    top, north, south, ward = (team.pk for team in place.teams)
    scope = Scope(FIRST, FIRST, branches={north: north, ward: north, south: south})
    found = read(scope, ("branch",), ())
    assert {group: one.received for group, one in found["branch",].items()} == {(north,): 2, (south,): 1}
    assert found[()][()].received == len(everywhere) - 1
    assert top not in dict.fromkeys(key for (key,) in found["branch",])


def test_posts_and_touchpoints_narrow_the_scope(place):
    place.answer(9, post=0, touchpoint=0)
    place.answer(1, post=1, touchpoint=1)
    door, meals = frozenset([place.posts[0].pk]), frozenset([place.touchpoints[1].pk])
    assert tally(Scope(FIRST, FIRST, posts=door)).counts["nps"] == {9: 1}
    assert tally(Scope(FIRST, FIRST, touchpoints=meals)).counts["nps"] == {1: 1}
    assert tally(Scope(FIRST, FIRST, posts=door, touchpoints=meals)).received == 0


def test_two_parts_of_the_time_are_told_apart(place):
    place.answer(2, day=FIRST)
    place.answer(9, day=FIRST + timedelta(days=5))
    scope = Scope(FIRST, FIRST + timedelta(days=5), now=FIRST + timedelta(days=3))
    found = read(scope, ("now",), ("slice",))
    assert {now: one.nps.score.value for (now,), one in found["now",].items()} == {False: -100, True: 100}
    assert set(found["slice",]) == {(0,), (10,)}


def test_an_answer_without_a_day_is_in_no_figure_and_makes_no_mark(place):
    response = place.answer(9)
    Response.objects.filter(pk=response.pk).update(day=None, received_at=None)
    Mark.objects.all().delete()
    mark_responses(Response.objects.all())
    assert not Mark.objects.exists()
    assert tally(ALL).received == 0


@pytest.mark.committing
def test_another_time_zone_moves_answers_to_their_new_day(place):
    response = place.answer(9)
    roll_up()
    move_days("Pacific/Auckland")
    assert all_agree()
    response.refresh_from_db()
    assert response.day == FIRST + timedelta(days=1)
    roll_up()
    assert all_agree()
    move_days("Pacific/Auckland")
    assert not Mark.objects.exists()


@pytest.mark.committing
def test_an_organisation_in_another_time_zone_has_its_figures_counted_anew(place, acme):
    responses = place.answers(30)
    roll_up()
    try:
        call_command("organisation", "time_zone", "acme", "Pacific/Auckland")
        run_queued()
        assert Mark.objects.exists()
        assert all_agree()
        roll_up()
        assert all_agree()
        days = dict(Response.objects.values_list("pk", "day"))
        assert days == {r.pk: r.day + timedelta(days=1) for r in responses}
    finally:
        actions.change_time_zone(Organisation.objects.get(slug="acme"), time_zone="Europe/London")


def test_reading_is_one_statement_whatever_is_asked(place, django_assert_num_queries):
    place.answers(20)
    with django_assert_num_queries(1):
        read(ALL, *GROUPINGS, ("team", "slice"), ("post", "now"))


def test_a_snapshot_refuses_to_write(place):
    from django.db import InternalError, transaction

    with pytest.raises(InternalError, match="read-only"), transaction.atomic(), snapshot():
        Mark.objects.create(day=FIRST, post=place.posts[0])
    Mark.objects.create(day=FIRST, post=place.posts[0])
