import csv
from collections import Counter
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.connectors.dates import DMY, EPOCH, MDY, OPEN, analyse, count_responses, decide, readings
from tests.feedback.import_files import NHS, needs_data

LONDON = ZoneInfo("Europe/London")
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def days_of(text: str, order: str = OPEN) -> list[date]:
    return [moment.date() for moment in readings(text, order, "UTC")]


@given(days, st.sampled_from("/.-"), st.booleans())
def test_a_day_first_date_is_among_its_readings_and_its_only_one_in_its_order(day, sign, padded):
    number = "{:02d}" if padded else "{}"
    text = sign.join([number.format(day.day), number.format(day.month), str(day.year)])
    assert day in days_of(text)
    assert days_of(text, DMY) == [day]
    swapped = [date(day.year, day.day, day.month)] if day.day <= 12 else []
    assert days_of(text, MDY) == swapped
    assert set(days_of(text)) == {day, *swapped}


@given(days)
def test_a_date_that_names_its_month_or_begins_with_the_year_has_one_reading(day):
    texts = [day.isoformat(), day.strftime("%Y/%m/%d"), day.strftime("%d %b %Y"), day.strftime("%B %d, %Y")]
    assert [days_of(text, order) for text in texts for order in (OPEN, DMY, MDY)] == [[day]] * 12


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("2024-06-12 02:23:29", OPEN, ["2024-06-12T02:23:29+01:00"]),
        ("2024-06-12T02:23:29Z", OPEN, ["2024-06-12T02:23:29+00:00"]),
        ("12/06/2024 2:05 PM", DMY, ["2024-06-12T14:05:00+01:00"]),
        ("12/06/24", MDY, ["2024-12-06T12:00:00+00:00"]),
        ("31.12.2024 24:10", DMY, []),
        ("13/13/2024", OPEN, []),
        ("yesterday", OPEN, []),
        ("5 Foo 2024", OPEN, []),
        ("30/02/2024", OPEN, []),
        ("05/05/2024", OPEN, ["2024-05-05T12:00:00+01:00"]),
    ],
)
def test_what_a_date_can_mean(text, order, expected):
    assert [moment.isoformat() for moment in readings(text, order, "Europe/London")] == expected


def test_seconds_and_milliseconds_of_the_epoch_are_read_only_when_asked_for():
    assert readings("1732186844", OPEN, "UTC") == ()
    assert readings("1732186844", EPOCH, "UTC") == readings("1732186844000", EPOCH, "UTC")
    assert readings("1732186844", EPOCH, "UTC")[0].isoformat() == "2024-11-21T11:00:44+00:00"
    assert readings("no", EPOCH, "UTC") == ()


@given(st.lists(st.sets(days, min_size=1, max_size=2), max_size=4))
def test_a_response_has_the_one_day_that_all_its_rows_allow_or_none(rows):
    moments = [[datetime(day.year, day.month, day.day, 12, tzinfo=LONDON) for day in row] for row in rows]
    common = set.intersection(*rows) if rows else set()
    found = decide(moments)
    assert (found.date() if found else None) == (common.pop() if len(common) == 1 else None)


@needs_data
def test_the_nhs_file_is_analysed_as_its_readme_says():
    with NHS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    report = analyse((row["Date"], row["Service type 1"]) for row in rows)
    assert (report.all.dmy, report.all.mdy, report.all.both) == (5184, 289, 2435)
    assert report.by["See and Convey"].mdy == 289
    assert {name for name, orders in report.by.items() if orders.fits == OPEN} == {"See and Convey"}
    triples = [(row["Respondent ID"], row["Date"], row["Service type 1"]) for row in rows]
    assert count_responses(triples, {}, OPEN) == Counter(dated=3102, open=1364)
    chosen = {name: orders.fits for name, orders in report.by.items()}
    assert count_responses(triples, chosen, OPEN) == Counter(dated=3102 + 893, open=256 + 215)
