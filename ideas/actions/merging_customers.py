"""Two records of one customer became one: what they said on boards follows, and their place there is one.
What becomes of their votes stands in customers.py."""

from django.db import transaction
from django.db.models import Q, QuerySet

from feedback.models import Customer
from ideas.models import Comment, Idea, PanelMember

OF_THEM = (PanelMember, Idea, Comment)


def customers_on_boards() -> QuerySet:
    """Their keys: of these something is known."""
    known = Q()
    for model in OF_THEM:
        rows = model._default_manager.filter(customer__isnull=False)
        known |= Q(pk__in=rows.order_by().values("customer"))
    return Customer.objects.filter(known).values("pk")


def follow_on_boards() -> int:
    """Give what each customer said who was merged into another one to that one; how many there were. Safe to
    run twice."""
    gone = Customer.objects.filter(merged_into__isnull=False, pk__in=customers_on_boards())
    return sum(_follow(key) for key in gone.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _follow(key: int) -> bool:
    """Both are held, as by themselves while they say something."""
    other = Customer.objects.values_list("merged_into", flat=True).get(pk=key)
    pair = Customer.objects.select_for_update(no_key=True).filter(pk__in=[key, other]).order_by("pk")
    if len(pair) < 2:
        return False
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
