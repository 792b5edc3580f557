"""Appointments as calendars read them: RFC 5545, sent as RFC 5546 says. Times are UTC, lines are folded at 75
octets, and no character is cut by it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, NamedTuple
from uuid import UUID

FOLD = 75
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Method = Literal["PUBLISH", "REQUEST", "CANCEL"]


class Person(NamedTuple):
    """Who organises or comes."""

    name: str
    email: str


@dataclass(frozen=True)
class Appointment:
    """One entry of one person's calendar. The key stays, the sequence grows with each change."""

    key: UUID
    sequence: int
    changed_at: datetime
    starts: datetime
    ends: datetime
    title: str
    place: str
    text: str
    url: str
    organiser: Person
    guest: Person

    def file(self, method: Method) -> bytes:
        """The calendar file. PUBLISH is to be downloaded; REQUEST and CANCEL go by mail, to the guest."""
        head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Heed//Programmes//EN", f"METHOD:{method}"]
        event = ["BEGIN:VEVENT", *self._facts(), *self._people(method), "END:VEVENT"]
        lines = [*head, *event, "END:VCALENDAR"]
        return b"".join(fold(line) for line in lines)

    def _facts(self) -> list[str]:
        return [
            f"UID:{self.key}@heed", f"SEQUENCE:{self.sequence}", f"DTSTAMP:{utc(self.changed_at)}",
            f"DTSTART:{utc(self.starts)}", f"DTEND:{utc(self.ends)}", f"SUMMARY:{escape(self.title)}",
            f"LOCATION:{escape(self.place)}", f"DESCRIPTION:{escape(self.text)}", f"URL:{self.url}",
        ]  # fmt: skip

    def _people(self, method: Method) -> list[str]:
        organiser = f"ORGANIZER;CN={quote(self.organiser.name)}:mailto:{self.organiser.email}"
        guest = f"ATTENDEE;CN={quote(self.guest.name)};PARTSTAT=ACCEPTED:mailto:{self.guest.email}"
        status = "STATUS:CANCELLED" if method == "CANCEL" else "STATUS:CONFIRMED"
        return [status, organiser] if method == "PUBLISH" else [status, organiser, guest]


def utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """As TEXT is written: a new line is two characters, and nothing unprintable is left."""
    plain = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return re.sub(r"([\\;,])", r"\\\1", plain).replace("\n", "\\n").replace("\t", " ")


def quote(text: str) -> str:
    """As a parameter's value is written: it has no way to hold a double quote."""
    return '"' + CONTROL.sub("", text.replace('"', "'")).replace("\n", " ").replace("\t", " ") + '"'


def fold(line: str) -> bytes:
    """One line and its end; a long one goes on in the next, behind a space."""
    folded, room = [b""], FOLD
    for letter in line:
        octets = letter.encode()
        if len(octets) > room:
            folded.append(b" ")
            room = FOLD - 1
        folded[-1] += octets
        room -= len(octets)
    return b"\r\n".join(folded) + b"\r\n"
