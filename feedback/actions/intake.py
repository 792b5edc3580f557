from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
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
        day=day_of(at), team_id=team.pk if team else post.team_id,
        touchpoint_id=touchpoint.pk if touchpoint else post.touchpoint_id,
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
    stored, values = _row(response)
    marked, mark_values = _row(Mark(day=response.day, post_id=response.post_id))
    outbox, event_values = _row(told)
    # the names are those of our own models; what people wrote goes as parameters only
    sql = (
        f"WITH stored AS (INSERT INTO {stored} VALUES ({_blanks(values)})"
        " ON CONFLICT (source, external_id) WHERE external_id IS NOT NULL DO NOTHING RETURNING id),"
        f" marked AS (INSERT INTO {marked} SELECT {_blanks(mark_values)} FROM stored),"
        f" told AS (INSERT INTO {outbox} SELECT {_blanks(event_values)} FROM stored)"
        " SELECT id FROM stored"  # noqa: S608
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, *mark_values, *event_values])
        is_new = cursor.fetchone() is not None
    response._state.adding = not is_new
    response._state.db = connection.alias
    return is_new


def _row(instance: models.Model) -> tuple[str, list[Any]]:
    """`table (columns)` and the values of a model's row, as the ORM would write them."""
    fields = [f for f in instance._meta.concrete_fields if not f.generated and _has_value(instance, f)]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    values = [field.get_db_prep_save(getattr(instance, field.attname), connection) for field in fields]
    return f"{quote(instance._meta.db_table)} ({columns})", values


def _has_value(instance: models.Model, field: models.Field) -> bool:
    return not (field.primary_key and getattr(instance, field.attname) is None)


def _blanks(values: list[Any]) -> str:
    return ", ".join(["%s"] * len(values))
