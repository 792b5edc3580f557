"""Who is told what became of an idea: its author, and all who voted for it or follow it."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from employees.actions.telling import tell
from employees.models import Employee
from employees.models.people import EmployeeQuerySet
from ideas.actions.telling_customers import tell_customers
from ideas.models import Follow, Idea, Move, Vote
from ideas.models.readers import seeing


@transaction.atomic
def tell_of_move(key: int) -> int:
    """Write to each of them who sees it once, but to who decided; how many: the authors of its duplicates are
    told of what becomes of it as well. Safe to run twice."""
    if not Move.objects.filter(pk=key, told_at=None).update(told_at=timezone.now()):
        return 0
    move = Move.objects.select_related("idea__board").get(pk=key)
    authors = authors_of(move.idea)
    readers = told_of(move.idea, concerned(move.idea).exclude(pk=move.by_id))
    for person, idea in readers:
        _tell(person, move, idea, mine=person.pk in authors)
    return len(readers) + tell_customers(move.idea, "panel.answered", move=move.pk)


def _tell(person: Employee, move: Move, idea: Idea, *, mine: bool) -> None:
    facts = {"move": move.pk, "reader": person.pk}
    tell(
        person, "idea.answered", facts, path=idea.get_absolute_url(), mine=mine,
        line=lambda: _("“%(title)s” is %(status)s now.")
        % {"title": idea.title, "status": move.get_after_display()},
    )  # fmt: skip


def told_of(idea: Idea, people: EmployeeQuerySet) -> list[tuple[Employee, Idea]]:
    """Those of them who see it, and its authors who see their own that goes on with it; each with the one
    they see. Who sees neither any more is told nothing."""
    authors, seeing_it = authors_of(idea), {*seeing(people, idea).values_list("pk", flat=True)}
    found = []
    for person in people:
        shown = idea if person.pk in seeing_it else None
        if shown is None and person.pk in authors:
            shown = idea.as_told_to(person)
        if shown:
            found.append((person, shown))
    return found


def concerned(idea: Idea) -> EmployeeQuerySet:
    """Its authors, its voters and who follows it, each once; but for who wished no more news of it or of one
    that goes on with it, which its authors get all the same."""
    votes = Vote.objects.filter(Q(idea=idea) | Q(carried_from=idea), voter__isnull=False)
    follows = Follow.objects.standing().filter(idea=idea)
    left = Follow.objects.filter(Q(idea=idea) | Q(idea__merged_into=idea)).exclude(left_at=None)
    voters = Q(pk__in=votes.values("voter")) & ~Q(pk__in=left.values("employee"))
    told = voters | Q(pk__in=follows.values("employee")) | Q(pk__in=authors_of(idea))
    return Employee.objects.active().filter(told)


def authors_of(idea: Idea) -> set[int]:
    """Who had it, and who said the same in one that goes on with it."""
    ideas = Idea.objects.filter(Q(pk=idea.pk) | Q(merged_into=idea), author__isnull=False)
    return set(ideas.values_list("author", flat=True))
