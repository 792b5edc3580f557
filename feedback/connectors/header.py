"""The names of a file's columns, which may stand in one, two or three rows."""

import hashlib
import json
import re
from dataclasses import dataclass

EMPTY_OPTION = {"", "response", "open-ended response"}


@dataclass(frozen=True)
class Column:
    """A column: its full name, and where a question spans several columns that question and the option."""

    index: int
    name: str
    group: str = ""
    option: str = ""


def guess_header_rows(first: list[list[str]]) -> int:
    """How many rows of the beginning are header: three of Qualtrics, two of SurveyMonkey, mostly one."""
    if len(first) > 2 and any(cell.lstrip().startswith('{"ImportId"') for cell in first[2]):
        return 3
    if len(first) < 2:
        return 1
    top, second = first[0], first[1]
    options = sum(cell.strip().lower() in EMPTY_OPTION - {""} for cell in second)
    spans = sum(not a.strip() and bool(b.strip()) for a, b in zip(top, second, strict=False))
    codes = sum(bool(re.fullmatch(r"V\d+|Q\d+(_\w+)?", cell)) for cell in top)
    has_numbers = any(re.fullmatch(r"[\d.,]+", cell.strip()) for cell in second)
    if (
        options > 1
        or (spans > 1 and not has_numbers)
        or (codes > 1 and codes * 2 >= len(top) and not has_numbers)
    ):
        return 2
    return 1


def read_columns(rows: list[list[str]]) -> list[Column]:
    """The columns by their header's rows; without a header they are numbered."""
    width = max((len(row) for row in rows), default=0)
    lines = [[" ".join(cell.split()) for cell in row] + [""] * (width - len(row)) for row in rows]
    coded = len(lines) == 3 or (len(lines) == 2 and all(lines[0]))
    found, group, seen = [], "", dict[str, int]()
    for index in range(width):
        top = lines[0][index]
        below = lines[1][index] if len(lines) > 1 else ""
        group = top or group
        column = _coded(index, top, below) if coded else _spanned(index, top, group, below, len(lines))
        seen[column.name] = seen.get(column.name, 0) + 1
        if seen[column.name] > 1:
            column = Column(index, f"{column.name} ({seen[column.name]})", column.group, column.option)
        found.append(column)
    return found


def numbered(width: int) -> list[Column]:
    """Columns of a file without a header."""
    return [Column(index, str(index + 1)) for index in range(width)]


def _coded(index: int, code: str, label: str) -> Column:
    """A short code above, what it means below."""
    return Column(index, f"{code}: {label}" if label and label != code else code or str(index + 1))


def _spanned(index: int, top: str, group: str, below: str, lines: int) -> Column:
    """A question above, over one or several columns, its options below."""
    if lines == 1:
        return Column(index, top or str(index + 1))
    if below.lower() in EMPTY_OPTION:
        return Column(index, top or group or str(index + 1))
    return Column(index, f"{group}: {below}" if group else below, group, below)


def header_digest(columns: list[Column]) -> str:
    """The same for files with the same columns in the same order."""
    return hashlib.sha256(json.dumps([column.name for column in columns]).encode()).hexdigest()
