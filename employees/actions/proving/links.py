"""Whether a person's row and an answer share or order by any value better than chance, hidden ones included.

What both sides know of each other is the group. Where people are sorted by one of their columns and answers
by one that is not what was said, the groups of both are alike at as many places as chance makes them; were
answers stored as they came, or given a time or a number, they would be alike at nearly all."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_noop as _

from employees.actions.proving.catalog import (
    ANSWERS,
    HIDDEN,
    Table,
    read_people,
    read_rows,
    reading,
    tables_of_waves,
)
from employees.actions.proving.findings import FAILED, HELD, NOTED, Finding
from employees.metrics.chance import Matches, order_by_chance
from employees.models import Participation, Wave

CHECK, FAMILY, TOLD = "links", 1e-6, 3
SAID = {"group_id", "scores", "question", "theme", "text"}
"""What an answer says: it goes with its group, as it may, and is nobody's order."""
PARTS = Participation._meta.db_table
Row = dict[str, Any]


@dataclass(frozen=True)
class Pair:
    """Two columns, and how likely chance makes them agree as they do."""

    mine: str
    theirs: str
    chance: float


@dataclass
class Evidence:
    """Of a closed wave: each person's columns and group, each kind of answer's rows."""

    wave: Wave
    people: dict[int, Row] = field(default_factory=dict)
    group_of: dict[int, int] = field(default_factory=dict)
    answers: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of(cls, wave: Wave) -> "Evidence":
        found, tables = cls(wave), tables_of_waves()
        takers = next(table for table in tables if table.name == PARTS)
        rows = {row["id"]: row for row in read_people(wave.pk, takers)}
        found.people = {pk: {f"employees_employee.{name}": value for name, value in row.items()}
                        for pk, row in rows.items()}  # fmt: skip
        for table in tables:
            if table.name in ANSWERS:
                found.answers[table.name] = read_rows(table, wave.pk)
            elif table.person:
                found._add(table)
        return found

    def _add(self, table: Table) -> None:
        for row in read_rows(table, self.wave.pk):
            if (pk := row[str(table.person)]) in self.people:
                self.people[pk] |= {f"{table.name}.{name}": value for name, value in row.items()}
                if "group_id" in row:
                    self.group_of[pk] = row["group_id"]


def check_links(waves: Sequence[Wave]) -> Iterator[Finding]:
    """Of each closed wave with answers; the error of all tests together is at most FAMILY. No table is held
    while it is computed."""
    tested = {wave: _tests(_evidence(wave)) for wave in waves}
    number = sum(len(tests) for tests, _shared, _most in tested.values())
    level = FAMILY / max(number, 1)
    for wave, (tests, shared, smallest) in tested.items():
        yield from _findings(wave, tests, shared, smallest, level)


def _evidence(wave: Wave) -> Evidence:
    with reading():
        return Evidence.of(wave)


def _tests(found: Evidence) -> tuple[list[Pair], list[Pair], float]:
    """All pairs by order, those with a value that too few share, and the least chance that there could be."""
    tests: list[Pair] = []
    shared: list[Pair] = []
    smallest = 1.0
    for table, rows in found.answers.items():
        names = [name for name in _telling(rows) if name not in SAID]
        tests += _own_orders(table, rows, names)
        shared += _shared_values(found, table, rows, names)
        if len(rows) == len(found.people) == len(found.group_of) and rows:
            matches = Matches(Counter(found.group_of.values()), Counter(row["group_id"] for row in rows))
            smallest = min(smallest, matches.at_least(matches.most))
            tests += _orders(found, table, rows, names, matches)
    return tests, shared, smallest


def _orders(
    found: Evidence, table: str, rows: list[Row], names: list[str], matches: Matches
) -> Iterator[Pair]:
    """People sorted by each of their columns beside answers sorted by each of theirs, up and down."""
    ordered = {name: [row["group_id"] for row in sorted(rows, key=_by(name))] for name in names}
    for mine in _telling(found.people.values()):
        by_mine = sorted((_key(row[mine]), at, pk) for at, (pk, row) in enumerate(found.people.items()))
        persons = [found.group_of[pk] for _value, _at, pk in by_mine]
        for theirs, groups in ordered.items():
            for way, turned in (("", groups), (" downwards", groups[::-1])):
                same = sum(a == b for a, b in zip(persons, turned, strict=True))
                yield Pair(mine, f"{table}.{theirs}{way}", matches.at_least(same))


