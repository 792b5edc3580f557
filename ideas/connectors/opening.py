"""A file of ideas, opened as it was said to be read."""

from collections.abc import Iterator
from dataclasses import replace

from feedback.connectors.header import Column
from feedback.connectors.importing import Opened
from feedback.connectors.sheet import Row
from ideas.actions.told import Read, legible
from ideas.connectors.fider import read_backup
from ideas.connectors.tables import Mapping, read_table
from ideas.models import IdeaImport


class Legible(Opened):
    """A table in letters that can be written down: a byte that means nothing in its charset is a mark."""

    def _columns(self) -> list[Column]:
        return [replace(column, name=legible(column.name)) for column in super()._columns()]

    def __iter__(self) -> Iterator[Row]:
        return (Row(row.number, [legible(cell) for cell in row.cells]) for row in super().__iter__())


def read(imported: IdeaImport) -> Read:
    """Each of its ideas, and each row that is none. BadFile."""
    if imported.source == IdeaImport.Source.FIDER:
        with imported.file.open("rb") as file:
            yield from read_backup(file)
        return
    with Legible(imported) as opened:
        yield from read_table(opened, Mapping(**imported.mapping))
