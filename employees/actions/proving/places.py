"""Which tables and columns hold anything about a wave, and whether any of them could tell too much."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from employees.actions.proving.catalog import Table, tables_of_waves, watched_tables
from employees.actions.proving.findings import FAILED, HELD, Finding

CHECK = "places"
MAY_STAND = {
    "employees_participation": {"wave_id", "employee_id"},
    "employees_invited": {"wave_id", "employee_id", "group_id", "attribute"},
    "employees_sealed": {"id", "wave_id", "blob"},
    "employees_pulseanswer": {"id", "group_id", "scores"},
    "employees_pulsecomment": {"id", "group_id", "question", "theme", "text"},
}
"""All that the design lets stand there. No time, no number, nobody's name beside a word."""
FINE = _(
    "%(n)d tables hold anything about a wave, found by their foreign keys. None could tie somebody to what"
    " they said."
)
ODD = _("The column %(column)s (%(kind)s) of %(table)s does not belong there.")
ROOMY = _("%(table)s names people, and its column %(column)s (%(kind)s) could hold what they said.")
WIDE = {"json", "jsonb", "bytea", "text", "hstore", "xml"}


def check_places() -> Iterator[Finding]:
    tables = tables_of_waves()
    failed = [*_too_much(tables), *_watched(tables)]
    yield from failed
    if not failed:
        listed = "; ".join(f"{table.name} ({', '.join(table.columns)})" for table in tables)
        yield Finding(CHECK, HELD, FINE, {"n": len(tables), "tables": listed})


def _too_much(tables: list[Table]) -> Iterator[Finding]:
    for table in tables:
        may = MAY_STAND.get(table.name)
        for column, kind in table.columns.items():
            if may is not None and column not in may:
                text = ODD
            elif may is None and table.person and kind in WIDE:
                text = ROOMY
            else:
                continue
            yield Finding(CHECK, FAILED, text, {"table": table.name, "column": column, "kind": kind})


def _watched(tables: list[Table]) -> Iterator[Finding]:
    for name in sorted(watched_tables() & {table.name for table in tables}):
        yield Finding(
            CHECK,
            FAILED,
            _("A trigger or a publication takes the rows of %(table)s elsewhere."),
            {"table": name},
        )
