from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from employees.models import Employee, Team
from feedback.actions.cases import open_case
from feedback.actions.compliments import take_back_of
from feedback.models import SCALES, ListeningPost, Response, Touchpoint, mark
from tenants.audit.record import record
from tenants.here import day_of

FACTS = ("post_id", "version_id", "team_id", "touchpoint_id", "metric", "score", "day", "hidden_reason")


@transaction.atomic
def hide_response(response: Response, *, reason: str, by: Employee) -> bool:
    """Take a response out of every list and figure, with a reason, and back the recognition that it brought;
    nothing is deleted. False when it is hidden already."""
    hidden = _change(
        response, "response.hidden", {"hidden_at": None},
        hidden_at=timezone.now(), hidden_by=by, hidden_reason=reason[:300],
    )  # fmt: skip
    if hidden:
        take_back_of(response, by=by)
    return hidden


@transaction.atomic
def unhide_response(response: Response) -> bool:
    """Put a hidden response back; False when it is shown already."""
    return _change(
        response, "response.unhidden", {"hidden_at__isnull": False},
        hidden_at=None, hidden_by=None, hidden_reason="",
    )  # fmt: skip


@transaction.atomic
def edit_response(response: Response, **facts: Any) -> bool:
    """Correct what was typed: score, comment, answers, language, customer. A score that is poor now opens the
    case that it should have opened; a case once opened stays."""
    if "score" in facts:
        scored = facts["score"] is not None
        facts["metric"] = facts.get("metric") or response.metric
        facts["scale"] = SCALES[facts["metric"]][1] if scored else None
    changed = _change(response, "response.edited", {}, **facts)
    open_if_due(response)
    return changed


@transaction.atomic
def move_response(
    response: Response,
    *,
    post: ListeningPost | None = None,
    team: Team | None = None,
    touchpoint: Touchpoint | None = None,
) -> bool:
    """Put a response where it belongs: to another post, team or touchpoint. Figures of both places follow."""
    facts: dict[str, Any] = {"team": team} if team else {}
    facts |= {"touchpoint": touchpoint} if touchpoint else {}
    facts |= {"post": post, "version": post.version} if post else {}
    changed = _change(response, "response.moved", {}, **facts)
    open_if_due(response)
    return changed


@transaction.atomic
def redate_response(response: Response, *, received_at: datetime) -> bool:
    """Give a response the moment at which it was received; figures of both days follow."""
    return _change(response, "response.redated", {}, received_at=received_at, day=day_of(received_at))


def _change(response: Response, action: str, unless: dict[str, Any], **facts: Any) -> bool:
    """Write the facts, mark the old day and the new, and write the audit's line."""
    locked = Response.objects.select_for_update(of=["self"]).filter(pk=response.pk, **unless).first()
    if locked is None:
        return False
    before = {name: getattr(locked, name) for name in FACTS}
    Response.objects.filter(pk=response.pk).update(**facts)
    response.refresh_from_db()
    after = {name: getattr(response, name) for name in FACTS}
    mark(before["post_id"], [before["day"]])
    mark(response.post_id, [response.day])
    record(action, subject=f"feedback.Response:{response.pk}", before=before, after=after)
    return True


def open_if_due(response: Response) -> None:
    due = Response.objects.shown().needing_case().filter(pk=response.pk, case=None)
    if response.received_at and due.exists():
        open_case(response)
