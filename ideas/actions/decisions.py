"""What was decided is written down, and looked at again on the day that was promised."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions import ledger
from employees.actions.twice import a_moment_ago
from employees.models import Commitment, Employee
from ideas.actions.errors import UnchangedError
from ideas.actions.evidence import attach
from ideas.actions.locking import held, hold
from ideas.models import CitedIdea, Comment, Decision, FollowUp, Idea, Move, Revisit
from tenants.audit.record import record
from tenants.here import current_organisation, day_of, today
from tenants.outbox.emit import emit

QUARTER = timedelta(days=91)
Verdict = Revisit.Verdict


@transaction.atomic
def make_decision(
    *, what: str, why: str, by: Employee, made_by: Employee, decided_on: date, revisit_on: date | None,
    idea: Idea | None = None, move: Move | None = None,
) -> Decision:  # fmt: skip
    """Write a decision down; that it is looked at again is promised by who decided. The same, sent again at
    once, is given back."""
    hold(made_by)
    same = {"what": what, "why": why, "by": by, "decided_on": decided_on, "idea": idea}
    again = Decision.objects.filter(made_by=made_by, made_at__gt=a_moment_ago(), **same)
    if just_now := again.first():
        return just_now
    made = Decision.objects.create(made_by=made_by, move=move, **same)
    if revisit_on:
        _promise_revisit(made, revisit_on, owner=by)
    record("decision.made", subject=_subject(made), after={"what": what, "why": why, "by": by.pk})
    emit("decision.made", {"decision": made.pk, "by": by.pk, "idea": idea and idea.pk})
    return made


@transaction.atomic
def decide_by_move(move: Move, *, by: Employee) -> Decision:
    """Make the answer to an idea a decision, with the idea and all that it rests on. Made before, that one is
    given back."""
    hold(by)
    held(move.idea_id)
    if known := Decision.objects.filter(move=move).first():
        return known
    idea = move.idea
    with override(idea.language or current_organisation().language):
        what = _("%(idea)s: %(status)s") % {"idea": idea.title, "status": move.get_after_display()}
    made = make_decision(
        what=what[:150], why=move.reason, by=move.by or by, made_by=by, decided_on=day_of(move.at),
        revisit_on=idea.judge_on if idea.judge_on > today() else today() + QUARTER, idea=idea, move=move,
    )  # fmt: skip
    cite(made, idea, by=by)
    for row in idea.evidence.standing():
        attach(made, thing=getattr(row, row.kind), why=row.why, by=by)
    return made


@transaction.atomic
def edit_decision(decision: Decision, **facts: Any) -> bool:
    """Say it better; False once it is withdrawn."""
    locked = _locked(decision)  # a form has changed the one it was given
    if locked.withdrawn_at:
        return False
    before = _plain(locked, facts)
    Decision.objects.filter(pk=decision.pk).update(**facts)
    decision.refresh_from_db()
    record("decision.changed", subject=_subject(decision), before=before, after=_plain(decision, facts))
    return True


def _plain(decision: Decision, names: Iterable[str]) -> dict[str, Any]:
    """As the audit trail writes it."""
    return {name: decision.by_id if name == "by" else getattr(decision, name) for name in names}


def cite(decision: Decision, idea: Idea, *, by: Employee, comment: Comment | None = None) -> CitedIdea:
    """It rests on an idea, or on what somebody said about it; once."""
    facts = {"idea": idea, "comment": comment}
    return CitedIdea.objects.get_or_create(decision=decision, **facts, defaults={"by": by})[0]


def cite_no_more(cited: CitedIdea) -> bool:
    """It does not rest on that; False when it was taken away before."""
    return bool(CitedIdea.objects.filter(pk=cited.pk).delete()[0])


@transaction.atomic
def promise_follow_up(decision: Decision, *, what: str, owner: Employee, due_on: date) -> FollowUp | None:
    """Somebody promises something because of it; None once it is withdrawn. The same, sent again at once, is
    given back."""
    locked = _locked(decision)
    if locked.withdrawn_at:
        return None
    due_at = ledger.end_of(due_on)
    said = {"commitment__promise": what[:200], "commitment__owner": owner, "commitment__due_at": due_at}
    same = decision.follow_ups.filter(commitment__made_at__gt=a_moment_ago(), **said)
    if just_now := same.first():
        return just_now
    made = ledger.promise(
        what, kind="decision", owner=owner, team=owner.team, due_at=due_at,
        source_path=decision.get_absolute_url(),
    )  # fmt: skip
    return FollowUp.objects.create(decision=decision, commitment=made)


@transaction.atomic
def revisit(
    decision: Decision, *, verdict: str, words: str, by: Employee, what: str = "",
    revisit_on: date | None = None,
) -> Revisit | None:  # fmt: skip
    """Look at it again: it holds, is changed (`what` is decided now) or withdrawn; the promise to do so is
    kept by that, and a next one made where there is a day. None once it is withdrawn; the same, sent again at
    once, is given back. UnchangedError where it is to be changed into what stands."""
    locked = _locked(decision)
    same = locked.revisits.filter(verdict=verdict, words=words[:1000], by=by, at__gt=a_moment_ago())
    if just_now := same.first():
        return just_now
    if locked.withdrawn_at:
        return None
    changes = verdict == Verdict.CHANGED
    if changes and not locked.is_changed_by(what):
        raise UnchangedError
    made = Revisit.objects.create(
        decision=locked, verdict=verdict, words=words[:1000], by=by, before=locked.what if changes else ""
    )
    if locked.revisit:
        ledger.keep(locked.revisit, by=by)
    if changes:
        locked.what = what[:150]
    if verdict == Verdict.WITHDRAWN:
        _withdraw(locked, words, by)
    elif revisit_on:
        _promise_revisit(locked, revisit_on, owner=locked.by if locked.by.is_active else by)
    locked.save(update_fields=["what", "withdrawn_at"])
    record("decision.revisited", subject=_subject(locked), after={"verdict": verdict, "words": words})
    emit("decision.revisited", {"decision": locked.pk, "verdict": verdict, "by": by.pk})
    decision.refresh_from_db()
    return made


def _withdraw(decision: Decision, words: str, by: Employee) -> None:
    """What was promised because of it, and is not kept yet, is owed no more."""
    decision.withdrawn_at = timezone.now()
    for row in decision.follow_ups.select_related("commitment"):
        ledger.withdraw(row.commitment, reason=words, by=by)


def _promise_revisit(decision: Decision, day: date, *, owner: Employee) -> Commitment:
    with override(current_organisation().language):
        words = _("Look at a decision again: %(what)s") % {"what": decision.what}
    decision.revisit = ledger.promise(
        words, kind=Commitment.Kind.REVISIT, owner=owner, team=owner.team, due_at=ledger.end_of(day),
        source_path=decision.get_absolute_url(),
    )  # fmt: skip
    decision.save(update_fields=["revisit"])
    return decision.revisit


def _locked(decision: Decision) -> Decision:
    found = Decision.objects.select_for_update(of=("self",)).select_related("revisit", "by")
    return found.get(pk=decision.pk)


def _subject(decision: Decision) -> str:
    return f"ideas.Decision:{decision.pk}"
