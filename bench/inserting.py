"""Rows by set-based SQL, complete as a model would make them."""

import re

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], select: str, **values: object) -> None:
    """The rows that a statement selects, by the names of their columns; what it does not name is as in a row
    that the model makes."""
    fields, names = model._meta.concrete_fields, set(re.findall(r" AS (\w+)", select))
    rest = {field.column: field.get_default() for field in fields
            if not (field.column in names or field.null or field.primary_key)}  # fmt: skip
    columns = [*(field.column for field in fields if field.column in names), *rest]
    chosen = [name if name in names else f"%({name})s" for name in columns]
    into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) SELECT {', '.join(chosen)}"
    with connection.cursor() as cursor:
        cursor.execute(f"{into} FROM ({select}) AS drawn", values | rest)
