"""News of what is said about an idea: to whoever follows it, once until they have looked, and to whoever is
named, once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee
from ideas.models import Comment, Follow, Idea


@transaction.atomic
def tell_of_comment(key: int) -> int:
    """Write to each follower who has looked at the idea since they were last written to, but to who says it
    and who is named in it; how many. Safe to run twice."""
    comment = Comment.objects.select_related("idea").filter(pk=key, hidden_at=None).first()
    if comment is None:
        return 0
    waiting = Follow.objects.untold().filter(idea=comment.idea_id, at__lte=comment.at)
    waiting = waiting.exclude(told_at__gte=comment.at)  # the same, delivered again
    others = waiting.exclude(employee=comment.by_id).exclude(employee__in=comment.mentions.values("employee"))
    rows = list(others.select_related("employee").select_for_update(of=("self",), skip_locked=True))
    readers = [row for row in rows if sees(row.employee, comment.idea)]
    Follow.objects.filter(pk__in=[row.pk for row in readers]).update(told_at=timezone.now())
    for row in readers:
        tell(
            row.employee, "idea.news", {"comment": comment.pk}, path=comment.idea.get_absolute_url(),
            line=lambda: _("“%(title)s”: there are new comments.") % {"title": comment.idea.title},
            mine=row.employee_id == comment.idea.author_id,
        )  # fmt: skip
    return len(readers)


@transaction.atomic
def tell_mentioned(key: int) -> int:
    """Write to each who is named in a comment and was not told yet; how many. Safe to run twice."""
    comment = Comment.objects.select_related("idea").filter(pk=key, hidden_at=None).first()
    if comment is None:
        return 0
    waiting = comment.mentions.filter(told_at=None).select_related("employee")
    rows = list(waiting.select_for_update(of=("self",), skip_locked=True))
    people, now = [row.employee for row in rows if sees(row.employee, comment.idea)], timezone.now()
    comment.mentions.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    Follow.objects.filter(idea=comment.idea_id, employee__in=people).update(told_at=now)
    for person in people:
        tell(
            person, "idea.mentioned", {"comment": comment.pk}, mine=True,
            path=comment.idea.get_absolute_url(),
            line=lambda: _("You are named in a comment on “%(title)s”.") % {"title": comment.idea.title},
        )  # fmt: skip
    return len(people)


def sees(person: Employee, idea: Idea) -> bool:
    """Who has left, or the board, is told nothing of it."""
    return person.deactivated_at is None and idea.is_seen_by(person)
