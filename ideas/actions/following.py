"""Who gets news of an idea: whoever hands it in, votes or comments, and whoever wishes to."""

from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone

from employees.models import Employee
from ideas.actions.locking import held
from ideas.models import Follow, Idea
from ideas.models.following import FollowQuerySet


def join(idea: Idea, *, who: Employee) -> None:
    """They took part, and so follow it for themselves; whoever has left stays away. Where it is a duplicate,
    they follow what it goes on as as well."""
    Follow.objects.bulk_create([Follow(idea=idea, employee=who)], ignore_conflicts=True)
    _come_by_themselves(idea, who)
    if idea.merged_into:
        carry_followers(idea, into=idea.merged_into, rows=Follow.objects.filter(employee=who))


@transaction.atomic
def follow(idea: Idea, *, who: Employee) -> bool:
    """By their own wish; False where they follow it already. A duplicate brings them to what it goes on as,
    even if they had left that."""
    merged_into = held(idea.pk).merged_into
    rows = Follow.objects.filter(employee=who)
    _row, is_new = rows.get_or_create(idea=idea, employee=who)
    _come_by_themselves(idea, who)
    comes_back = bool(_come_back(rows.filter(idea=idea)))
    if (is_new or comes_back) and merged_into:
        _come_back(rows.filter(idea=merged_into), carried_from=idea)
        carry_followers(idea, into=merged_into, rows=rows)
    return is_new or comes_back


def _come_back(rows: FollowQuerySet, **facts: Any) -> int:
    return rows.filter(left_at__isnull=False).update(left_at=None, told_at=None, **facts)


def _come_by_themselves(idea: Idea, who: Employee) -> None:
    """Whoever came with a duplicate stays when that goes."""
    rows = Follow.objects.filter(idea=idea, employee=who, carried_from__isnull=False)
    rows.update(carried_from=None)


@transaction.atomic
def leave(idea: Idea, *, who: Employee) -> bool:
    """No more news of it, nor of what it brought them to; False where there was none."""
    rows = Follow.objects.filter(employee=who)
    left = rows.standing().filter(idea=idea).update(left_at=timezone.now())
    if left:
        _take_back(rows, idea)
    return bool(left)


def look(idea: Idea, *, who: Employee) -> None:
    """Somebody looks at it: the next comment is news again."""
    Follow.objects.unseen().filter(idea=idea, employee=who).update(seen_at=timezone.now())


def carry_followers(duplicate: Idea, *, into: Idea, rows: FollowQuerySet | None = None) -> int:
    """Whoever follows an idea follows the other one, too; how many are new there. For who merges them; rows:
    of those who begin to follow it later."""
    standing = (Follow.objects if rows is None else rows).standing()
    known = Follow.objects.filter(idea=into).values("employee")
    carried = [
        Follow(idea=into, employee_id=row.employee_id, at=row.at, carried_from=duplicate)
        for row in standing.filter(idea=duplicate).exclude(employee__in=known)
    ]
    return len(Follow.objects.bulk_create(carried, ignore_conflicts=True))


def leave_followers(duplicate: Idea, *, at: Idea) -> int:
    """Take back what `carry_followers` did: who came with the duplicate goes, but for who took part since and
    for who follows another one that goes on there; how many. Whoever left stays away."""
    return _take_back(Follow.objects.filter(idea=at), duplicate)


def _take_back(rows: FollowQuerySet, duplicate: Idea) -> int:
    came = rows.standing().filter(carried_from=duplicate)
    others = Follow.objects.standing().filter(idea__merged_into=OuterRef("idea"))
    another = others.filter(employee=OuterRef("employee")).exclude(idea=duplicate).order_by("idea")
    came.filter(Exists(another)).update(carried_from=Subquery(another.values("idea")[:1]))
    gone, _by_model = came.delete()
    return gone
