from datetime import datetime

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from employees.actions import ledger
from employees.models import Commitment, Employee
from feedback.actions.assignment import assignee
from feedback.actions.promises import answer_due, language_for, reply_address
from feedback.models import Case, Response
from tenants.here import current_organisation
from tenants.outbox.emit import emit


@transaction.atomic
def open_case(
    response: Response, *, by: Employee | None = None, danger: str = "", promised_at: datetime | None = None
) -> Case:
    """Promise the customer an answer: a case, its promise in the ledger, and a mail that says by when.

    A response has one case: opened a second time, the first is given back.
    """
    if by and (found := _existing(response)):
        return found
    since = promised_at or timezone.now()
    commitment = ledger.promise(
        promise_text(response),
        kind="danger" if danger else "answer",
        owner=assignee(response.team),
        team=response.team,
        due_at=answer_due(response.post, response.team, since),
        made_at=since,
    )
    case = Case.objects.create(
        response=response, team=response.team, subject=response.comment[:200], danger=danger,
        commitment=commitment, current=commitment, opened_at=since, waiting_since=since, opened_by=by,
    )  # fmt: skip
    Commitment.objects.filter(pk=commitment.pk).update(source_path=case.get_absolute_url())
    emit("case.opened", {"case": case.pk})
    if response.imported_id is None:
        tell_promise(case)
    return case


def _existing(response: Response) -> Case | None:
    Response.objects.select_for_update(of=["self"]).get(pk=response.pk)
    return Case.objects.filter(response=response).first()


def promise_text(response: Response) -> str:
    """What the ledger says was promised: where, never who or about what; in the organisation's language."""
    with translation.override(current_organisation().language):
        place = {"touchpoint": response.touchpoint, "team": response.team}
        return _("Answer a customer about %(touchpoint)s, %(team)s") % place


def tell_promise(case: Case) -> None:
    """Tell the customer, where they can be reached, by when we answer and where they can follow it."""
    if address := reply_address(case.response.customer):
        emit("case.promised", {"case": case.pk}, to=address, language=language_for(case.response))
