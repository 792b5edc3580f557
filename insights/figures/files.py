"""A table as a file. What begins like a formula in a text is told apart from one (trust: CSV injection)."""

import csv
import io
from collections.abc import Sequence

import xlsxwriter

from insights.figures.sheets import Cell, Sheet

FORMULA = ("=", "+", "-", "@", "\t", "\r")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def as_file(sheet: Sheet, kind: str) -> bytes:
    return as_csv(sheet) if kind == "csv" else as_xlsx(sheet)


def harmless(cell: Cell) -> Cell:
    """Text that a spreadsheet would run is led by an apostrophe; numbers stay, negative ones too."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def as_csv(sheet: Sheet) -> bytes:
    """With a byte order mark, so that a spreadsheet reads it as UTF-8."""
    text = io.StringIO()
    writer = csv.writer(text)
    rows: list[Sequence[Cell]] = [sheet.head, *sheet.rows]
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


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
