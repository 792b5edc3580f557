from collections import Counter
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection

from feedback.actions import sharing
from feedback.actions.responses import edit_response, hide_response
from feedback.figures import Scope, move_days, read, roll_up, snapshot, tally
from feedback.figures.spans import begin, cover, following
from feedback.models import DayCount, Mark, Response, SpanCount
from tenants import actions
from tenants.models import Organisation
from tests.feedback.figures_place import FIRST, Place, make_place
from tests.tenants.test_queue import run_queued

ONE = timedelta(days=1)
ALL = Scope(FIRST - 30 * ONE, FIRST + 30 * ONE, now=FIRST + 4 * ONE, parts=(FIRST, FIRST + 7 * ONE))


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
        counts = Counter({(m, s): n for m in one.counts for s, n in one.scores(m).items()})
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
    ("now", "year"): lambda r: (ALL.now <= r.day, date(r.day.year, 1, 1)),
    ("part",): lambda r: (sum(part <= r.day for part in ALL.parts),),
}


def all_agree() -> bool:
    """Asked together, where days must be read, and one by one, where months and weeks will do."""
    responses = list(Response.objects.all())
    together, alone = read(ALL, *GROUPINGS), {by: read(ALL, by)[by] for by in GROUPINGS}
    return all(
        agree(found[by], plainly(responses, key))
        for found in (together, alone)
        for by, key in GROUPINGS.items()
    )


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
def test_a_day_whose_answers_are_all_hidden_leaves_the_roll_up(place, make_employee):
    response = place.answer(3)
    roll_up()
    hide_response(response, reason="Twice", by=make_employee())
    assert tally(ALL).received == 0
    roll_up()
    assert not DayCount.objects.exists()
    assert not SpanCount.objects.exists()


@pytest.mark.committing
def test_nothing_is_read_from_the_answers_once_they_are_rolled_up(place):
    place.answers(30)
    roll_up()
    before = [as_counted(read(ALL, by)[by]) for by in GROUPINGS]
    Response.objects.all().delete()
    assert [as_counted(read(ALL, by)[by]) for by in GROUPINGS] == before


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
    assert tally(Scope(FIRST, FIRST, posts=door)).scores("nps") == {9: 1}
    assert tally(Scope(FIRST, FIRST, touchpoints=meals)).scores("nps") == {1: 1}
    assert tally(Scope(FIRST, FIRST, posts=door, touchpoints=meals)).received == 0


def test_two_parts_of_the_time_are_told_apart(place):
    place.answer(2, day=FIRST)
    place.answer(9, day=FIRST + timedelta(days=5))
    cut = FIRST + timedelta(days=3)
    scope = Scope(FIRST, FIRST + timedelta(days=5), now=cut, parts=(FIRST, cut))
    found = read(scope, ("now",), ("part",))
    assert {now: one.nps.score.value for (now,), one in found["now",].items()} == {False: -100, True: 100}
    assert set(found["part",]) == {(1,), (2,)}


def test_an_answer_without_a_day_is_in_no_figure_and_makes_no_mark(place):
    response = place.answer(9)
    Response.objects.filter(pk=response.pk).update(day=None, received_at=None)
    Mark.objects.all().delete()
    edit_response(response, comment="Long ago")
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
        read(ALL, *GROUPINGS, ("team", "part"), ("post", "now"))


def test_a_snapshot_refuses_to_write(place):
    from django.db import InternalError, transaction

    with pytest.raises(InternalError, match="read-only"), transaction.atomic(), snapshot():
        Mark.objects.create(day=FIRST, post=place.posts[0])
    Mark.objects.create(day=FIRST, post=place.posts[0])


@pytest.mark.parametrize("steps", [(), ("month",), ("week",), ("day",), ("week", "month"), ("year",)])
@pytest.mark.parametrize("length", [0, 3, 30, 61, 400])
def test_each_day_is_in_one_span_that_crosses_neither_cut_nor_step(steps, length):
    last, cuts = FIRST + timedelta(days=length), [FIRST + timedelta(days=n) for n in (1, 17, 44, 45, 500)]
    starts = []
    for span in cover(FIRST, last, cuts, steps):
        day = span.first
        while day <= span.last:
            starts.append((day, following(span.unit, day)))
            day = following(span.unit, day)
    assert [after for _day, after in starts] == [day for day, _after in starts[1:]] + [last + ONE]
    for day, after in starts:
        assert not [cut for cut in cuts if day < cut < after]
        assert all(begin(step, day) == begin(step, after - ONE) for step in steps)


def test_long_times_are_read_from_months_and_weeks():
    found = cover(date(2024, 1, 1), date(2026, 6, 30), [date(2025, 6, 17)], ["month"])
    assert [(span.unit, span.first.day) for span in found] == [
        ("month", 1), ("day", 1), ("week", 2), ("day", 16), ("week", 23), ("day", 30),
        ("month", 1),
    ]  # fmt: skip


def shared_of(scope: Scope) -> tuple[int, int]:
    found = tally(scope)
    return found.good, found.bad


@pytest.mark.committing
def test_what_is_shared_is_counted_where_and_when_it_was_received(place, make_employee):
    answers, by = [place.answer(score) for score in (10, 2, 9)], make_employee()
    shares = [sharing.share(one, text="Said", is_good=one.score > 6, by=by) for one in answers[:2]]
    assert shared_of(ALL) == (1, 1)
    roll_up()
    assert shared_of(ALL) == (1, 1)
    assert shared_of(Scope(FIRST + ONE, FIRST + 9 * ONE)) == (0, 0)
    sharing.withdraw(shares[1], by=by)
    hide_response(answers[0], reason="Not ours", by=by)
    assert shared_of(ALL) == (0, 0)
    roll_up()
    assert shared_of(ALL) == (0, 0)
