from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from employees.models import Employee, Team
from feedback.actions.cases import open_case
from feedback.models import (
    SCALES,
    Customer,
    ListeningPost,
    Mark,
    PostVersion,
    Response,
    Touchpoint,
)
from tenants.here import day_of
from tenants.outbox.emit import event
from tenants.outbox.models import Event

STORE = """
WITH stored AS (
    INSERT INTO {response} VALUES ({response_row})
    ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id
), marked AS (
    INSERT INTO {mark} SELECT {mark_row} FROM stored
), told AS (
    INSERT INTO {event} SELECT {event_row} FROM stored
)
SELECT id FROM stored
"""


def receive_response(
    *,
    post: ListeningPost,
    version: PostVersion | None = None,
    metric: str = "",
    score: int | None = None,
    comment: str = "",
    answers: dict[str, Any] | None = None,
    language: str = "",
    customer: Customer | None = None,
    channel: str = "",
    source: str = "form",
    external_id: str | None = None,
    received_at: datetime | None = None,
    team: Team | None = None,
    touchpoint: Touchpoint | None = None,
    by: Employee | None = None,
    opens_cases: bool = True,
) -> Response:
    """Store an answer with its day's mark and its outbox row; a poor one opens a case. All or nothing.

    The same source and external_id again stores nothing: the first answer is given back, `is_repeat` set.
    """
    at = received_at or timezone.now()
    response = Response(
        post=post, version=version or post.version, metric=metric, score=score, comment=comment,
        scale=SCALES[metric][1] if score is not None else None, answers=answers or {}, language=language,
        customer=customer, channel=channel, source=source, external_id=external_id, received_at=at,
        day=day_of(at), team=team or post.team, touchpoint=touchpoint or post.touchpoint,
    )  # fmt: skip
    is_due = opens_cases and post.opens_case(metric, score)
    with _whole(is_due):
        if not store(response):
            return _stored_before(response)
        if is_due:
            open_case(response, by=by)
    return response


def _whole(is_due: bool) -> AbstractContextManager[object]:
    """One statement is a transaction by itself; BEGIN and COMMIT round it would be two round trips more."""
    return transaction.atomic(savepoint=False) if is_due else nullcontext()


def _stored_before(response: Response) -> Response:
    found = Response.objects.select_related("post", "version").get(
        source=response.source, external_id=response.external_id
    )
    found.is_repeat = True
    return found


def store(response: Response) -> bool:
    """Write a response, the mark of its day and its outbox row in one statement, and so in one round trip and
    one transaction; False, and nothing is written, when it is known already."""
    told = event("response.received", {"response": str(response.pk), "post": response.post_id})
    rows = [response, Mark(day=response.day, post_id=response.post_id), told]
    values = [value for row in rows for value in _values(row)]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)
        is_new = cursor.fetchone() is not None
    response._state.adding = not is_new
    response._state.db = connection.alias
    return is_new


@cache
def _statement() -> str:
    """`STORE` with the names of our tables and columns; what people wrote goes as parameters only."""
    tables = {"response": Response, "mark": Mark, "event": Event}
    names = {key: _columns(model) for key, model in tables.items()}
    blanks = {f"{key}_row": ", ".join(["%s"] * len(_fields(model))) for key, model in tables.items()}
    return STORE.format(**names, **blanks)


@cache
def _fields(model: type[models.Model]) -> list[models.Field]:
    """What is written of a row: not what the database makes by itself."""
    fields = model._meta.concrete_fields
    return [f for f in fields if not f.generated and not isinstance(f, models.AutoField)]


def _columns(model: type[models.Model]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in _fields(model))
    return f"{quote(model._meta.db_table)} ({columns})"


def _values(row: models.Model) -> list[Any]:
    """The values of a row as the ORM would write them."""
    return [f.get_db_prep_save(getattr(row, f.attname), connection) for f in _fields(type(row))]
