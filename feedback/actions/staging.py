"""The answers of a file on their way in: copied into a table of this session, rows of one answer folded into
one, in SQL, so that neither memory nor the order of the rows matters."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection


class Record(NamedTuple):
    """The normalised record of one row, whatever file it came in."""

    row: int
    id: UUID
    external_id: str
    digest: UUID
    touchpoint_id: int | None
    team_id: int | None
    language: str
    score: int | None
    comment: str
    answers: str
    number: str
    email: str
    phone: str
    name: str
    at: str | None
    dated: str
    options: str


class Flaw(NamedTuple):
    """What a person must look at: a refused row or a damaged text, with its raw bytes."""

    row: int
    kind: str
    field: str
    is_comment: bool
    raw: bytes
    proposal: str
    reason: str


TABLES = """
CREATE TEMP TABLE import_stage (
    row bigint, id uuid, external_id text, digest uuid, touchpoint_id bigint, team_id bigint, language text,
    score smallint, comment text, answers jsonb, number text, email text, phone text, name text,
    at timestamptz, dated text, options text, known uuid, same boolean)
"""
FLAWS = """
CREATE TEMP TABLE import_flaw (
    row bigint, kind text, field text, is_comment boolean, raw bytea, proposal text, reason text, lead bigint)
"""
COPY_STAGE = f"COPY import_stage ({', '.join(Record._fields)}) FROM STDIN"
COPY_FLAWS = f"COPY import_flaw ({', '.join(Flaw._fields)}) FROM STDIN"
NUMBER_REPEATS = """
WITH repeated AS (
    SELECT external_id FROM import_stage GROUP BY 1 HAVING count(*) > 1
), numbered AS (
    SELECT row, row_number() OVER (PARTITION BY external_id ORDER BY row) AS n
    FROM import_stage JOIN repeated USING (external_id)
)
UPDATE import_stage s SET external_id = s.external_id || '-' || n FROM numbered
WHERE s.row = numbered.row AND n > 1
"""
REPEATED = """
CREATE TEMP TABLE import_repeated AS
SELECT s.* FROM import_stage s
JOIN (SELECT external_id FROM import_stage GROUP BY 1 HAVING count(*) > 1) r USING (external_id)
"""
FOLD = """
WITH moments AS (
    SELECT external_id, row, at AS moment FROM import_repeated WHERE at IS NOT NULL
    UNION ALL
    SELECT external_id, row, option::timestamptz
    FROM import_repeated, unnest(string_to_array(options, ' ')) AS option WHERE options <> ''
), days AS (
    SELECT external_id, (moment AT TIME ZONE %s::text)::date AS day, min(moment) AS moment,
           count(DISTINCT row) AS rows
    FROM moments GROUP BY 1, 2
), dated AS (
    SELECT external_id, count(*) AS rows FROM import_repeated WHERE dated <> '' GROUP BY 1
), chosen AS (
    SELECT external_id, min(moment) AS at FROM days JOIN dated USING (external_id)
    WHERE days.rows = dated.rows GROUP BY 1 HAVING count(*) = 1
), options AS (
    SELECT external_id, string_agg(to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), ' '
                                   ORDER BY moment) AS options
    FROM days GROUP BY 1
), others AS (
    SELECT external_id, jsonb_object_agg(key, value ORDER BY row) AS answers
    FROM import_repeated, jsonb_each(answers) WHERE key <> 'comments' GROUP BY 1
), said AS (
    SELECT external_id, jsonb_agg(part ORDER BY row, n) AS comments
    FROM import_repeated, jsonb_array_elements(answers -> 'comments') WITH ORDINALITY AS parts (part, n)
    GROUP BY 1
), folded AS (
    SELECT external_id, min(row) AS row,
        (array_agg(id ORDER BY row))[1] AS id,
        md5(string_agg(digest::text, '' ORDER BY row))::uuid AS digest,
        (array_agg(touchpoint_id ORDER BY row) FILTER (WHERE touchpoint_id IS NOT NULL))[1] AS touchpoint_id,
        (array_agg(team_id ORDER BY row) FILTER (WHERE team_id IS NOT NULL))[1] AS team_id,
        coalesce((array_agg(language ORDER BY row) FILTER (WHERE language <> ''))[1], '') AS language,
        max(score) AS score,
        coalesce(string_agg(comment, E'\\n\\n' ORDER BY row) FILTER (WHERE comment <> ''), '') AS comment,
        coalesce((array_agg(number ORDER BY row) FILTER (WHERE number <> ''))[1], '') AS number,
        coalesce((array_agg(email ORDER BY row) FILTER (WHERE email <> ''))[1], '') AS email,
        coalesce((array_agg(phone ORDER BY row) FILTER (WHERE phone <> ''))[1], '') AS phone,
        coalesce((array_agg(name ORDER BY row) FILTER (WHERE name <> ''))[1], '') AS name,
        coalesce(string_agg(DISTINCT dated, ' | ') FILTER (WHERE dated <> ''), '') AS dated
    FROM import_repeated GROUP BY 1 HAVING count(DISTINCT score) < 2
)
INSERT INTO import_stage (row, id, external_id, digest, touchpoint_id, team_id, language, score, comment,
                          answers, number, email, phone, name, at, dated, options)
