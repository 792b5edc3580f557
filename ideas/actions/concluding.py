"""Who is told that a challenge is over, and what became of it: those who handed in, those who voted, and its
sponsor; each of them who sees its board, once."""

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from ideas.actions.telling_customers import tell_customers_of
from ideas.models import Challenge, Idea, Vote
from ideas.models.readers import seeing_board


def took_part(challenge: Challenge) -> EmployeeQuerySet:
    """Those who are still here. Whose an idea is that has no name nobody knows."""
    votes = Vote.objects.filter(Q(idea__challenge=challenge) | Q(carried_from__challenge=challenge))
    voters = votes.filter(voter__isnull=False).values("voter")
    return Employee.objects.active().filter(Q(pk__in=_authors(challenge)) | Q(pk__in=voters))


def tell_of_end(challenge: Challenge) -> int:
    """That it is over, or off; how many were told."""
    owner = challenge.promise.owner_id if challenge.promise else challenge.sponsor_id
    concerned = took_part(challenge) | Employee.objects.active().filter(pk=owner)
    return _tell(challenge, "challenge.closed", concerned, mine=owner)


@transaction.atomic
def tell_of_announcement(key: int) -> int:
    """What became of it, to all but who says so; how many were told. Safe to run twice."""
    unsaid = Challenge.objects.filter(pk=key, announced_at__isnull=False, told_at=None)
    if not unsaid.update(told_at=timezone.now()):
        return 0
    challenge = Challenge.objects.select_related("board").get(pk=key)
    concerned = took_part(challenge) | Employee.objects.active().filter(pk=challenge.sponsor_id)
    readers = concerned.exclude(pk=challenge.announced_by_id)
    told = _tell(challenge, "challenge.told", readers, mine=challenge.sponsor_id)
    return told + tell_customers_of(challenge)


def _tell(challenge: Challenge, event: str, readers: EmployeeQuerySet, *, mine: int | None) -> int:
    owners = {mine, *_authors(challenge)}
    for person in (found := list(seeing_board(readers, challenge.board))):
        tell(
            person, event, {"challenge": challenge.pk, "reader": person.pk},
            path=challenge.get_absolute_url(), mine=person.pk in owners,
            line=lambda: _("“%(question)s”: %(state)s")
            % {"question": challenge.question, "state": challenge.state.label},
        )  # fmt: skip
    return len(found)


def _authors(challenge: Challenge) -> QuerySet[Idea, int]:
    ideas = Idea.objects.filter(challenge=challenge, author__isnull=False)
    return ideas.order_by().values_list("author", flat=True).distinct()
