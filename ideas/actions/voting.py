"""Who wants an idea, and who says why not. The number of votes stands on the idea, under whose lock it is
changed together with the rows that it counts."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from employees.models import Employee
from feedback.models import Customer
from ideas.actions import following
from ideas.actions.errors import BudgetError, DecidedError
from ideas.models import Idea, Objection, Vote


@transaction.atomic
def vote(idea: Idea, *, by: Employee) -> bool:
    """One vote of theirs; False where it was given before. DecidedError; BudgetError where each person has so
    many and all of them are given."""
    Employee.objects.select_for_update(no_key=True).get(pk=by.pk)  # before the idea, as everywhere
    locked = _open(idea)
    if Vote.objects.filter(idea=locked, voter=by).exists():
        return False
    if left(by, locked) == 0:
        raise BudgetError
    following.join(locked, who=by)
    return _add(locked, Vote(idea=locked, voter=by, by=by))


@transaction.atomic
def vote_for(idea: Idea, *, customer: Customer, by: Employee) -> bool:
    """A customer wants it, as somebody who spoke with them says; False where that was said before."""
    locked = _open(idea)
    if Vote.objects.filter(idea=locked, customer=customer).exists():
        return False
    return _add(locked, Vote(idea=locked, customer=customer, by=by))


@transaction.atomic
def take_back(idea: Idea, *, by: Employee) -> bool:
    """Their vote is theirs again; False where there is none. DecidedError."""
    locked = _open(idea)
    taken, _by_model = Vote.objects.filter(idea=locked, voter=by).delete()
    Idea.objects.filter(pk=idea.pk).update(votes=F("votes") - taken)
    idea.refresh_from_db(fields=["votes"])
    return bool(taken)


def left(voter: Employee, idea: Idea) -> int | None:
    """How many votes somebody still has for this idea and those that share them; None: without a limit. Those
    for decided ideas have come back."""
    if not idea.budget:
        return None
    counted = Idea.objects.undecided().sharing_votes_with(idea)
    return max(0, idea.budget - Vote.objects.filter(voter=voter, idea__in=counted).count())


@transaction.atomic
def object_to(idea: Idea, *, by: Employee, reason: str) -> Objection:
    """Say why not; what they said before is replaced. DecidedError."""
    _open(idea)
    facts = {"reason": reason[:1000], "at": timezone.now()}
    return Objection.objects.update_or_create(idea=idea, by=by, defaults=facts)[0]


def _open(idea: Idea) -> Idea:
    """The idea under its lock, which decisions and merges take, too."""
    locked = Idea.objects.select_for_update(of=("self",)).select_related("board", "challenge").get(pk=idea.pk)
    if not locked.takes_votes:
        raise DecidedError
    return locked


def _add(locked: Idea, row: Vote) -> bool:
    row.save(force_insert=True)
    Idea.objects.filter(pk=locked.pk).update(votes=F("votes") + 1)
    return True
