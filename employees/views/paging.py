from datetime import datetime
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from employees.models import Commitment

SIZE = 25


def page_after(chosen: QuerySet[Commitment], cursor: str, *, by: str) -> tuple[list[Commitment], str]:
    """A page of promises behind the cursor, and the cursor of the next one; by "due_at", the nearest first,
    or by "-kept_at". A page costs the same however far down it is."""
    field, backwards = by.lstrip("-"), by.startswith("-")
    sign = "-" if backwards else ""
    if behind := _read(cursor):
        at, pk = behind
        way = "lt" if backwards else "gt"
        chosen = chosen.filter(Q(**{f"{field}__{way}e": at}), ~Q(**{field: at}) | Q(**{f"pk__{way}": pk}))
    rows = list(chosen.order_by(by, f"{sign}pk")[: SIZE + 1])
    more = f"{getattr(rows[SIZE - 1], field).isoformat()}~{rows[SIZE - 1].pk}" if len(rows) > SIZE else ""
    return rows[:SIZE], more


def _read(cursor: str) -> tuple[datetime, int] | None:
    """What a cursor says; one that is not ours begins at the top."""
    at, _tilde, pk = cursor.partition("~")
    try:
        moment = datetime.fromisoformat(at)
        return (moment, int(pk)) if moment.tzinfo and int(pk) < 2**63 else None
    except ValueError:
        return None


def address(path: str, **query: object) -> str:
    """The path with what is chosen, without what is not."""
    chosen = {name: value for name, value in query.items() if value}
    return f"{path}?{urlencode(chosen)}" if chosen else path
