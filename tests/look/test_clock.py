from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone, translation

from tenants.clock import duration, is_soon, over, read_clock, share_used, when

NOW = datetime(2026, 11, 24, 11, 20, tzinfo=UTC)


def h(hours):
    return timedelta(hours=hours)


def clock(made=-24.0, due=0.0, **facts):
    times = {name: NOW + h(value) for name, value in facts.items()}
    return read_clock(made_at=NOW + h(made), due_at=NOW + h(due), now=NOW, **times)


@pytest.mark.parametrize(
    ("facts", "state", "icon", "words", "run", "late"),
    [
        ({"made": -18.17, "due": 5.84}, "open", "clock", "5 h 50 min left", 76, 0),
        ({"made": -23.3, "due": 0.7}, "soon", "soon", "42 min left", 97, 0),
        ({"made": -48, "due": -24}, "late", "late", "24 h late", 100, 10),
        ({"made": -24 * 40, "due": -24 * 36}, "late", "late", "5 weeks late", 100, 20),
        ({"made": -24, "due": 0, "kept_at": -20}, "kept", "kept", "Kept, took 4 h", 17, 0),
        ({"made": -74, "due": -50, "kept_at": -48}, "soon", "kept", "Kept 2 h late", 100, 3),
        ({"made": -480, "due": 170, "first_due_at": -72}, "moved", "moved", "Moved, 7 days left", 74, 0),
        ({"made": -24, "due": 24, "withdrawn_at": -12}, "open", "less", "Withdrawn", 25, 0),
    ],
)
def test_a_promise_is_shown_as_it_stands(facts, state, icon, words, run, late):
    face = clock(**facts)
    assert (face.state, face.icon, face.words, face.run, face.over) == (state, icon, words, run, late)


def test_a_moved_promise_keeps_its_first_date_in_words():
    assert clock(due=170, first_due_at=-20).small == "first promised for yesterday 15:20"
    assert clock(due=-1, first_due_at=-20).state == "late"


def test_soon_is_four_hours_or_a_sixth_of_a_shorter_time():
    assert is_soon(h(3.9), h(24))
    assert not is_soon(h(4), h(24))
    assert not is_soon(h(1), h(6))
    assert is_soon(h(0.9), h(6))


def test_lateness_shows_from_the_first_minute_and_is_full_after_four_weeks():
    assert over(timedelta(minutes=1)) == 2
    assert [over(h(24 * days)) for days in (1, 2, 28, 400)] == [10, 12, 20, 20]


def test_a_promise_due_at_once_is_used_up():
    assert share_used(NOW, NOW, NOW) == 100


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "under a minute"), (42, "42 min"), (125, "2 h 05 min"), (240, "4 h"), (21 * 60 + 30, "21 h"),
        (48 * 60, "2 days"), (34 * 1440, "34 days"), (35 * 1440, "5 weeks"),
    ],
)  # fmt: skip
def test_time_is_said_as_people_say_it(minutes, words):
    assert duration(timedelta(minutes=minutes)) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (5.5, "today 16:50"), (-12, "yesterday 23:20"), (24, "tomorrow 11:20"), (-43, "Sunday 16:20"),
        (72, "Fri 27 November"), (-24 * 60, "Fri 25 September"), (24 * 60, "23 January 2027"),
    ],
)  # fmt: skip
def test_a_moment_is_said_as_people_say_it(hours, words):
    assert when(NOW + h(hours), NOW) == words


def test_a_moment_is_said_in_the_readers_zone():
    with timezone.override("Asia/Tokyo"):
        assert when(NOW, NOW) == "today 20:20"


def test_a_moment_of_another_year_follows_the_readers_language():
    with translation.override("hu"):
        assert when(NOW + h(24 * 60), NOW) == "2027. január 23."
