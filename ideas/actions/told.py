"""An idea as another tool tells it: one form, whatever file it stood in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils import timezone

AHEAD = timedelta(hours=12)
"""A day that is told without its hour is read as its noon: today's may lie so far ahead."""


class Voter(NamedTuple):
    """Who wants it: `key` is theirs in the file, the address tells whether they are employed here."""

    key: str
    email: str = ""
    at: datetime | None = None


class Remark(NamedTuple):
    """What somebody said of it."""

    key: str
    name: str
    email: str
    text: str
    at: datetime | None = None


@dataclass
class Told:
    """`status` is one of ours; `original` is the key of the idea of which this is a duplicate; `long`: how
    many of its texts go on elsewhere, as there is no room for them in their field."""

    row: int
    key: str
    title: str
    problem: str = ""
    proposal: str = ""
    delight: str = ""
    name: str = ""
    email: str = ""
    at: datetime | None = None
    status: str = "open"
    reason: str = ""
    answered_at: datetime | None = None
    original: str = ""
    voters: list[Voter] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    long: int = 0


class Refused(NamedTuple):
    """A row that cannot come in, and why."""

    row: int
    title: str
    reason: str


def is_ahead(moment: datetime | None) -> bool:
    """Whether its day has not come yet."""
    return moment is not None and moment > timezone.now() + AHEAD


Read = Iterator[Told | Refused]
UNWRITABLE = re.compile("[\ud800-\udfff]")


def legible(text: str) -> str:
    """In letters that can be stored: a byte without meaning in its charset, or half a letter, is a mark."""
    return text.replace("\0", "") if text.isascii() else UNWRITABLE.sub("\ufffd", text.replace("\0", ""))
