"""Who is told what became of an idea: its author, and all who voted for it or follow it."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee
from ideas.models import Follow, Idea, Move, Vote


@transaction.atomic
def tell_of_move(key: int) -> int:
    """Write to each of them once, but to who decided; how many. Safe to run twice."""
    if not Move.objects.filter(pk=key, told_at=None).update(told_at=timezone.now()):
        return 0
    move = Move.objects.select_related("idea").get(pk=key)
    readers = concerned(move.idea).exclude(pk=move.by_id)
    for person in readers:
        tell(
            person, "idea.answered", {"move": move.pk, "reader": person.pk},
            path=move.idea.get_absolute_url(),
            line=lambda: _("“%(title)s” is %(status)s now.")
            % {"title": move.idea.title, "status": move.get_after_display()},
            mine=person.pk == move.idea.author_id,
        )  # fmt: skip
    return len(readers)


def concerned(idea: Idea) -> QuerySet[Employee]:
    """Its author, its voters and who follows it, each once; but for who wished no more news of it, which its
    author gets all the same."""
    voters = Vote.objects.filter(idea=idea, voter__isnull=False).values("voter")
    follows = Follow.objects.filter(idea=idea)
    left = follows.exclude(left_at=None).values("employee")
    told = Q(pk__in=voters) | Q(pk__in=follows.standing().values("employee"))
    return Employee.objects.active().filter((told & ~Q(pk__in=left)) | Q(pk=idea.author_id))
