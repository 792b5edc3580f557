"""What was staged becomes responses, chunk by chunk, each chunk a transaction of its own: begun again after a
crash, it goes on behind the last one."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from feedback.actions.customers import Known
from feedback.actions.known import Facts, Raced, find_or_make_customers
from feedback.actions.opening import open_cases
from feedback.actions.staging import run
from feedback.models import SCALES, Identifier, Import, ListeningPost, Response
from tenants.here import current_zone

CHUNK = 20_000
LEASE = timedelta(minutes=2)
WITHIN = "s.row > %s::bigint AND s.row <= %s::bigint"
NAMED = f"""
SELECT row, number, email, phone, name, language FROM import_stage s
WHERE {WITHIN} AND same IS NOT TRUE AND (number <> '' OR email <> '' OR phone <> '') ORDER BY row
"""
PLACE = """
coalesce(s.touchpoint_id, %s::bigint), coalesce(s.team_id, %s::bigint), c.customer_id, %s::text,
CASE WHEN s.score IS NOT NULL THEN %s::smallint END, s.score, s.answers, s.comment, s.language, s.at,
(s.at AT TIME ZONE %s::text)::date, s.digest
"""
COLUMNS = """
touchpoint_id, team_id, customer_id, metric, scale, score, answers, comment, language, received_at,
day, digest
"""
CUSTOMERS = "LEFT JOIN unnest(%s::bigint[], %s::bigint[]) AS c (row, customer_id) ON c.row = s.row"
INSERT = f"""
INSERT INTO feedback_response ({COLUMNS}, id, post_id, version_id, channel, source, external_id, created_at,
                               imported_id, hidden_reason)
SELECT {PLACE}, s.id, %s::bigint, %s::bigint, 'import', %s::text, s.external_id, %s::timestamptz,
    %s::bigint, ''
FROM import_stage s {CUSTOMERS}
WHERE {WITHIN} AND s.known IS NULL ORDER BY s.row
ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING
"""
KEEP_BEFORE = f"""
INSERT INTO feedback_overwritten (imported_id, response_id, before)
SELECT %s::bigint, r.id, to_jsonb(r) FROM feedback_response r JOIN import_stage s ON s.known = r.id
WHERE {WITHIN} AND NOT s.same AND r.imported_id IS DISTINCT FROM %s::bigint
"""
CHANGE = f"""
UPDATE feedback_response r SET ({COLUMNS}) = ROW ({PLACE})
FROM import_stage s {CUSTOMERS} WHERE {WITHIN} AND s.known = r.id AND NOT s.same
"""
MARK_OLD = f"""
INSERT INTO feedback_mark (day, post_id)
SELECT DISTINCT r.day, r.post_id FROM feedback_response r JOIN import_stage s ON s.known = r.id
WHERE {WITHIN} AND NOT s.same AND r.day IS NOT NULL
"""
MARK_NEW = f"""
INSERT INTO feedback_mark (day, post_id)
SELECT DISTINCT (s.at AT TIME ZONE %s::text)::date, %s::bigint FROM import_stage s
WHERE {WITHIN} AND s.same IS NOT TRUE AND s.at IS NOT NULL
"""
ISSUE = "imported_id, kind, row, field, is_comment, raw, proposal, reason, settled_as"
FLAWS = f"""
INSERT INTO feedback_importissue ({ISSUE}, response_id)
SELECT %s::bigint, f.kind, f.row, f.field, f.is_comment, f.raw, f.proposal, f.reason, '', r.id
FROM import_flaw f LEFT JOIN import_stage s ON s.row = coalesce(f.lead, f.row)
    LEFT JOIN feedback_response r ON r.id = coalesce(s.known, s.id)
WHERE f.row > %s::bigint AND f.row <= %s::bigint AND s.same IS NOT TRUE ORDER BY f.row
"""
DATES = f"""
INSERT INTO feedback_importissue ({ISSUE}, response_id)
SELECT %s::bigint, 'date', s.row, %s::text, false, convert_to(s.dated, 'UTF8'), s.options, %s::text, '',
    coalesce(s.known, s.id)
FROM import_stage s WHERE {WITHIN} AND s.same IS NOT TRUE AND s.at IS NULL AND s.dated <> '' ORDER BY s.row
"""
SETTLE_OLD = f"""
UPDATE feedback_importissue i SET settled_at = %s::timestamptz, settled_as = %s::text
FROM import_stage s WHERE {WITHIN} AND i.response_id = s.known AND NOT s.same AND i.settled_at IS NULL
"""
COUNT = f"""
SELECT count(*) FILTER (WHERE same), count(*) FILTER (WHERE NOT same),
    count(score), count(*) FILTER (WHERE at IS NULL),
    count(*) FILTER (WHERE at IS NULL AND dated <> '')
