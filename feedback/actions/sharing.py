from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from feedback.actions.redact import redact
from feedback.models import Case, CaseEvent, Response, Share, mark
from feedback.models.responses import GOOD_FROM
from tenants.audit.record import record
from tenants.outbox.emit import emit

FEW = 5
"""Below so many answers of that day and place, a reader could know who it was."""


def proposed_text(response: Response) -> str:
    """What the customer wrote, without what identifies them."""
    return without_customer(response.comment, response)


def without_customer(text: str, response: Response) -> str:
    """A text about a response, without what identifies its customer."""
    customer = response.customer
    known = [customer.name, customer.salutation] if customer else []
    numbers = [known.value for known in customer.identifiers.all()] if customer else []
    return redact(text, names=known, identifiers=numbers)


def is_good_news(response: Response) -> bool:
    """What its score says; without a score, whether it opened no case. `ResponseQuerySet.praising` says the
    same of many rows; a test holds the two together."""
    if response.score is not None and response.metric in GOOD_FROM:
        return response.score >= GOOD_FROM[response.metric]
    return not Case.objects.filter(response=response).exists()


def people_it_could_be(response: Response) -> int | None:
    """How many answers came on that day about that place: the fewer, the easier to tell whose this is. None
    where the day is not known, and so tells nobody anything."""
    if response.day is None:
        return None
    same = Response.objects.shown().filter(
        post=response.post_id, day=response.day, team=response.team_id, touchpoint=response.touchpoint_id
    )
    return same[: FEW + 1].count()


@transaction.atomic
def share(response: Response, *, text: str, is_good: bool, by: Employee) -> Share | None:
    """Show this to all staff. None where it is a danger, is hidden, or waits for its answer; shared already,
    the standing text is given back."""
    response = _locked(response.pk)
    standing = Share.objects.filter(response=response).first()
    if standing and standing.withdrawn_at is None:
        return standing
    case = Case.objects.filter(response=response).first()
    if response.hidden_at or (case and (case.danger or not case.answered_at)):
        return None
    now = timezone.now()
    facts = {
        "text": text, "is_good": is_good, "team": response.team, "touchpoint": response.touchpoint,
        "shared_at": now, "shared_by": by, "withdrawn_at": None, "withdrawn_by": None,
    }  # fmt: skip
    shared, _new = Share.objects.update_or_create(response=response, defaults=facts)
    _count(response, is_good)
    _set_case(case, CaseEvent.Kind.SHARED, by, now)
    record("response.shared", subject=f"feedback.Response:{response.pk}", after={"is_good": is_good})
    emit("response.shared", {"response": str(response.pk), "is_good": is_good})
    return shared


@transaction.atomic
def withdraw(share: Share, *, by: Employee) -> bool:
    """Take it off the feed again; False when it was taken off before."""
    response = _locked(share.response_id)
    withdrawn = (
        Share.objects.standing().filter(pk=share.pk).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    )
    if withdrawn:
        _count(response, None)
        _set_case(Case.objects.filter(response=share.response_id).first(), CaseEvent.Kind.WITHDRAWN, by, None)
        record("response.share_withdrawn", subject=f"feedback.Response:{share.response_id}")
    return bool(withdrawn)


def _locked(pk: UUID) -> Response:
    return Response.objects.select_for_update(of=["self"]).get(pk=pk)


def _count(response: Response, good_news: bool | None) -> None:
    """Let the figures follow: they count what is shared with the answers themselves."""
    Response.objects.filter(pk=response.pk).update(good_news=good_news)
    mark(response.post_id, [response.day])


def _set_case(case: Case | None, kind: str, by: Employee, shared_at: datetime | None) -> None:
    if case is None:
        return
    Case.objects.filter(pk=case.pk).update(
        shared_at=shared_at, share_declined_at=None, share_declined_by=None, share_declined_reason=""
    )
    CaseEvent.objects.create(case=case, kind=kind, by=by)


@transaction.atomic
def decline(case: Case, *, reason: str, by: Employee) -> bool:
    """Not to share needs a reason; False when it is shared, declined already, or not answered yet."""
    declined = Case.objects.filter(
        pk=case.pk, shared_at=None, share_declined_at=None, answered_at__isnull=False
    ).update(share_declined_at=timezone.now(), share_declined_by=by, share_declined_reason=reason[:300])
    if declined:
        CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.DECLINED, by=by, note=reason[:300])
    case.refresh_from_db()
    return bool(declined)
