"""What PostgreSQL wrote ahead: the records of a stretch of time, with their bytes."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.anonymity.apart import Apart

SEGMENT, PAGE, LONG_HEADER, SHORT_HEADER = 16 << 20, 8192, 40, 24
RECORD = re.compile(r"len \(rec/tot\):\s*\d+/\s*(\d+), tx:\s*(\d+), lsn: (\w+/\w+), .*?desc: (\w+)")


@dataclass(frozen=True)
class Record:
    lsn: int
    xid: int
    kind: str
    content: bytes


def number(lsn: str) -> int:
    high, low = lsn.split("/")
    return (int(high, 16) << 32) + int(low, 16)


def now(apart: Apart) -> str:
    with apart.root() as root:
        return root.execute("SELECT pg_current_wal_flush_lsn()").fetchone()[0]


def records(apart: Apart, since: str, until: str) -> list[Record]:
    """Every record of this stretch, as pg_waldump finds them, and the bytes that it does not print."""
    folder = apart.server.data / "pg_wal"
    printed = apart.run("pg_waldump", "--path", folder, "--start", since, "--end", until)
    found = []
    for size, xid, lsn, kind in RECORD.findall(printed):
        at = number(lsn)
        found.append(Record(at, int(xid), kind, b"".join(_stretch(folder, at, int(size)))))
    return found


def _stretch(folder: Path, at: int, size: int) -> Iterator[bytes]:
    """A record's bytes; each page that it runs over begins with a header of its own."""
    while size > 0:
        if at % PAGE == 0:
            at += SHORT_HEADER if at % SEGMENT else LONG_HEADER
        part = min(size, PAGE - at % PAGE)
        number = at // SEGMENT
        with (folder / f"00000001{number >> 8:08X}{number & 0xFF:08X}").open("rb") as segment:
            segment.seek(at % SEGMENT)
            yield segment.read(part)
        at, size = at + part, size - part
