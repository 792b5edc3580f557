"""What a person must see of a file to say how it is read: rows, values, dates. From its first 50,000 rows."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import islice

from feedback.connectors.dates import DateReport, analyse, count_responses
from feedback.connectors.header import Column
from feedback.connectors.importing import Opened
from feedback.connectors.mapping import Mapping, plain

MOST = 50_000
VALUES = 60
"""Different values of a column that are shown one by one; where there are more, it is no scale."""
SAMPLES = 4


@dataclass
class Profile:
    """The columns, some rows, and the values of columns that have few."""

    columns: list[Column]
    rows: list[list[str]] = field(default_factory=list)
    seen: int = 0
    is_cut: bool = False
    values: list[Counter[str]] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)

    def samples(self, column: int) -> list[str]:
        """What stands in the first rows that have something in this column."""
        filled = (row[column] for row in self.rows if column < len(row) and row[column].strip())
        return [" ".join(cell.split()) for cell in islice(filled, SAMPLES)]

    def few(self, column: int | None) -> list[tuple[str, int]]:
        """The values of a column, the most frequent first; none where there are too many."""
        found = self.values[column] if column is not None and column < len(self.values) else Counter()
        return [] if len(found) > VALUES else sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def dates(self, mapping: Mapping) -> DateReport:
        """How the dates can be read, by the value of the column on which their order depends."""
        if mapping.date is None:
            return DateReport()
        triples = [
            (" / ".join(self._cell(row, column) for column in mapping.ids) if mapping.ids else str(number),
             self._cell(row, mapping.date),
             "" if mapping.order_by is None else self._cell(row, mapping.order_by))
            for number, row in enumerate(self._taken(mapping))
        ]  # fmt: skip
        report = analyse((date, other) for _response, date, other in triples)
        orders = mapping.orders if mapping.order_by is not None else {}
        report.responses = count_responses(triples, orders, mapping.order)
        return report

    def _taken(self, mapping: Mapping) -> list[list[str]]:
        if mapping.only is None or not mapping.only_values:
            return self.rows
        return [row for row in self.rows if self._cell(row, mapping.only) in mapping.only_values]

    @staticmethod
    def _cell(row: list[str], column: int) -> str:
        return plain(row[column]) if column < len(row) else ""


def profile(opened: Opened) -> Profile:
    """Read the beginning of an open file."""
    width = len(opened.columns)
    found = Profile(opened.columns, values=[Counter() for _n in range(width)], lengths=[0] * width)
    for row in islice(opened, MOST):
        found.seen += 1
        found.rows.append(row.cells)
        for column, cell in enumerate(row.cells[:width]):
            if cell and len(values := found.values[column]) <= VALUES:
                values[plain(cell)] += 1
            found.lengths[column] += len(cell)
    found.is_cut = next(iter(opened), None) is not None
    return found
