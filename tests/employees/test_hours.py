from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from employees.actions.ledger import due_after
from employees.models import Policy, WorkingHours
from employees.models.hours import read_hours, validate_holidays, validate_week

LONDON = ZoneInfo("Europe/London")
OFFICE = {str(day): [["09:00", "17:00"]] for day in range(5)}
ZONES = ["Europe/London", "Asia/Kathmandu", "America/New_York", "Australia/Lord_Howe", "Africa/Lagos"]
# around both changes of the clocks in Europe, America and Australia, and an ordinary week
STARTS = [datetime(2026, month, day, tzinfo=UTC) for month, day in
          [(3, 6), (3, 27), (4, 3), (6, 9), (10, 2), (10, 23), (10, 30)]]  # fmt: skip


def shifts():
    """The intervals of one day: up to three, in order."""
    edges = st.lists(st.integers(0, 96), unique=True, max_size=6).map(sorted)
    text = lambda quarter: f"{quarter // 4:02}:{quarter % 4 * 15:02}"  # noqa: E731
    return edges.map(lambda e: [[text(a), text(b)] for a, b in zip(e[::2], e[1::2], strict=False)])


def minute_by_minute(hours: WorkingHours, start: datetime, minutes: int) -> datetime | None:
    """The reference: look at the clock on the wall each minute."""
    at = start
    for _minute in range(12 * 24 * 60):
        if minutes == 0:
            return at
        wall = at.astimezone(hours.zone)
        since = timedelta(hours=wall.hour, minutes=wall.minute)
        opened = any(a <= since < b for a, b in hours.week.get(wall.weekday(), ()))
        minutes -= opened and wall.date() not in hours.holidays
        at += timedelta(minutes=1)
    return None


@settings(max_examples=120, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    week=st.dictionaries(st.integers(0, 6).map(str), shifts(), min_size=3, max_size=7),
    start=st.sampled_from(STARTS),
    later=st.integers(0, 3 * 24 * 60),
    minutes=st.integers(1, 24 * 60),
    holidays=st.lists(st.integers(0, 6), max_size=2),
)
def test_working_hours_agree_with_looking_at_the_clock_each_minute(
    zone, week, start, later, minutes, holidays
):
    days = [(start.date() + timedelta(days=n)).isoformat() for n in holidays]
    hours, begin = read_hours(ZoneInfo(zone), week, days), start + timedelta(minutes=later)
    expected = minute_by_minute(hours, begin, minutes)
    if expected is not None:
        assert hours.due_after(begin, minutes / 60) == expected


def test_a_promise_of_friday_afternoon_falls_due_on_monday():
    hours = read_hours(LONDON, OFFICE, [])
    friday = datetime(2026, 11, 20, 16, 0, tzinfo=LONDON)
    assert hours.due_after(friday, 2) == datetime(2026, 11, 23, 10, 0, tzinfo=LONDON)


def test_holidays_are_left_out():
    hours = read_hours(LONDON, OFFICE, ["2026-12-25", "2026-12-28"])
    thursday = datetime(2026, 12, 24, 16, 0, tzinfo=LONDON)
    assert hours.due_after(thursday, 2) == datetime(2026, 12, 29, 10, 0, tzinfo=LONDON)


def test_whoever_never_works_is_counted_by_the_calendar():
    start = datetime(2026, 1, 5, 8, tzinfo=UTC)
    assert read_hours(LONDON, {}, []).due_after(start, 24) == start + timedelta(hours=24)
    assert read_hours(LONDON, {"0": []}, []).due_after(start, 24) == start + timedelta(hours=24)


@pytest.mark.parametrize(
    "week",
    [{"0": [["09:00"]]}, {"0": [["17:00", "09:00"]]}, {"9": [["09:00", "10:00"]]}, {"0": [["9", "x"]]}, [],
     {"0": [["09:00", "12:00"], ["11:00", "13:00"]]}, {"0": [["09:00", "25:00"]]},
     {"0": [["09:00", "09:00"]]}],
)  # fmt: skip
def test_a_malformed_week_is_refused(week):
    with pytest.raises(ValidationError):
        validate_week(week)


def test_a_night_ends_at_24_and_dates_must_be_dates():
    validate_week({"0": [["00:00", "06:00"], ["22:00", "24:00"]]})
    with pytest.raises(ValidationError):
        validate_holidays(["Christmas"])


def test_a_team_has_its_own_hours_and_the_organisations_holidays(make_team):
    Policy(pk=1, hours=OFFICE, holidays=["2026-11-24"]).save()
    night = make_team(hours={"0": [["22:00", "24:00"]], "1": [["00:00", "06:00"]], "2": [["08:00", "09:00"]]})
    monday = datetime(2026, 11, 23, 23, 0, tzinfo=LONDON)
    due = due_after(monday, 2, team=night, in_working_hours=True)
    assert due == datetime(2026, 11, 25, 9, 0, tzinfo=LONDON)
    assert due_after(monday, 24, team=night, in_working_hours=False) == monday + timedelta(hours=24)


def test_a_team_elsewhere_works_by_its_own_clock(make_team):
    kathmandu = make_team(time_zone="Asia/Kathmandu")
    start = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
    due = due_after(start, 1, team=kathmandu, in_working_hours=True)
    assert due.astimezone(ZoneInfo("Asia/Kathmandu")).hour == 10
    assert due.astimezone(ZoneInfo("Asia/Kathmandu")).date() == date(2026, 11, 23)
