"""Who answers an idea: a promise on the ledger, of one person, with a date."""

from datetime import timedelta

from django.db.models import F, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from employees.actions.ledger import due_after, end_of, promise
from employees.models import Commitment, Employee, Term
from ideas.models import Idea
from tenants.here import current_organisation, today


def promise_review(idea: Idea) -> Commitment:
    """The answer to an idea, promised by whose turn it is: within the board's days, in a crisis its hours. On
    a board without names it is a promise of their team: of the author's a lead would learn whose it is."""
    owner = reviewer_of(idea)
    team = idea.team if idea.board.shows_names else owner.team if owner else None
    board, kind = idea.board, "crisis" if idea.is_crisis else "review"
    hours = due_after(timezone.now(), board.crisis_hours, team=idea.team, in_working_hours=False)
    with override(current_organisation().language):
        words = _("Answer the idea “%(title)s”") % {"title": idea.title}
    return promise(
        words, kind=kind, owner=owner, team=team, source_path=idea.get_absolute_url(),
        due_at=hours if idea.is_crisis else end_of(today() + timedelta(days=board.review_days)),
    )  # fmt: skip


def reviewer_of(idea: Idea) -> Employee | None:
    """Of those who answer on its board and are there, who had a turn the longest ago; in a crisis first of
    those who answer one. With none the lead of the author's team, else the champion. Nobody answers an idea
    of their own; whose it is without a name nobody knows."""
    turns = Idea.objects.filter(board=idea.board, review__owner=OuterRef("pk")).order_by("-submitted_at")
    present = Employee.objects.present().exclude(pk=idea.author_id)
    by_turns = present.annotate(last=Subquery(turns.values("submitted_at")[:1]))
    in_order = by_turns.order_by(F("last").asc(nulls_first=True), "pk")
    board = idea.board
    for some in (board.crisis_reviewers.values("pk") if idea.is_crisis else [], board.reviewers.values("pk")):
        if found := in_order.filter(pk__in=some).first():
            return found
    lead = present.filter(pk=idea.team.lead_id).first() if idea.team else None
    return lead or _office(idea)


def _office(idea: Idea) -> Employee | None:
    term = Term.objects.current()
    acting = term.acting if term else None
    return acting if acting and acting.pk != idea.author_id else None
