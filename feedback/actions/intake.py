from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from employees.models import Employee, Team
from feedback.actions.cases import opening, tell_promise
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
from tenants.instances import draft
from tenants.limits import Limit
from tenants.outbox.emit import event
from tenants.rows import write

KNOWN = "(source, external_id) WHERE external_id IS NOT NULL"
"""By what an answer that comes again is known."""


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
    within: Limit | None = None,
) -> Response:
    """Store an answer with its day's mark and its outbox row; a poor one opens a case. All or nothing.

    The same source and external_id again stores nothing: the first answer is given back, `is_repeat` set.
    within: a limit that the answer counts towards; TooManyError, and nothing is stored, when it is reached.
    """
    at = received_at or timezone.now()
    response = draft(
        Response, post=post, version=version or post.version, metric=metric, score=score, comment=comment,
        scale=SCALES[metric][1] if score is not None else None, answers=answers or {}, language=language,
        customer=customer, channel=channel, source=source, external_id=external_id, received_at=at,
        day=day_of(at), team=team or post.team, touchpoint=touchpoint or post.touchpoint,
    )  # fmt: skip
    opened = opens_cases and post.opens_case(metric, score)
    return _store(response, by=by, opens_case=opened, within=within)


def _store(response: Response, *, by: Employee | None, opens_case: bool, within: Limit | None) -> Response:
    told = event("response.received", {"response": str(response.pk), "post": response.post_id})
    rows: list[Model] = [response, draft(Mark, day=response.day, post_id=response.post_id), told]
    if opens_case:
        rows += opening(response, by=by)
    with _whole(opens_case and response.customer_id is not None):
        if not write(*rows, unless_known=KNOWN, within=within):
            return _stored_before(response)
        if opens_case:
            tell_promise(response.case)
    return response


def _whole(also_writes: bool) -> AbstractContextManager[object]:
    """One statement is a transaction by itself; BEGIN and COMMIT round it would be two round trips more."""
    return transaction.atomic(savepoint=False) if also_writes else nullcontext()


def _stored_before(response: Response) -> Response:
    found = Response.objects.select_related("post", "version").get(
        source=response.source, external_id=response.external_id
    )
    found.is_repeat = True
    return found
