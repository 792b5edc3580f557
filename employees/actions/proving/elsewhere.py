"""That what people said stands in its own place and nowhere else: in no queue, outbox, audit trail, session,
cache, and in no log that is named."""

import gzip
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.apps import apps
from django.db import connection
from django.utils.translation import gettext_noop as _

from employees.actions.proving.catalog import ANSWERS, ask, reading, tables_of_waves
from employees.actions.proving.findings import FAILED, HELD, NOTED, UNCHECKED, Finding
from employees.actions.proving.sealed import LENGTH
from employees.actions.proving.words import Words
from employees.models import PulseComment, Sealed

CHECK, CHUNK = "elsewhere", 500
OWN_APPS = {"employees", "feedback", "ideas", "insights"}
"""What people say and promise there is theirs: somebody may quote a comment in a promise."""
NOWHERE = _(
    "No comment and no sealed block stands in the queue, the outbox, the audit trail, the sessions or any"
    " other of %(n)d tables; %(comments)d comments were looked for."
)
HEX, BASE64 = 2 * LENGTH, (4 * LENGTH + 2) // 3
BLOCK = re.compile(rb"[0-9a-f]{%d}|[A-Za-z0-9+/_-]{%d}" % (HEX, BASE64))
"""Nothing else that is as long has neither a space nor a sign."""
TABLES = """SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN (current_schema(), 'public')
ORDER BY 1, 2"""


def check_elsewhere(logs: Sequence[Path]) -> Iterator[Finding]:
    with reading():
        words = Words(PulseComment.objects.values_list("text", flat=True).iterator())
        tables = _searched()
    told = [name for schema, name in tables if _stands_in(words, schema, name)]
    for name in told:
        yield Finding(CHECK, FAILED, _("An answer stands in the table %(table)s."), {"table": name})
    if not told:
        facts = {
            "n": len(tables),
            "comments": words.searched,
            "tables": ", ".join(name for _s, name in tables),
        }
        yield Finding(CHECK, HELD, NOWHERE, facts)
    if words.too_short:
        text = _("%(n)d comments are too short to be looked for: anybody may say the like anywhere.")
        yield Finding(CHECK, NOTED, text, {"n": words.too_short})
    yield from _check_logs(words, logs)


def _searched() -> list[tuple[str, str]]:
    """All tables but those of people's own words; those that lead to a wave in any case, but for an answer's
    own place."""
    own = {model._meta.db_table for model in apps.get_models() if model._meta.app_label in OWN_APPS}
    waves = {table.name for table in tables_of_waves()}
    places = {*ANSWERS, Sealed._meta.db_table}
    return [(s, name) for s, name in ask(TABLES) if name not in places and (name not in own or name in waves)]


def _stands_in(words: Words, schema: str, table: str) -> bool:
    with reading():
        return _tells(words, _rows(schema, table))


def _rows(schema: str, table: str) -> Iterator[bytes]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT it::text FROM "{schema}"."{table}" AS it')
        while rows := cursor.fetchmany(CHUNK):
            yield from (row.encode() for (row,) in rows)


def _tells(words: Words, texts: Iterator[bytes]) -> bool:
    return any(BLOCK.search(text) or words.stand_in(text) for text in texts)


def _check_logs(words: Words, logs: Sequence[Path]) -> Iterator[Finding]:
    read = 0
    for path in (each for place in logs for each in _files(place)):
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
                told = _tells(words, iter(lines))
        except OSError as away:
            text = _("The log %(path)s cannot be read: %(reason)s.")
            yield Finding(CHECK, UNCHECKED, text, {"path": str(path), "reason": away.strerror or str(away)})
            continue
        read += 1
        if told:
            yield Finding(CHECK, FAILED, _("An answer stands in the log %(path)s."), {"path": str(path)})
    if read:
        yield Finding(CHECK, HELD, _("%(n)d files of logs were read to their end."), {"n": read})
    elif not logs:
        yield Finding(CHECK, NOTED, _("No logs were named, so none were read."))


def _files(place: Path) -> list[Path]:
    return sorted(path for path in place.rglob("*") if path.is_file()) if place.is_dir() else [place]
