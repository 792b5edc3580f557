"""What customers do on a board on which they take part: agree, propose, vote, comment, and leave."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from feedback.actions.customers import record_consent
from feedback.models import Customer, Touchpoint
from ideas.actions import voting
from ideas.actions.errors import NotOpenError, NotTakingPartError
from ideas.actions.locking import hold_ideas
from ideas.actions.panel import MAILS, TAKE_PART
from ideas.actions.submitting import TEXTS, demand_open, found_by, hand_in
from ideas.models import Act, Challenge, Comment, Idea, PanelMember, Vote
from ideas.models.panel import TO_TAKE_PART, PanelMemberQuerySet
from tenants.audit.record import record
from tenants.here import today
from tenants.outbox.emit import emit
from tenants.queue import enqueue

VERSION = "1"
"""Of the texts to which customers agree."""
JUDGED_AFTER = timedelta(days=180)
"""Customers name no day by which their idea should show: this one, until whoever answers names another."""


@transaction.atomic
def agree(member: PanelMember, *, text: str) -> bool:
    """They take part from now on, having read the text; False where they do already, or may not."""
    locked = _locked(member, PanelMember.objects.open())
    if locked is None or locked.has_agreed:
        return False
    now = timezone.now()
    _say(locked, TAKE_PART, given=True, text=text)
    if locked.stopped_at:  # the text that they agreed to speaks of mails, too
        _say(locked, MAILS, given=True, text=text)
    facts = {"agreed_at": now, "left_at": None, "stopped_at": None, "link_until": now + TO_TAKE_PART}
    PanelMember.objects.filter(pk=member.pk).update(**facts)
    record("panel.agreed", subject=f"ideas.PanelMember:{member.pk}", after={"board": member.board_id})
    return True


@transaction.atomic
def leave(member: PanelMember, *, text: str, takes_name_off: bool) -> bool:
    """They take part no more. What they said stays; without their name if they ask for that, and then
    nobody finds out any more who it was, and their link opens nothing. False where they had left."""
    locked = _locked(member, PanelMember.objects.all())
    if locked is None or not locked.has_agreed:
        return False
    PanelMember.objects.filter(pk=member.pk).update(left_at=timezone.now())
    if not _elsewhere(locked).taking_part().exists():
        _say(locked, TAKE_PART, given=False, text=text)
    if takes_name_off:
        _take_name_off(locked)
    record("panel.left", subject=f"ideas.PanelMember:{member.pk}", after={"board": member.board_id})
    return True


def _take_name_off(member: PanelMember) -> None:
    theirs = {"customer": member.customer_id}
    hold_ideas(Q(**theirs) | Q(vote_rows__in=Vote.objects.filter(**theirs)), board=member.board_id)
    Idea.objects.filter(board=member.board_id, **theirs).update(customer=None)
    for model in (Comment, Vote):
        model._default_manager.filter(idea__board=member.board_id, **theirs).update(customer=None)
    PanelMember.objects.filter(pk=member.pk).delete()


@transaction.atomic
def wish_mails(member: PanelMember, *, wished: bool, text: str) -> bool:
    """Whether they are written to about the board; False where it was so."""
    locked = _locked(member, PanelMember.objects.filter(stopped_at__isnull=not wished))
    if locked is None:
        return False
    PanelMember.objects.filter(pk=member.pk).update(stopped_at=None if wished else timezone.now())
    if wished or not _elsewhere(locked).written_to().exists():
        _say(locked, MAILS, given=wished, text=text)
    return True


def _elsewhere(member: PanelMember) -> PanelMemberQuerySet:
    """Their places on other boards: a consent is about all, so no board takes back what another one needs."""
    return PanelMember.objects.filter(customer=member.customer_id).exclude(pk=member.pk)


def _say(member: PanelMember, purpose: str, *, given: bool, text: str) -> None:
    record_consent(
        member.customer, purpose=purpose, given=given, text=text, version=VERSION,
        source=f"board {member.board_id}",
    )  # fmt: skip


def _locked(member: PanelMember, rows: PanelMemberQuerySet) -> PanelMember | None:
    """Under a lock on the customer, then on their place, and before any idea: as when two records of one
    customer are merged."""
    Customer.objects.select_for_update(no_key=True).filter(pk=member.customer_id).first()
    found = rows.select_related("board", "customer").filter(pk=member.pk, customer=member.customer_id)
    return found.select_for_update(of=("self",), no_key=True).first()


def _here(member: PanelMember, act: str = "") -> PanelMember:
    """Whoever left meanwhile says nothing more; and nobody does what is for others on this board."""
    found = _locked(member, PanelMember.objects.taking_part().filter(board__is_for_customers=True))
    if found is None:
        raise NotTakingPartError
    if act and act not in found.board.open_to_customers:
        raise NotOpenError
    return found


@transaction.atomic
def propose(
    member: PanelMember, *, touchpoint: Touchpoint, challenge: Challenge | None = None, **said: str
) -> Idea:
    """Hand in a customer's idea, for customers at that touchpoint as they are one; its answer is promised as
    of every idea. The same, sent again at once, is given back. ClosedError; OverError where the challenge
    that it answers does not run here."""
    here = _here(member, Act.SUBMIT)
    texts = {name: said[name] for name in TEXTS}
    again = Idea.objects.filter(board=here.board, customer=here.customer, submitted_at__gt=a_moment_ago())
    if just_now := again.filter(**texts).first():
        return just_now
    demand_open(here.board, challenge)
    facts: dict[str, Any] = {"metric": measured_by(touchpoint), "judge_on": today() + JUDGED_AFTER}
    return hand_in(
        Idea(board=here.board, challenge=challenge, is_customers=True, customer=here.customer,
             language=here.language, touchpoint=touchpoint, **facts, **said, **found_by(texts))
    )  # fmt: skip


def measured_by(touchpoint: Touchpoint) -> str:
    """The metric of the post that listens there, as a customer names none; else how many cases there are."""
    posts = touchpoint.posts.open().order_by("pk").prefetch_related("versions")
    asked = [post.version.primary.kind for post in posts if post.versions.all() and post.version.primary]
    return next((kind for kind in asked if kind in Idea.Metric.values), Idea.Metric.CASES)


@transaction.atomic
def vote_as(member: PanelMember, idea: Idea) -> bool:
    """One vote of theirs; False where it was given before, also by staff for them. DecidedError,
    BudgetError."""
    return voting.vote_for(idea, customer=_here(member, Act.VOTE).customer, by=None)


@transaction.atomic
def take_back_as(member: PanelMember, idea: Idea) -> bool:
    """Their vote is theirs again; False where there is none. DecidedError."""
    return voting.take_out(idea, customer=_here(member).customer)


@transaction.atomic
def comment_as(member: PanelMember, idea: Idea, *, text: str, parent: Comment | None = None) -> Comment:
    """Say something about an idea; the same, sent again at once, is given back."""
    here = _here(member, Act.COMMENT)
    above = parent and (parent.parent or parent)
    said = {"idea": idea, "customer": here.customer, "text": text, "parent": above}
    if just_now := Comment.objects.filter(at__gt=a_moment_ago(), **said).first():
        return just_now
    made = Comment.objects.create(is_customers=True, language=here.language, **said)
    emit("idea.commented", {"idea": idea.pk, "comment": made.pk})
    enqueue("ideas.tasks.tell_of_comment", made.pk)
    return made
