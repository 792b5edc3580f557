from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions import ledger
from employees.actions.assignment import assignee
from employees.actions.telling import tell
from employees.models import Absence, Commitment, Employee
from feedback.actions.promises import answer_due, language_for, reply_address
from feedback.models import Case, CaseEvent, Consent, Draft, Message
from tenants.outbox.emit import emit


@transaction.atomic
def reply(case: Case, *, by: Employee, kind: str, body: str, key: UUID | None = None) -> Message:
    """Answer the customer: by mail, or say what was said on the phone or in person. It keeps every promise of
    an answer that is open on this case. The same form sent twice is one answer."""
    Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    if found := _sent_before(case, key := _of_case(case, key)):
        return found
    message = Message.objects.create(case=case, kind=kind, author=by, body=body, key=key)
    for commitment in open_promises(case):
        ledger.keep(commitment, by=by)
    answered = Coalesce("answered_at", message.at)
    Case.objects.filter(pk=case.pk).update(answered_at=answered, waiting_since=None)
    Draft.objects.filter(case=case, author=by).delete()
    payload = {"case": case.pk, "message": message.pk, "kind": kind}
    address = reply_address(case.response.customer) if kind == Message.Kind.MAIL else ""
    emit("case.answered", payload, to=address, language=language_for(case.response))
    case.refresh_from_db()
    return message


def _of_case(case: Case, key: UUID | None) -> UUID | None:
    """The key of a form on this case's page: the same one sent to another case is another message."""
    return key and uuid5(key, str(case.pk))


def _sent_before(case: Case, key: UUID | None) -> Message | None:
    return Message.objects.filter(case=case, key=key).first() if key else None


def open_promises(case: Case) -> list[Commitment]:
    """The answers that are owed on this case: to the first feedback and to each later message."""
    owed = Commitment.objects.filter(pk=case.commitment_id) | Commitment.objects.filter(
        pk__in=case.messages.exclude(commitment=None).values("commitment")
    )
    return list(owed.open().select_for_update())


def add_note(case: Case, *, by: Employee, body: str, key: UUID | None = None) -> Message:
    """A note for staff; the customer never sees it."""
    if found := _sent_before(case, key := _of_case(case, key)):
        return found
    return Message.objects.create(case=case, kind=Message.Kind.NOTE, author=by, body=body, key=key)


def keep_draft(case: Case, *, by: Employee, kind: str, body: str) -> Draft:
    """Keep what somebody has begun to write, for them alone."""
    return Draft.objects.update_or_create(case=case, author=by, defaults={"kind": kind, "body": body})[0]


@transaction.atomic
def receive_message(case: Case, *, body: str, key: UUID | None = None) -> Message:
    """The customer writes again: a new promise of an answer in 24 hours. A closed case is open again."""
    case = Case.objects.select_for_update(of=["self"]).get(pk=case.pk)
    if found := _sent_before(case, key := _of_case(case, key)):
        return found
    now = timezone.now()
    due_at = answer_due(case.response.post, case.team, now)
    commitment = ledger.promise(
        case.commitment.promise,
        kind="danger" if case.danger else "answer",
        owner=_still_here(case, due_at) or assignee(case.team, due_at=due_at),
        team=case.team,
        due_at=due_at,
        made_at=now,
        source_path=case.get_absolute_url(),
    )
    message = Message.objects.create(
        case=case, kind=Message.Kind.INBOUND, body=body, at=now, key=key, commitment=commitment
    )
    _wait_again(case, commitment)
    emit("case.message", {"case": case.pk, "message": message.pk})
    if commitment.owner:
        tell(
            commitment.owner, "case.wrote", {"case": case.pk}, path=case.get_absolute_url(), mine=True,
            line=lambda: _("The customer of %(case)s wrote again.") % {"case": case},
        )  # fmt: skip
    return message


def _still_here(case: Case, due_at: datetime) -> Employee | None:
    """Whoever has the case, where they still work here and are there for the new promise."""
    owner = case.owner
    if not owner or owner.deactivated_at or Absence.objects.missed_by(due_at).filter(employee=owner).exists():
        return None
    return owner


def _wait_again(case: Case, commitment: Commitment) -> None:
    """The promise that runs is the earliest one; whoever waits already goes on waiting for that."""
    if case.waiting_since is None or case.current.is_settled:
        case.current = commitment
        case.waiting_since = commitment.made_at
        case.carried_by = None
    if case.closed_at:
        case.closed_at = case.closed_by = None
        CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.REOPENED)
    case.save(update_fields=["current", "waiting_since", "carried_by", "closed_at", "closed_by"])


@transaction.atomic
def judge(case: Case, *, score: int | None, will_return: bool | None) -> bool:
    """The customer says how good our answer was; before there is one, there is nothing to judge, and the same
    judgement sent again with a new message is none."""
    answered = Case.objects.filter(pk=case.pk, answered_at__isnull=False)
    judged = answered.exclude(reply_score=score, will_return=will_return).update(
        reply_score=score, will_return=will_return, judged_at=timezone.now()
    )
    if judged:
        CaseEvent.objects.create(case=case, kind=CaseEvent.Kind.JUDGED)
        emit("case.judged", {"case": case.pk, "score": score, "will_return": will_return})
    return bool(judged)


def consent(case: Case, *, purpose: str, given: bool, text: str, version: str) -> Consent | None:
    """The customer says yes or no on their own page; nothing is written where nothing changes."""
    customer = case.response.customer
    if customer is None:
        return None
    last = customer.consents.filter(purpose=purpose).first()
    if last and last.given == given:
        return last
    return Consent.objects.create(
        customer=customer,
        purpose=purpose,
        given=given,
        text=text,
        text_version=version,
        source="customer page",
    )
