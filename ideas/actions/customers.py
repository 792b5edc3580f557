"""Customers who are voters: what becomes of their votes when two records of one person are one."""

from django.db import transaction
from django.db.models import F, QuerySet

from ideas.actions.locking import held
from ideas.actions.merging import send_home
from ideas.models import Idea, Vote


def voting_customers() -> QuerySet:
    """Their keys: of these something is known."""
    return Vote.objects.filter(customer__isnull=False).values("customer")


def follow_customers() -> int:
    """Give the votes of each customer who was merged into another one to that one; how many. Safe to run
    twice."""
    rows, done = Vote.objects.filter(customer__merged_into__isnull=False).order_by("pk"), 0
    while keys := list(rows.values_list("pk", flat=True)):
        done += sum(_follow(key) for key in keys)
    return done


@transaction.atomic
def _follow(key: int) -> bool:
    """One vote, under the lock of the idea at which it stands; False where it was moved meanwhile."""
    rows = Vote.objects.filter(pk=key, customer__merged_into__isnull=False)
    if (vote := rows.first()) is None:
        return False
    held(vote.idea_id)
    here = rows.filter(idea=vote.idea_id, carried_from=vote.carried_from_id)
    if (other := here.values_list("customer__merged_into", flat=True).first()) is None:
        return False
    if twin := Vote.objects.filter(idea=vote.idea_id, customer=other).first():
        _keep_one(vote, twin)
    Vote.objects.filter(pk=key).update(customer=other)
    return True


def _keep_one(vote: Vote, twin: Vote) -> None:
    """Of two votes of one customer for an idea. What was carried there from a duplicate stands at that one
    again, as whoever had voted for both has it."""
    extra = twin if twin.carried_from_id and not vote.carried_from_id else vote
    stands = Vote.objects.filter(idea=extra.carried_from_id, customer=twin.customer_id).exists()
    if vote.carried_from_id == twin.carried_from_id or stands:
        Idea.objects.filter(pk=extra.idea_id).update(votes=F("votes") - 1)
        Vote.objects.filter(pk=extra.pk).delete()
    else:
        send_home(extra)
