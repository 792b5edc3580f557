"""A CSV or XLSX file as a stream of rows of text, with their numbers; never the whole of it in memory."""

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import IO, Any, NamedTuple

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from feedback.connectors.charset import CHARSETS, KEEP, decode, guess_charsets

HEAD = 256 * 1024
CELL = 100_000
UNPACKED = 600 * 1024 * 1024
COLUMNS = 500
DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
QUOTES = ('"', "'", "")


class BadFile(ValueError):
    """The file cannot be read; the message says why, in words for the person who sent it."""


class Row(NamedTuple):
    """A row of the file: its number as a spreadsheet counts, and its cells."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Reading:
    """How a file is to be read. What is proposed here a person may change."""

    kind: str = "csv"
    charset: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_rows: int = 1
    sheet: str = ""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, facts: dict[str, Any]) -> "Reading":
        """The reading that was stored; what is not one of the choices falls back to the proposal."""
        known = {name: facts[name] for name in cls.__dataclass_fields__ if name in facts}
        reading = cls(**known)
        valid = (
            reading.kind in ("csv", "xlsx")
            and reading.charset in CHARSETS
            and reading.delimiter in DELIMITERS
            and reading.quote in QUOTES
            and reading.header_rows in range(4)
        )
        if not valid:
            raise BadFile(_("This way of reading a file is not one that we know."))
        return reading


def propose_reading(file: IO[bytes]) -> Reading:
    """The likeliest way to read the file, by its beginning."""
    file.seek(0)
    head = file.read(HEAD)
    if not head.strip(b"\0 \r\n\t"):
        raise BadFile(_("The file is empty."))
    if head.startswith(b"PK\x03\x04"):
        return _with_header(file, Reading(kind="xlsx", sheet=sheets(file)[0]))
    if head.startswith((b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")):
        raise BadFile(_("This is neither a CSV nor an XLSX file. Save it as one of these and send that."))
    charset = guess_charsets(head)[0]
    text = decode(head, charset)
    if sum(letter < " " and letter not in "\r\n\t\f\v" for letter in text[:4000]) > 40:
        raise BadFile(_("This is neither a CSV nor an XLSX file. Save it as one of these and send that."))
    return _with_header(file, Reading(charset=charset, delimiter=_guess_delimiter(text)))


def _with_header(file: IO[bytes], reading: Reading) -> Reading:
    from feedback.connectors.header import guess_header_rows

    first = [row.cells for row, _n in zip(stream(file, reading), range(4), strict=False)]
    return Reading(**{**reading.to_json(), "header_rows": guess_header_rows(first)})


def _guess_delimiter(text: str) -> str:
    """The one that cuts most rows into the same number of columns, of which there are most."""

    def fitness(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row][
                :200
            ]
        except csv.Error:
            return 0.0, 0
        width, often = Counter(len(row) for row in rows).most_common(1)[0] if rows else (0, 0)
        return (often / len(rows), width) if width > 1 else (0.0, 0)

    return max(DELIMITERS, key=fitness)


def sheets(file: IO[bytes]) -> list[str]:
    """The names of an XLSX file's sheets."""
    book = _open_book(file)
    names = list(book.sheetnames)
    book.close()
    return names


def _open_book(file: IO[bytes]) -> Any:
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise BadFile(_("This file is too large when it is unpacked. Send it as CSV."))
        file.seek(0)
        return load_workbook(file, read_only=True, data_only=True)
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(_("This XLSX file is damaged. Open it, save it anew and send that.")) from error


def stream(file: IO[bytes], reading: Reading) -> Iterator[Row]:
    """Every row that is not blank, the header's rows first."""
    file.seek(0)
    rows = _stream_xlsx(file, reading) if reading.kind == "xlsx" else _stream_csv(file, reading)
    for number, cells in rows:
        if len(cells) > COLUMNS:
            raise BadFile(_("Row %(row)d has more than %(most)d columns.") % {"row": number, "most": COLUMNS})
        if any(cells):
            yield Row(number, cells)


def _stream_csv(file: IO[bytes], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(CELL)
    text = io.TextIOWrapper(file, encoding=reading.charset, errors=KEEP, newline="")
    number = 0
    try:
        if reading.quote:
            rows = csv.reader(text, delimiter=reading.delimiter, quotechar=reading.quote)
        else:
            rows = csv.reader(text, delimiter=reading.delimiter, quoting=csv.QUOTE_NONE)
        for number, cells in enumerate(rows, 1):
            if number == 1 and cells:
                cells[0] = _without_mark(cells[0], reading)
            yield number, cells
    except csv.Error as error:
        raise BadFile(
            _("Row %(row)d has a cell that does not end: a quotation mark is missing, or it is not CSV.")
            % {"row": number + 1}
        ) from error
    except UnicodeError as error:
        raise BadFile(_("The file cannot be read in this charset. Choose another.")) from error
    finally:
        text.detach()


def _without_mark(cell: str, reading: Reading) -> str:
    """The first cell without the byte-order mark, and without the quotes that then stand in it."""
    if not cell.startswith("\ufeff"):
        return cell
    cell = cell[1:]
    quote = reading.quote
    return cell[1:-1] if quote and len(cell) > 1 and cell[0] == cell[-1] == quote else cell


def _stream_xlsx(file: IO[bytes], reading: Reading) -> Iterator[tuple[int, list[str]]]:
    book = _open_book(file)
    try:
        if reading.sheet not in book.sheetnames:
            raise BadFile(_("This file has no sheet of that name."))
        for number, cells in enumerate(book[reading.sheet].iter_rows(values_only=True), 1):
            yield number, [_cell_text(cell) for cell in cells]
    except BadFile:
        raise
    except Exception as error:
        raise BadFile(_("This XLSX file is damaged. Open it, save it anew and send that.")) from error
    finally:
        book.close()


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return (
            cell.date().isoformat() if not (cell.hour or cell.minute or cell.second) else cell.isoformat(" ")
        )
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
