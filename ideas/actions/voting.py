"""Who wants an idea, and who says why not. The number of votes stands on the idea, under whose lock it is
changed together with the rows that it counts."""

from collections import Counter
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from employees.models import Employee
from feedback.models import Customer
from ideas.actions import following, merging
from ideas.actions.errors import BudgetError, DecidedError, NotTheirsError
from ideas.actions.locking import held, hold, hold_customer
from ideas.models import Idea, Objection, Vote
from ideas.models.voices import VoteQuerySet


@transaction.atomic
def vote(idea: Idea, *, by: Employee) -> bool:
    """One vote of theirs; False where it was given before. DecidedError; BudgetError where each person has so
    many and all of them are given."""
    hold(by)
    locked = _open(idea)
    counted = Vote.objects.filter(idea=locked, voter=by).first()
    if counted is None and left(by, locked) == 0:
        raise BudgetError
    if is_new := _add(locked, counted, Vote(idea=locked, voter=by, by=by)):
        following.join(locked, who=by)
    return is_new


@transaction.atomic
def vote_for(idea: Idea, *, customer: Customer, by: Employee | None) -> bool:
    """A customer wants it, as they say themselves or to somebody of us; False where that was said before. Who
    was merged into another one meanwhile is that one. DecidedError; BudgetError, as of everybody, where they
    say so themselves."""
    known = hold_customer(customer)
    locked = _open(idea)
    key = known.merged_into_id or known.pk
    counted = Vote.objects.filter(idea=locked, customer=key).first()
    if by is None and counted is None and left(known.merged_into or known, locked) == 0:
        raise BudgetError
    return _add(locked, counted, Vote(idea=locked, customer_id=key, by=by))


@transaction.atomic
def take_back(idea: Idea, *, by: Employee) -> bool:
    """Their vote is theirs again, and with it those that stayed at its duplicates; False where there is none.
    DecidedError."""
    return take_out(idea, voter=by)


def take_out(idea: Idea, **whose: Any) -> bool:
    """The same of a voter or a customer; call it in a transaction."""
    done = _remove(_at(_open(idea)).filter(**whose))
    idea.refresh_from_db(fields=["votes"])
    return done


@transaction.atomic
def take_back_for(idea: Idea, *, customer: Customer, by: Employee) -> bool:
    """What was said for a customer is unsaid; False where there is no vote of theirs. What they said
    themselves at a duplicate counts here again. DecidedError; NotTheirsError where it is not for this person
    to take back."""
    known = hold_customer(customer)
    locked = _open(idea)
    votes = _at(locked).filter(customer__in=[known.pk, known.merged_into_id])
    done = _remove(votes.retractable_by(by))
    if votes.exists():
        if not done:
            raise NotTheirsError
        merging.settle(locked.merged.all())
    idea.refresh_from_db(fields=["votes"])
    return done


def left(voter: Employee | Customer, idea: Idea) -> int | None:
    """How many votes somebody still has for this idea and those that share them; None: without a limit."""
    return max(0, idea.budget - spent(voter, idea)) if idea.budget else None


def spent(voter: Employee | Customer, idea: Idea) -> int:
    """How many of them are given. Those for decided ideas have come back, and those that had come back once
    are not owed again."""
    whose = {"voter" if isinstance(voter, Employee) else "customer": voter}
    counted = Idea.objects.undecided().sharing_votes_with(idea)
    return Vote.objects.filter(idea__in=counted, is_free=False, **whose).count()


@transaction.atomic
def object_to(idea: Idea, *, by: Employee, reason: str) -> Objection:
    """Say why not; what they said before is replaced. DecidedError."""
    _open(idea)
    facts = {"reason": reason[:1000], "at": timezone.now()}
    return Objection.objects.update_or_create(idea=idea, by=by, defaults=facts)[0]


def _open(idea: Idea) -> Idea:
    """The idea under its lock, which decisions and merges take, too."""
    locked = held(idea.pk)
    if not locked.takes_votes:
        raise DecidedError
    return locked


def _at(locked: Idea) -> VoteQuerySet:
    """Those that count for it, and those that stayed at its duplicates."""
    return Vote.objects.filter(Q(idea=locked) | Q(idea__merged_into=locked))


def _remove(votes: VoteQuerySet) -> bool:
    """False where there are none."""
    stood = Counter(votes.values_list("idea", flat=True))
    votes.delete()
    for key, number in stood.items():
        Idea.objects.filter(pk=key).update(votes=F("votes") - number)
    return bool(stood)


def _add(locked: Idea, counted: Vote | None, row: Vote) -> bool:
    """False where it is counted already. What is counted for a duplicate stands there again, so that neither
    is lost when they are taken apart; the new one costs what that did."""
    if counted and not counted.carried_from_id:
        return False
    if counted:
        merging.send_home(counted)
        row.is_free = counted.is_free
    row.save(force_insert=True)
    Idea.objects.filter(pk=locked.pk).update(votes=F("votes") + 1)
    return True
