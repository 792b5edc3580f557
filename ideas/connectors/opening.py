"""A file of ideas, opened as it was said to be read."""

from feedback.connectors.importing import Opened
from ideas.actions.told import Read
from ideas.connectors.fider import read_backup
from ideas.connectors.tables import Mapping, read_table
from ideas.models import IdeaImport


def read(imported: IdeaImport) -> Read:
    """Each of its ideas, and each row that is none. BadFile."""
    if imported.source == IdeaImport.Source.FIDER:
        with imported.file.open("rb") as file:
            yield from read_backup(file)
        return
    with Opened(imported) as opened:
        yield from read_table(opened, Mapping(**imported.mapping))