def _own_orders(table: str, rows: list[Row], names: list[str]) -> Iterator[Pair]:
    """Whether where answers stand goes with their keys, or with their groups."""
    standing = sorted(rows, key=_by("place"))
    for name in (*names, "group_id"):
        if name != "place":
            ranks = {value: rank for rank, value in enumerate(sorted({_key(row[name]) for row in rows}))}
            chance = order_by_chance([ranks[_key(row[name])] for row in standing])
            yield Pair(f"{table}.place", f"{table}.{name}", chance)


def _shared_values(found: Evidence, table: str, rows: list[Row], names: list[str]) -> Iterator[Pair]:
    """A value that somebody's row has and fewer than k answers: these answers are theirs."""
    for theirs in names:
        if theirs in ("place", "cmin"):
            continue
        counts = Counter(_key(row[theirs]) for row in rows)
        rare = {value for value, n in counts.items() if n < found.wave.k and value[1] not in (0, "")}
        for mine in _telling(found.people.values()):
            if _kind(mine) == _kind(theirs) and rare & {_key(row[mine]) for row in found.people.values()}:
                yield Pair(mine, f"{table}.{theirs}", 0.0)


def _kind(column: str) -> str:
    """Numbers of transactions are like one another, whatever they stand for."""
    name = column.rpartition(".")[2]
    return "transaction" if name in HIDDEN else "place" if name == "place" else "value"


def _telling(rows: Collection[Row]) -> list[str]:
    """The columns that all of them have, and not all the same value in."""
    common = set.intersection(*(set(row) for row in rows)) if rows else set()
    return sorted(name for name in common if len({_key(row[name]) for row in rows}) > 1)


def _by(name: str) -> Any:
    return lambda row: _key(row[name])


def _key(value: Any) -> tuple[int, Any]:
    """To sort by, whatever it is."""
    return (0, value) if isinstance(value, int | float) else (1, "" if value is None else str(value))


SHARED = _("Somebody and fewer than %(k)d answers share a value: %(mine)s and %(theirs)s.")
LINKED = _(
    "%(theirs)s goes with %(mine)s: by chance once in %(odds)s times. Answers can be linked to people."
)
SMALL = _(
    "Too small, or of too few groups, to test the order of people against that of answers. No value is"
    " shared, and the answers stand in no order of their own: %(n)d tests."
)
APART = _(
    "In %(n)d pairs of columns nothing links somebody to an answer better than chance: the closest would come"
    " about by chance in one of %(odds)s tries."
)


def _findings(
    wave: Wave, tests: list[Pair], shared: list[Pair], smallest: float, level: float
) -> Iterator[Finding]:
    for pair in shared:
        facts: dict[str, Any] = {"k": wave.k, "mine": pair.mine, "theirs": pair.theirs}
        yield Finding(CHECK, FAILED, SHARED, facts, wave.pk)
    far = sorted((pair for pair in tests if pair.chance < level), key=lambda pair: pair.chance)
    for pair in far[:TOLD]:
        facts = {"mine": pair.mine, "theirs": pair.theirs, "odds": _odds(pair.chance)}
        yield Finding(CHECK, FAILED, LINKED, facts, wave.pk)
    if not far and not shared:
        least = min((pair.chance for pair in tests), default=1.0)
        text, verdict = (SMALL, NOTED) if smallest > level else (APART, HELD)
        yield Finding(CHECK, verdict, text, {"n": len(tests), "odds": _odds(least)}, wave.pk)


def _odds(chance: float) -> str:
    """One in so many."""
    number = 1 / max(chance, 1e-99)
    return f"{number:,.0f}" if number < 1e6 else f"{number:.0e}"
