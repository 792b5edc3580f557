"""A file's way in, as its worker goes it: read, stage, and store or only count."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Protocol

from django.db import connection
from django.utils.translation import gettext as _

from feedback.actions import staging
from feedback.actions.storing import CHUNK, ISSUE, Plan, count, lease, store_chunk
from feedback.connectors.header import Column, numbered, read_columns
from feedback.connectors.mapping import Mapping
from feedback.connectors.rows import RowReader
from feedback.connectors.sheet import Reading, Row, stream
from feedback.models import Import
from tenants.here import current_country

BATCH = 5_000
ERRORS = 100_000
"""Refused rows of which each is reported; where there are more, the mapping is wrong."""
KNOWN_CUSTOMERS = """
SELECT count(DISTINCT who) FROM (
    SELECT coalesce(nullif(number, ''), nullif(email, ''), nullif(phone, '')) AS who, number, email, phone
    FROM import_stage WHERE same IS NOT TRUE
) AS named
WHERE who IS NOT NULL AND NOT EXISTS (
    SELECT FROM feedback_identifier i WHERE i.value IN (number, email, phone) AND i.value <> '')
"""
POOR = """
SELECT score, count(*) FROM import_stage WHERE known IS NULL AND at >= %s::timestamptz GROUP BY 1
"""


class SentFile(Protocol):
    """A file that somebody sent, and how it is read."""

    @property
    def file(self) -> Any: ...

    @property
    def reading(self) -> Any: ...


class Opened:
    """An import's file, open, with the columns that its header names."""

    def __init__(self, imported: SentFile) -> None:
        self.file = imported.file.open("rb").file
        self.reading = Reading.from_json(imported.reading)
        self.rows = stream(self.file, self.reading)
        self.columns = self._columns()

    def _columns(self) -> list[Column]:
        header = [row.cells for row in islice(self.rows, self.reading.header_rows)]
        if header:
            return read_columns(header)
        first = next(self.rows, None)
        self.rows = stream(self.file, self.reading)
        return numbered(len(first.cells) if first else 0)

    def __enter__(self) -> "Opened":
        return self

    def __exit__(self, *_error: object) -> None:
        self.file.close()

    def __iter__(self) -> Iterator[Row]:
        return self.rows


def try_import(imported: Import) -> dict[str, int]:
    """Read and stage everything, store nothing; what a run would do."""
    with Opened(imported) as opened:
        counts = _stage(imported, opened)
        everything = (-1, imported.rows_read + 1)
        counts |= count(everything) | _foresee(imported)
        counts["stored"] = counts["responses"] - counts["changed"] - counts["unchanged"]
        counts["flawed_texts"] = _flaws("text")
        _keep_flaws(imported)
        staging.drop()
    return counts


def run_import(imported: Import) -> None:
    """Store the file's answers, going on behind the last chunk that was stored."""
    with Opened(imported) as opened:
        first = imported.rows_stored == 0
        counts = _stage(imported, opened)
        if first:
            counts["flawed_texts"] = _flaws("text")
            imported.issues.all().delete()
            Import.objects.filter(pk=imported.pk).update(counts=counts)
        mapping = Mapping.from_json(imported.mapping, len(opened.columns))
        field = opened.columns[mapping.date].name[:120] if mapping.date is not None else ""
        plan = Plan(
            imported, mapping.metric, date_field=field,
            open_date=_("This date can be read in more than one way, or in none."),
            superseded=_("The file came again with another answer."),
        )  # fmt: skip
        last = imported.rows_read
        for after in range(imported.rows_stored, last, CHUNK):
            store_chunk(plan, after, min(after + CHUNK, last))
        staging.drop()


def _stage(imported: Import, opened: Opened) -> dict[str, int]:
    """Read the whole file into the session's tables; how many rows were read, refused and left out."""
    mapping = Mapping.from_json(imported.mapping, len(opened.columns))
    mapping.check_ready()
    reader = RowReader(mapping, opened.columns, opened.reading.charset, current_country())
    staging.begin()
    rows = iter(opened)
    read = last = 0
    while batch := list(islice(rows, BATCH)):
        records = [record for row in batch if (record := reader.read(row))]
        flaws = reader.take_flaws()
        staging.copy(records, flaws if reader.refused <= ERRORS else [])
        read, last = read + len(batch), batch[-1].number
        imported.rows_read = last
        Import.objects.filter(pk=imported.pk).update(rows_read=last, claimed_until=lease())
    torn = _("The rows of this answer hold different scores.")
    staging.fold(source=imported.source, zone=mapping.zone, by_id=bool(mapping.ids), torn=torn)
    return {
        "read": read, "skipped": reader.skipped, "refused": reader.refused + _torn(torn),
        "responses": _scalar("SELECT count(*) FROM import_stage"),
    }  # fmt: skip


def _torn(reason: str) -> int:
    return _scalar("SELECT count(*) FROM import_flaw WHERE kind = 'row' AND reason = %s::text", reason)


def _flaws(kind: str) -> int:
    return _scalar("SELECT count(*) FROM import_flaw WHERE kind = %s::text", kind)


def _scalar(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.fetchone()[0])


def _foresee(imported: Import) -> dict[str, int]:
    """How many customers and cases a run would make."""
    post, since = imported.post, imported.open_cases_since
    cases = 0
    if post and since:
        metric = str(imported.mapping.get("metric", ""))
        with connection.cursor() as cursor:
            cursor.execute(POOR, [since])
            cases = sum(n for score, n in cursor.fetchall() if post.opens_case(metric, score))
    return {"customers": _scalar(KNOWN_CUSTOMERS), "cases": cases}


def _keep_flaws(imported: Import) -> None:
    """The row errors of a dry run, for its report; those of the dry run before are gone."""
    imported.issues.all().delete()
    staging.run(
        f"INSERT INTO feedback_importissue ({ISSUE}) "
        "SELECT %s::bigint, kind, row, field, is_comment, raw, proposal, reason, '' "
        "FROM import_flaw ORDER BY row",
        imported.pk,
    )
    staging.run(
        f"INSERT INTO feedback_importissue ({ISSUE}) "
        "SELECT %s::bigint, 'date', row, '', false, convert_to(dated, 'UTF8'), options, %s::text, '' "
        "FROM import_stage WHERE at IS NULL AND dated <> '' ORDER BY row",
        imported.pk, _("This date can be read in more than one way, or in none."),
    )  # fmt: skip
