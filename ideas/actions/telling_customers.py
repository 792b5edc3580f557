"""Customers who take part on a board are told what became of their idea, of those that they want, and of what
was asked."""

from django.db.models import Exists, OuterRef, Q

from feedback.models import Customer
from ideas.actions.panel import MAILS, TAKE_PART
from ideas.models import Challenge, Idea, PanelMember, Vote
from ideas.models.idea_rows import IdeaQuerySet
from tenants.outbox.emit import emit_many, event


def tell_customers(idea: Idea, name: str, **facts: object) -> int:
    """Write to each who had it or wants it, or one that goes on with it, and agreed; how many. Call it
    in the transaction that says that this is told."""
    ideas = Idea.objects.filter(Q(pk=idea.pk) | Q(merged_into=idea))
    return _tell(idea.board_id, ideas, name, **facts)


def tell_customers_of(challenge: Challenge) -> int:
    """The same of what became of it, to who took part in it."""
    ideas = Idea.objects.filter(challenge=challenge)
    return _tell(challenge.board_id, ideas, "panel.told", challenge=challenge.pk)


def _tell(board: int, ideas: IdeaQuerySet, name: str, **facts: object) -> int:
    votes = Vote.objects.filter(Q(idea__in=ideas) | Q(carried_from__in=ideas), customer__isnull=False)
    authors = ideas.filter(customer__isnull=False).order_by().values("customer")
    here = PanelMember.objects.written_to().filter(board=board, board__is_for_customers=True)
    concerned = here.filter(Q(customer__in=votes.values("customer")) | Q(customer__in=authors))
    no = Customer.objects.filter(pk=OuterRef("customer")).refusing((TAKE_PART, MAILS))
    told = list(concerned.filter(~Exists(no)).order_by("pk"))
    emit_many(
        event(name, facts | {"member": member.pk}, to=member.email, language=member.language)
        for member in told
    )
    return len(told)
