"""Customers on boards: of whom something is known here, and what becomes of it when two records of one person
are one: their votes, what they said, and their place on a board."""

from django.db import transaction
from django.db.models import F, Q, QuerySet

from feedback.models import Customer
from ideas.actions.locking import held
from ideas.actions.merging import send_home
from ideas.models import Comment, Idea, PanelMember, Vote

OF_THEM = (PanelMember, Idea, Comment)
"""What follows as it is; a vote follows only where there is none yet."""


def known_customers() -> QuerySet:
    """Their keys."""
    known = Q()
    for model in (*OF_THEM, Vote):
        rows = model._default_manager.filter(customer__isnull=False)
        known |= Q(pk__in=rows.order_by().values("customer"))
    return Customer.objects.filter(known).values("pk")


def follow_customers() -> int:
    """Give what each customer said, and wants, who was merged into another one to that one; how many there
    were. Safe to run twice."""
    gone = Customer.objects.filter(merged_into__isnull=False, pk__in=known_customers())
    return sum(_follow(key) for key in gone.order_by("pk").values_list("pk", flat=True))


def _follow(key: int) -> bool:
    followed = _follow_said(key)
    for vote in Vote.objects.filter(customer=key).order_by("pk").values_list("pk", flat=True):
        followed |= _follow_vote(vote)
    return followed


@transaction.atomic
def _follow_said(key: int) -> bool:
    """Both are held, as by themselves while they say something; then their ideas, in the order of all."""
    other = Customer.objects.values_list("merged_into", flat=True).get(pk=key)
    pair = Customer.objects.select_for_update(no_key=True).filter(pk__in=[key, other]).order_by("pk")
    if len(pair) < 2:
        return False
    list(Idea.objects.filter(customer=key).order_by("pk").select_for_update(of=("self",), no_key=True))
    _one_place_a_board(kept=other, merged=key)
    for model in OF_THEM:
        model._default_manager.filter(customer=key).update(customer=other)
    return True


def _one_place_a_board(*, kept: int | None, merged: int) -> None:
    """Where both were invited, the place stays of which more was made: the other link opens nothing."""
    places = PanelMember.objects.filter(customer__in=[kept, merged]).order_by("board", "pk")
    by_board: dict[int, list[PanelMember]] = {}
    for place in places.select_for_update():
        by_board.setdefault(place.board_id, []).append(place)
    for pair in by_board.values():
        best = max(pair, key=lambda place: (place.has_agreed, place.customer_id == kept))
        PanelMember.objects.filter(pk__in=[place.pk for place in pair if place != best]).delete()


@transaction.atomic
def _follow_vote(key: int) -> bool:
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
