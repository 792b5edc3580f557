"""A table of past waves as another tool gives it: a row for each group, checked by itself and beside the
others of its wave."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from employees.actions.importing import read_rows
from employees.metrics.past import Written
from employees.models.past_waves import Parts

SCORES = [str(score) for score in range(11)]
PARTS = ["promoters", "passives", "detractors"]
FIGURES = {"asked", "n", *PARTS, "score", "mean", *SCORES}
NEEDED, ALLOWED = {"team"}, {"wave", "closed", "key", "parent"} | FIGURES
WHOLE, PRECISE = re.compile(r"[0-9]{1,7}"), re.compile(r"-?[0-9]{1,3}([.,][0-9]{1,6})?")
Error = tuple[int, str]


@dataclass(frozen=True)
class Row:
    """One group of a wave, and where it stands in the file."""

    number: int
    wave: str
    closed_on: date
    parent: str
    key: int | None
    written: Written


@dataclass
class Table:
    """What could be read, by wave, and what is wrong with the rest."""

    waves: dict[str, list[Row]] = field(default_factory=dict)
    errors: list[Error] = field(default_factory=list)
    has_parents: bool = False


def read_table(text: str, *, title: str, closed_on: date | None) -> Table:
    """The rows of each wave; title and closed_on are of those that name none."""
    table, rows = Table(), read_rows(text, NEEDED, ALLOWED)
    if isinstance(rows, str):
        table.errors.append((1, rows))
        return table
    for number, cells in enumerate(rows, start=2):
        try:
            row = _row(number, cells, title, closed_on)
        except ValidationError as error:
            table.errors.append((number, " ".join(error.messages)))
        else:
            table.waves.setdefault(row.wave, []).append(row)
            table.has_parents |= bool(row.parent)
    if not rows:
        table.errors.append((1, _("There is no row below the names of the columns.")))
    for found in table.waves.values():
        table.errors += _errors_of_wave(found)
    return table


def _row(number: int, cells: Mapping[str, str], title: str, closed_on: date | None) -> Row:
    wave = cells.get("wave") or title
    if not wave:
        raise ValidationError(_("Which wave is it? Name it above the table, or in a column “wave”."))
    names = [cells.get("team", ""), cells.get("parent", "")]
    if any(len(name) > 150 for name in [wave, *names]):
        raise ValidationError(_("A name is longer than 150 characters."))
    return Row(number, wave, _day(cells.get("closed", ""), closed_on), names[1],
               _whole(cells, "key"), _written(cells))  # fmt: skip


def _day(told: str, otherwise: date | None) -> date:
    if not told and otherwise:
        return otherwise
    try:
        found = parse_date(told)
    except ValueError:
        found = None
    if found is None:
        raise ValidationError(_("When was the wave closed? Write the day as 2024-05-31."))
    return found


def _written(cells: Mapping[str, str]) -> Written:
    """The figures of a row, which fit together as far as one row can tell."""
    counts = {int(score): _whole(cells, score) or 0 for score in SCORES if score in cells}
    if not any(cells.get(score) for score in SCORES):
        counts = {}
    parts, score, mean = _parts(cells), _precise(cells, "score", -100), _precise(cells, "mean", 0, 10)
    answered = sum(counts.values()) if counts else parts.n if parts else None
    told = _whole(cells, "n")
    n = answered if told is None else told
    if n is None:
        raise ValidationError(_("How many answered is missing: give n."))
    if not (counts or parts or score is not None or mean is not None):
        raise ValidationError(_("There is neither a score nor a mean, and nothing to count them from."))
    row = Written(cells.get("team", ""), n, _whole(cells, "asked"), parts, counts, score, mean)
    _check_numbers(row)
    return row


def _check_numbers(row: Written) -> None:
    if row.answered is not None and row.n < row.answered:
        words = _("n is %(n)d, but %(answered)d answers are counted beside it. Are these percentages?")
        raise ValidationError(words % {"n": row.n, "answered": row.answered})
    if row.asked is not None and row.n > row.asked:
        words = _("%(n)d answered, but only %(asked)d were asked.")
        raise ValidationError(words % {"n": row.n, "asked": row.asked})


def _parts(cells: Mapping[str, str]) -> Parts | None:
    found = [_whole(cells, name) for name in PARTS]
    if all(number is None for number in found):
        return None
    promoters, passives, detractors = found
    if promoters is None or passives is None or detractors is None:
        raise ValidationError(_("Give promoters, passives and detractors, all three, or none of them."))
    return Parts(promoters, passives, detractors)


def _whole(cells: Mapping[str, str], name: str) -> int | None:
    if not (told := cells.get(name, "")):
        return None
    if not WHOLE.fullmatch(told):
        words = _("%(name)s: “%(told)s” is no number of people. Percentages cannot be brought in.")
        raise ValidationError(words % {"name": name, "told": told[:40]})
    return int(told)


def _precise(cells: Mapping[str, str], name: str, least: int, most: int = 100) -> Decimal | None:
    if not (told := cells.get(name, "").replace("−", "-").removeprefix("+").removesuffix("%").strip()):
        return None
    found = Decimal(told.replace(",", ".")) if PRECISE.fullmatch(told) else None
    if found is None or not least <= found <= most:
        words = _("%(name)s: “%(told)s” is no number from %(least)d to %(most)d.")
        raise ValidationError(words % {"name": name, "told": told[:40], "least": least, "most": most})
    return found


def _errors_of_wave(rows: list[Row]) -> Iterator[Error]:
    """What is wrong between the rows of a wave."""
    checks: list[Callable[[list[Row]], Iterator[Error]]] = [
        _errors_of_days, _errors_of_names, _errors_of_percentages, _errors_of_parents
    ]  # fmt: skip
    for check in checks:
        yield from check(rows)


def _errors_of_days(rows: list[Row]) -> Iterator[Error]:
    for row in rows:
        if row.closed_on != rows[0].closed_on:
            yield (
                row.number,
                _("This wave was closed on another day in row %(row)d.") % {"row": rows[0].number},
            )


def _errors_of_names(rows: list[Row]) -> Iterator[Error]:
    seen = Counter[str]()
    for row in rows:
        seen[row.written.name] += 1
        if seen[row.written.name] == 2:
            yield row.number, _("This team stands in the wave twice.")


def _errors_of_percentages(rows: list[Row]) -> Iterator[Error]:
    """Where the three make a hundred in each row, whatever n is, they are no numbers of people."""
    found = [row for row in rows if row.written.parts]
    is_hundred = all(row.written.parts and 99 <= row.written.parts.n <= 101 for row in found)
    if is_hundred and any(row.written.parts and row.written.n > row.written.parts.n + 1 for row in found):
        words = _(
            "Promoters, passives and detractors make 100 in each row: percentages cannot be brought in."
        )
        yield found[0].number, words


def _errors_of_parents(rows: list[Row]) -> Iterator[Error]:
    """A row of the file is below another that is there, and above it there are at least as many."""
    by_name = {row.written.name: row for row in rows}
    below = Counter[str]()
    for row in rows:
        if row.parent and row.parent not in by_name:
            yield row.number, _("No row of this wave is of “%(name)s”.") % {"name": row.parent}
        elif _is_in_a_circle(row, by_name):
            yield row.number, _("This team stands below itself, or more than thirty levels deep.")
        elif row.parent:
            below[row.parent] += row.written.n
    for name, n in below.items():
        if n > by_name[name].written.n:
            words = _("The teams below it have more answers together (%(n)d) than it has.") % {"n": n}
            yield by_name[name].number, words


def _is_in_a_circle(row: Row, by_name: Mapping[str, Row]) -> bool:
    above: Row | None = row
    for _level in range(30):
        if above is None or not above.parent:
            return False
        above = by_name.get(above.parent)
    return True
