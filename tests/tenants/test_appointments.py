from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest

from tenants.appointments import Appointment, Person, escape, fold, quote

STARTS = datetime(2026, 12, 3, 9, 30, tzinfo=timezone(timedelta(hours=2)))


def appointment(**facts):
    usual = {
        "key": UUID(int=7), "sequence": 2, "changed_at": STARTS, "starts": STARTS,
        "ends": STARTS + timedelta(hours=6), "title": "A day at the till", "place": "Leeds",
        "text": "Waiting", "url": "https://x.example/learning/dates/1/",
        "organiser": Person("Nia", "nia@x.example"), "guest": Person("Tom", "tom@x.example"),
    }  # fmt: skip
    return Appointment(**(usual | facts))


def lines(found, method="PUBLISH"):
    """As a calendar unfolds them."""
    return found.file(method).decode().replace("\r\n ", "").split("\r\n")


def test_it_stands_in_utc_under_a_name_that_stays():
    assert lines(appointment())[4:9] == [
        "BEGIN:VEVENT", f"UID:{UUID(int=7)}@heed", "SEQUENCE:2", "DTSTAMP:20261203T073000Z",
        "DTSTART:20261203T073000Z",
    ]  # fmt: skip
    assert lines(appointment())[-1] == ""


@pytest.mark.parametrize("text", ["a" * 200, "é" * 80, "日本" * 60, "🛒" * 50, "", "x" * 75, "x" * 76])
def test_no_line_is_longer_than_75_octets_and_no_letter_is_cut(text):
    folded = fold(text)
    assert all(len(line) <= 75 for line in folded.split(b"\r\n"))
    assert folded.decode().replace("\r\n ", "") == text + "\r\n"


def test_what_means_something_to_a_calendar_is_escaped():
    assert escape("a;b,c\\d\ne\r\nf\rg\x00\x1b") == "a\\;b\\,c\\\\d\\ne\\nf\\ng"
    assert quote('The "Boss"; Ltd\n') == "\"The 'Boss'; Ltd \""


def test_a_text_makes_no_line_of_its_own():
    found = appointment(title="x\r\nATTENDEE:mailto:eve@x.example", place="y\nEND:VEVENT")
    assert [line for line in lines(found) if line.startswith("END:V")] == ["END:VEVENT", "END:VCALENDAR"]
    assert not [line for line in lines(found) if line.startswith("ATTENDEE")]


def test_the_guest_is_named_in_what_goes_by_mail_only():
    assert not any(line.startswith("ATTENDEE") for line in lines(appointment()))
    asked = lines(appointment(), "REQUEST")
    assert 'ATTENDEE;CN="Tom";PARTSTAT=ACCEPTED:mailto:tom@x.example' in asked
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(lines(appointment(), "CANCEL"))
    assert datetime.strptime(asked[7][8:], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) == STARTS
