"""What became of an idea."""

from typing import Any

from django.core.mail import EmailMultiAlternatives
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.models import Idea, Move, Vote
from ideas.models.idea_rows import IdeaQuerySet
from tenants.here import absolute
from tenants.outbox.letters import letter
from tenants.outbox.models import Event


def answered(event: Event) -> EmailMultiAlternatives | None:
    """To the author, to those of its duplicates, to each voter and each follower: where it went, and why. Not
    sent to who sees it no more."""
    found = Move.objects.select_related("idea__board", "idea__delivery__owner", "by")
    move = found.filter(pk=event.payload["move"]).first()
    if move is None:
        return None
    reader = Employee.objects.get(pk=event.payload["reader"])
    idea = move.idea.as_told_to(reader)
    if idea is None:
        return None
    facts: dict[str, Any] = {
        "move": move, "idea": idea, "is_author": reader.pk == idea.author_id,
        "is_voter": Vote.objects.filter(Q(idea=move.idea) | Q(carried_from=move.idea), voter=reader).exists(),
        "into": goes_on(move, Idea.objects.visible_to(reader)),
        "own": Idea.objects.filter(merged_into=idea, author=reader).first(),
        "action": _("Read the idea"), "action_url": absolute(idea.get_absolute_url()),
    }  # fmt: skip
    return letter(event, "ideas/mail/answered", **facts)


def goes_on(move: Move, seen: IdeaQuerySet) -> Idea | None:
    """With what it goes on since then, among what the reader sees."""
    if move.after != Idea.Status.DUPLICATE:
        return None
    return seen.filter(pk=move.idea.merged_into_id).first()
