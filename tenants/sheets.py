"""A table as a file. What begins like a formula in a text is told apart from one (trust: CSV injection)."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter
from django.http import HttpResponse

from tenants.here import today

Cell = str | float | int | None
FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Sheet:
    """A table: a name for its file, heads, and rows of bare values."""

    key: str
    title: str
    head: list[str]
    rows: list[list[Cell]]


def as_file(sheet: Sheet, kind: str) -> bytes:
    return as_csv(sheet) if kind == "csv" else as_xlsx(sheet)


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run is led by an apostrophe; numbers stay, negative ones too."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def line(cells: Sequence[Cell]) -> str:
    """One line of a CSV file."""
    text = io.StringIO()
    csv.writer(text).writerow([harmless(cell) for cell in cells])
    return text.getvalue()


def as_csv(sheet: Sheet) -> bytes:
    """With a byte order mark, so that a spreadsheet reads it as UTF-8."""
    return ("\ufeff" + line(sheet.head) + "".join(line(row) for row in sheet.rows)).encode()


def as_xlsx(sheet: Sheet) -> bytes:
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        page, bold = book.add_worksheet(sheet.key), book.add_format({"bold": True})
        page.write_row(0, 0, [harmless(head) for head in sheet.head], bold)
        for index, row in enumerate(sheet.rows, 1):
            page.write_row(index, 0, [harmless(cell) for cell in row])
        page.freeze_panes(1, 1)
        page.autofit()
    return file.getvalue()


def as_download(sheet: Sheet, kind: str) -> HttpResponse:
    """The file, named by its table and the day."""
    response = HttpResponse(as_file(sheet, kind), content_type=TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{sheet.key}-{today()}.{kind}"'
    return response
