"""The connection to PostgreSQL: settings.DATABASES names this package as its engine."""

from django.db import connection
from django.db.backends.utils import CursorWrapper


def prepared_cursor() -> CursorWrapper:
    """A cursor for a statement, with $1, $2 ..., that is run with each answer or with each request."""
    cursor: CursorWrapper = connection.prepared_cursor()  # type: ignore[attr-defined] # Django's own have none
    return cursor