FROM import_stage s WHERE {WITHIN}
"""
POOR = f"""
SELECT coalesce(known, id) FROM import_stage s WHERE {WITHIN} AND same IS NOT TRUE AND at >= %s::timestamptz
    AND (score = ANY(%s::int[]) OR (score IS NULL AND %s::boolean))
"""


@dataclass
class Plan:
    """What an import needs to know of its post, once."""

    imported: Import
    metric: str
    date_field: str = ""
    open_date: str = ""
    superseded: str = ""
    post: ListeningPost = field(init=False)
    zone: str = field(init=False)

    def __post_init__(self) -> None:
        assert self.imported.post is not None
        self.post = self.imported.post
        self.zone = str(current_zone())

    @property
    def place(self) -> list[object]:
        top = SCALES[self.metric][1] if self.metric else None
        return [self.post.touchpoint_id, self.post.team_id, self.metric, top, self.zone]

    @property
    def poor(self) -> list[int]:
        """The scores that open a case at this post."""
        low, high = SCALES[self.metric] if self.metric else (0, -1)
        return [score for score in range(low, high + 1) if self.post.opens_case(self.metric, score)]


def store_chunk(plan: Plan, after: int, upto: int) -> dict[str, int]:
    """Store the answers of these rows, and say so on the import, in one transaction; what was counted."""
    for _attempt in range(5):
        try:
            with transaction.atomic():
                return _store(plan, after, upto)
        except Raced:
            continue
    raise Raced


def _store(plan: Plan, after: int, upto: int) -> dict[str, int]:
    imported, within, now = plan.imported, (after, upto), timezone.now()
    pairs, made = _customers(imported, within)
    join = [list(column) for column in zip(*pairs, strict=True)] or [[], []]
    own = [plan.post.pk, plan.post.version.pk, imported.source, now, imported.pk]
    stored = run(INSERT, *plan.place, *own, *join, *within)
    run(MARK_OLD, *within)
    run(KEEP_BEFORE, imported.pk, *within, imported.pk)
    run(SETTLE_OLD, now, plan.superseded, *within)
    run(CHANGE, *plan.place, *join, *within)
    run(MARK_NEW, plan.zone, plan.post.pk, *within)
    run(FLAWS, imported.pk, *within)
    run(DATES, imported.pk, plan.date_field, plan.open_date, *within)
    cases = open_cases(_due(plan, within), since=imported.started_at or now)
    counts = count(within) | {"stored": stored, "customers": made, "cases": cases}
    _advance(imported, upto, counts)
    return counts


def _customers(imported: Import, within: tuple[int, int]) -> tuple[list[tuple[int, int]], int]:
    kinds = (Identifier.Kind.EXTERNAL, Identifier.Kind.EMAIL, Identifier.Kind.PHONE)
    with connection.cursor() as cursor:
        cursor.execute(NAMED, within)
        rows = [
            Facts(row, [Known(k, v) for k, v in zip(kinds, values, strict=True) if v], name, language)
            for row, *values, name, language in cursor.fetchall()
        ]
    return find_or_make_customers(rows, imported) if rows else ([], 0)


def _due(plan: Plan, within: tuple[int, int]) -> list[Response]:
    """The answers of these rows that open a case, by the post's rule and the date that the importer gave."""
    if not (since := plan.imported.open_cases_since):
        return []
    with connection.cursor() as cursor:
        cursor.execute(POOR, [*within, since, plan.poor, plan.post.opens_case(plan.metric, None)])
        keys = [key for (key,) in cursor.fetchall()]
    fresh = Response.objects.filter(pk__in=keys, case=None, hidden_at=None)
    return list(fresh.order_by("pk").only("pk", "comment", "team_id", "touchpoint_id", "post_id"))


def count(within: tuple[int, int]) -> dict[str, int]:
    """What the staged rows are."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT, within)
        names = ("unchanged", "changed", "scored", "undated", "open_dates")
        return dict(zip(names, cursor.fetchone(), strict=True))


def _advance(imported: Import, upto: int, counts: dict[str, int]) -> None:
    """Write the progress, in the chunk's own transaction: so none is stored twice, and none is left out."""
    locked = Import.objects.select_for_update().get(pk=imported.pk)
    locked.counts = {name: locked.counts.get(name, 0) + n for name, n in counts.items()} | {
        name: n for name, n in locked.counts.items() if name not in counts
    }
    locked.rows_stored = upto
    locked.claimed_until = lease()
    locked.save(update_fields=["counts", "rows_stored", "claimed_until"])


def lease() -> datetime:
    """Until when a worker that is at it now need not be heard of again."""
    return timezone.now() + LEASE
