"""The customers' metric is frozen when an idea is delivered, and compared when its time is over."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from ideas.actions import honouring
from ideas.actions.errors import UnjudgedError
from ideas.actions.locking import held
from ideas.actions.preventing import prevent, undo_prevention
from ideas.figures.counting import counts_of, places_of
from ideas.metrics import checking
from ideas.models import Dissent, Idea, Move, OutcomeCheck
from tenants.audit.record import record
from tenants.here import day_of, today
from tenants.outbox.emit import emit
from tenants.queue import enqueue

Status = Idea.Status


def follow(idea: Idea, move: Move, *, by: Employee) -> None:
    """Delivered, its check begins; not delivered after all, that one is void. Within the move's transaction,
    under the lock of the idea."""
    if move.after == Status.COMPLETED:
        _begin(idea, by)
    elif move.before == Status.COMPLETED:
        _void(idea, move.reason, by)


def _begin(idea: Idea, by: Employee) -> None:
    day = today()
    span = checking.windows(handed_in=day_of(idea.submitted_at), judge_on=idea.judge_on, delivered=day)
    check = OutcomeCheck(
        idea=idea, metric=idea.metric, touchpoint=idea.touchpoint, cause=idea.cause, segment=idea.segment,
        delivered_on=day, **span._asdict(),
    )  # fmt: skip
    check.places = places_of(check)
    _freeze(check, "before", counts_of(check, span.before_from, span.before_to))
    check.prevention = prevent(idea, by=by)
    check.save(force_insert=True)
    honouring.honour_delivery(idea, by=by)


def _void(idea: Idea, reason: str, by: Employee) -> None:
    check = OutcomeCheck.objects.filter(idea=idea, voided_at=None).first()
    if check is None:
        return
    OutcomeCheck.objects.filter(pk=check.pk).update(voided_at=timezone.now())
    record("idea.check_voided", subject=_subject(check), before={"verdict": check.verdict})
    if check.prevention:
        undo_prevention(check.prevention, reason=reason, by=by)
    honouring.take_back(idea, by=by)


@transaction.atomic
def judge(key: int) -> bool:
    """Compare, where the check is due and was not judged; safe to run twice."""
    idea = Idea.objects.filter(checks=key).select_for_update(of=("self",), no_key=True).first()
    check = OutcomeCheck.objects.due().filter(pk=key).first()
    if idea is None or check is None:
        return False
    before, after = _by_score(check.before_counts), counts_of(check, check.after_from, check.after_to)
    found = checking.judge(check.metric, before, after)
    check.verdict, check.judged_at = found.verdict, timezone.now()
    _freeze(check, "after", after)
    if found.change:
        check.difference, check.difference_low, check.difference_high = found.change[:3]
    check.save()
    record("idea.judged", subject=_subject(check), after={"verdict": check.verdict})
    emit("idea.outcome", {"idea": idea.pk, "check": check.pk, "verdict": check.verdict})
    enqueue("ideas.tasks.tell_of_outcome", check.pk)
    if check.verdict == OutcomeCheck.Verdict.PROVEN:
        honouring.honour_proof(check)
    return True


@transaction.atomic
def dissent(check: OutcomeCheck, *, by: Employee, reason: str) -> Dissent:
    """Say why one does not agree; what they said before is replaced. UnjudgedError where there is no verdict,
    or none any more."""
    held(check.idea_id)
    if not OutcomeCheck.objects.judged().filter(pk=check.pk).exists():
        raise UnjudgedError
    facts = {"reason": reason[:1000], "at": timezone.now()}
    return Dissent.objects.update_or_create(outcome=check, by=by, defaults=facts)[0]


def _freeze(check: OutcomeCheck, side: str, counts: Mapping[int, int]) -> None:
    """The numbers of a side, as they are now; how many there are is how many could be given a score."""
    figure = checking.figure(check.metric, counts)
    value, n, low, high = figure[:4] if figure else (None, 0, None, None)
    facts = {"counts": dict(counts), "n": n, "value": value, "low": low, "high": high}
    for name, fact in facts.items():
        setattr(check, f"{side}_{name}", fact)


def _by_score(counts: Mapping[str, int]) -> dict[int, int]:
    """As they were counted: JSON has no numbers for names."""
    return {int(score): n for score, n in counts.items()}


def _subject(check: OutcomeCheck) -> str:
    return f"ideas.OutcomeCheck:{check.pk}"
