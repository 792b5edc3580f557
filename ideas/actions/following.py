"""Who gets news of an idea: whoever hands it in, votes or comments, and whoever wishes to."""

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from employees.models import Employee
from ideas.models import Follow, Idea


def join(idea: Idea, *, who: Employee) -> None:
    """They took part, and so follow it for themselves; whoever has left stays away."""
    Follow.objects.bulk_create([Follow(idea=idea, employee=who)], ignore_conflicts=True)
    _come_by_themselves(idea, who)


@transaction.atomic
def follow(idea: Idea, *, who: Employee) -> bool:
    """By their own wish; False where they follow it already."""
    _row, is_new = Follow.objects.get_or_create(idea=idea, employee=who)
    _come_by_themselves(idea, who)
    left = Follow.objects.filter(idea=idea, employee=who, left_at__isnull=False)
    return bool(left.update(left_at=None, told_at=None)) or is_new


def _come_by_themselves(idea: Idea, who: Employee) -> None:
    """Whoever came with a duplicate stays when that goes."""
    rows = Follow.objects.filter(idea=idea, employee=who, carried_from__isnull=False)
    rows.update(carried_from=None)


def leave(idea: Idea, *, who: Employee) -> bool:
    """No more news of it; False where there was none."""
    rows = Follow.objects.standing().filter(idea=idea, employee=who)
    return bool(rows.update(left_at=timezone.now()))


def look(idea: Idea, *, who: Employee) -> None:
    """Somebody looks at it: the next comment is news again."""
    Follow.objects.unseen().filter(idea=idea, employee=who).update(seen_at=timezone.now())


def carry_followers(duplicate: Idea, *, into: Idea) -> int:
    """Whoever follows an idea follows the other one, too; how many are new there. For who merges them."""
    known = Follow.objects.filter(idea=into).values("employee")
    rows = Follow.objects.standing().filter(idea=duplicate).exclude(employee__in=known)
    carried = [
        Follow(idea=into, employee_id=row.employee_id, at=row.at, carried_from=duplicate) for row in rows
    ]
    return len(Follow.objects.bulk_create(carried, ignore_conflicts=True))


def leave_followers(duplicate: Idea, *, at: Idea) -> int:
    """Take back what `carry_followers` did: who came with the duplicate goes, but for who took part since and
    for who follows another one that goes on there; how many. Whoever left stays away."""
    rows = Follow.objects.standing().filter(idea=at, carried_from=duplicate)
    others = Follow.objects.standing().filter(idea__merged_into=at, employee=OuterRef("employee"))
    another = others.exclude(idea=duplicate).order_by("idea").values("idea")[:1]
    rows.filter(Exists(another)).update(carried_from=Subquery(another))
    gone, _by_model = rows.delete()
    return gone
