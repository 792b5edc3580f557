from django.db import connection


def current_schema() -> str:
    """The schema that this thread's queries reach now: the organisation's, or `public`."""
    schema: str = connection.schema_name  # type: ignore[attr-defined]
    return schema
