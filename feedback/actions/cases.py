from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from employees.actions.assignment import keys_and_next_owner
from employees.actions.ledger import NewPromise, unwritten
from employees.models import Commitment, Employee
from feedback.actions.promises import answer_due, language_for, reply_address
from feedback.models import Case, Response
from feedback.models.cases import case_path
from tenants.here import current_organisation
from tenants.instances import draft
from tenants.outbox.emit import emit, event
from tenants.outbox.models import Event
from tenants.rows import write

Opening = tuple[Case, Commitment, Event]


@transaction.atomic
def open_case(
    response: Response, *, by: Employee | None = None, danger: str = "", promised_at: datetime | None = None
) -> Case:
    """Promise the customer an answer: a case, its promise in the ledger, and a mail that says by when.

    A response has one case: opened a second time, the first is given back.
    """
    if by and (found := _existing(response)):
        return found
    case, *others = opening(response, by=by, danger=danger, promised_at=promised_at)
    write(case, *others)
    tell_promise(case)
    return case


def opening(
    response: Response, *, by: Employee | None = None, danger: str = "", promised_at: datetime | None = None
) -> Opening:
    """The rows of a case of this response, not yet written: itself, its promise and its event."""
    since = promised_at or timezone.now()
    due_at = answer_due(response.post, response.team, since)
    (key, promised), owner = keys_and_next_owner(response.team_id, Case, Commitment, due_at=due_at)
    commitment = unwritten(
        NewPromise(
            promise_text(response), "danger" if danger else "answer", owner,
            response.team_id, since, due_at, case_path(key),
        )
    )  # fmt: skip
    commitment.pk = promised
    case = draft(
        Case, id=key, response=response, team=response.team, subject=response.comment[:200], danger=danger,
        commitment=commitment, current=commitment, opened_at=since, waiting_since=since, opened_by=by,
        promised_for=commitment.first_due_at,
    )  # fmt: skip
    return case, commitment, event("case.opened", {"case": key})


def _existing(response: Response) -> Case | None:
    Response.objects.select_for_update(of=["self"]).get(pk=response.pk)
    return Case.objects.filter(response=response).first()


def promise_text(response: Response) -> str:
    """What the ledger says was promised: where, never who or about what; in the organisation's language."""
    return _promise(current_organisation().language, str(response.touchpoint), str(response.team))


@lru_cache(1000)
def _promise(language: str, touchpoint: str, team: str) -> str:
    with translation.override(language):
        place = {"touchpoint": touchpoint, "team": team}
        return _("Answer a customer about %(touchpoint)s, %(team)s") % place


def tell_promise(case: Case) -> None:
    """Tell the customer, where they can be reached, by when we answer and where they can follow it. Who came
    by an import is not written to."""
    if case.response.imported_id is None and (address := reply_address(case.response.customer)):
        emit("case.promised", {"case": case.pk}, to=address, language=language_for(case.response))