SELECT row, id, external_id, digest, touchpoint_id, team_id, language, score, comment,
    coalesce(others.answers, '{}') || CASE WHEN said.comments IS NULL THEN '{}'
                                          ELSE jsonb_build_object('comments', said.comments) END,
    number, email, phone, name, chosen.at, dated,
    CASE WHEN chosen.at IS NULL THEN coalesce(options.options, '') ELSE '' END
FROM folded LEFT JOIN chosen USING (external_id) LEFT JOIN options USING (external_id)
    LEFT JOIN others USING (external_id) LEFT JOIN said USING (external_id)
"""
REFUSE_CONTRADICTIONS = """
INSERT INTO import_flaw (row, kind, field, is_comment, raw, proposal, reason)
SELECT row, 'row', '', false, convert_to(external_id, 'UTF8'), '', %s::text
FROM import_repeated JOIN (
    SELECT external_id FROM import_repeated GROUP BY 1 HAVING count(DISTINCT score) > 1
) AS torn USING (external_id)
"""
LEAD = """
UPDATE import_flaw f SET lead = g.lead FROM (
    SELECT row, min(row) OVER (PARTITION BY external_id) AS lead FROM import_repeated
) AS g WHERE g.row = f.row
"""
FIND_KNOWN = """
UPDATE import_stage s SET known = r.id, same = r.digest IS NOT DISTINCT FROM s.digest
FROM feedback_response r WHERE r.source = %s::text AND r.external_id = s.external_id
"""


def run(statement: str, *values: Any) -> int:
    """Run one statement; how many rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def begin() -> None:
    """Make the session's tables anew."""
    drop()
    run(TABLES)
    run(FLAWS)


def drop() -> None:
    """Leave nothing behind in the session."""
    run("DROP TABLE IF EXISTS import_stage, import_flaw, import_repeated")


def copy(records: Iterable[Record], flaws: Iterable[Flaw]) -> None:
    """Append to the session's tables."""
    with connection.cursor() as cursor:
        for statement, rows in ((COPY_STAGE, records), (COPY_FLAWS, flaws)):
            with cursor.copy(statement) as stream:
                for row in rows:
                    stream.write_row(row)


def fold(*, source: str, zone: str, by_id: bool, torn: str) -> None:
    """One row an answer: rows that share an id become one, equal rows without an id get a number each. Then
    say which answers are known already. `torn` is said of rows of one answer that hold different scores."""
    run("ANALYZE import_stage")
    if by_id:
        run(REPEATED)
        run(REFUSE_CONTRADICTIONS, torn)
        run(LEAD)
        run("DELETE FROM import_stage s USING import_repeated r WHERE s.row = r.row")
        run(FOLD, zone)
    else:
        run(NUMBER_REPEATS)
    run("CREATE UNIQUE INDEX import_stage_row ON import_stage (row)")
    run("ANALYZE import_stage")
    run(FIND_KNOWN, source)
