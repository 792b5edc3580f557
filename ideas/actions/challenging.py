"""A challenge is asked, changed, called off; the calendar opens and ends it; its sponsor says what became of
it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.models import Commitment, Employee, Term
from ideas.actions.concluding import tell_of_end
from ideas.actions.errors import OverError
from ideas.models import Board, Challenge, Idea
from ideas.models.challenges import SECOND_THOUGHTS
from tenants.audit.record import record
from tenants.here import current_organisation, today
from tenants.outbox.emit import emit
from tenants.queue import enqueue


@transaction.atomic
def ask(board: Board, **facts: Any) -> Challenge:
    """Ask a board's people a question. facts: by the names of the model's fields. ValidationError where its
    days are not possible."""
    made = Challenge(board=board, **facts)
    made.full_clean()
    made.save(force_insert=True)
    record("challenge.made", subject=_subject(made), after={"question": made.question})
    return made


@transaction.atomic
def change(challenge: Challenge, **facts: Any) -> bool:
    """Ask it otherwise; False once it is over. ValidationError where its days are not possible: the first one
    stands once it has come."""
    locked = _locked(challenge)
    if locked.is_over:
        return False
    changed = {name: value for name, value in facts.items() if getattr(locked, name) != value}
    if not changed:
        return True
    if "opens_on" in changed and locked.is_running:
        raise ValidationError({"opens_on": _("It runs already: its first day stands.")})
    for name, value in changed.items():
        setattr(locked, name, value)
    locked.full_clean()
    locked.save(update_fields=list(changed))
    record("challenge.changed", subject=_subject(locked), after={"fields": sorted(changed)})
    challenge.refresh_from_db()
    return True


@transaction.atomic
def call_off(challenge: Challenge, *, reason: str, by: Employee) -> bool:
    """It takes no more ideas and votes, for a reason that everybody reads; False once it is over. What was
    handed in stays on the board, and is answered."""
    locked = _locked(challenge)
    if not locked.is_over:
        facts = {"called_off_at": timezone.now(), "called_off_by": by, "called_off_reason": reason[:300]}
        Challenge.objects.filter(pk=locked.pk).update(**facts)
        record("challenge.called_off", subject=_subject(locked), after={"reason": reason})
        emit("challenge.called_off", {"challenge": locked.pk})
    challenge.refresh_from_db()
    return not locked.is_over


@transaction.atomic
def go_on(challenge: Challenge) -> bool:
    """It was a slip: it goes on as it was dated. False once people were told that it is off."""
    off = Challenge.objects.filter(pk=challenge.pk, called_off_at__isnull=False, ended_at=None)
    if not off.update(called_off_at=None, called_off_by=None, called_off_reason=""):
        return False
    record("challenge.gone_on", subject=_subject(challenge))
    challenge.refresh_from_db()
    return True


def open_due() -> None:
    """Say, once, of each whose first day has come that it runs."""
    for challenge in Challenge.objects.running().filter(opened_at=None):
        begin(challenge.pk)


@transaction.atomic
def begin(key: int) -> bool:
    if not Challenge.objects.running().filter(pk=key, opened_at=None).update(opened_at=timezone.now()):
        return False
    emit("challenge.opened", {"challenge": key})
    return True


def end_due() -> None:
    """End, once, those whose last day has passed, and those that were called off and do not go on."""
    for challenge in Challenge.objects.over().filter(ended_at=None):
        if not challenge.called_off_at or challenge.called_off_at < timezone.now() - SECOND_THOUGHTS:
            end(challenge.pk)


@transaction.atomic
def end(key: int, *, telling: bool = True) -> bool:
    """Promise, for its sponsor, that it is said what became of it, and tell those who took part; False where
    that was done."""
    if not Challenge.objects.over().filter(pk=key, ended_at=None).update(ended_at=timezone.now()):
        return False
    challenge = Challenge.objects.select_related("sponsor__team").get(pk=key)
    if not challenge.called_off_at:
        challenge.promise = _promise(challenge)
        challenge.save(update_fields=["promise"])
        emit("challenge.ended", {"challenge": key})
    if telling:
        tell_of_end(challenge)
    return True


def _promise(challenge: Challenge) -> Commitment:
    """By its sponsor, or the champion where the sponsor has left."""
    owner: Employee | None = challenge.sponsor
    if challenge.sponsor.deactivated_at:
        term = Term.objects.current()
        owner = term.acting if term else None
    with override(current_organisation().language):
        words = _("Say what became of “%(question)s”") % {"question": challenge.question}
    return ledger.promise(
        words, kind="challenge", owner=owner, team=owner.team if owner else None,
        due_at=ledger.end_of(today() + timedelta(days=challenge.announce_days)),
        source_path=challenge.get_absolute_url(),
    )  # fmt: skip


@transaction.atomic
def announce(challenge: Challenge, *, text: str, named: Iterable[Idea], by: Employee) -> bool:
    """Say what became of it, and of which ideas; the promise is kept by that, and everybody who took part is
    told. False where it was said before. OverError where it has not ended, or an idea answers another."""
    ideas = list(named)
    end(challenge.pk, telling=False)
    locked = _locked(challenge)
    if locked.announced_at:
        return False
    if locked.state != Challenge.State.ENDED or any(one.challenge_id != locked.pk for one in ideas):
        raise OverError
    facts = {"announcement": text[:4000], "announced_at": timezone.now(), "announced_by": by}
    Challenge.objects.filter(pk=locked.pk).update(**facts)
    locked.named.set(ideas)
    if locked.promise:
        ledger.keep(locked.promise, by=by)
    record("challenge.announced", subject=_subject(locked), after={"ideas": [one.pk for one in ideas]})
    emit("challenge.announced", {"challenge": locked.pk})
    enqueue("ideas.tasks.tell_of_announcement", locked.pk)
    challenge.refresh_from_db()
    return True


def _locked(challenge: Challenge) -> Challenge:
    rows = Challenge.objects.select_for_update(of=("self",)).select_related("promise")
    return rows.get(pk=challenge.pk)


def _subject(challenge: Challenge) -> str:
    return f"ideas.Challenge:{challenge.pk}"
