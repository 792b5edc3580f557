"""An idea that says what another one says: its votes count there, both texts stay, and it can be undone.

An idea into which others were merged is no duplicate itself: whoever undoes a merge gets back exactly what
was there, and a reader finds each text on one page. The other one is merged into it instead."""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from employees.models import Employee
from ideas.actions import following
from ideas.actions.errors import MergeError
from ideas.actions.locking import held, hold
from ideas.actions.moving import move_to
from ideas.models import Idea, Move, Vote
from ideas.models.idea_rows import IdeaQuerySet

Status = Idea.Status
EVERYBODY = Q()
HAS_DUPLICATES = gettext_lazy(
    "Others were merged into it: first take those apart, or merge the other one into this one."
)
BOTH_HAVE = gettext_lazy("Others were merged into both: first take apart what was merged into this one.")
SOMEBODY = Q(voter__isnull=False) | Q(customer__isnull=False) | ~Q(outsider="")
"""Not one whose name was taken off: it may be of whoever has one at the other idea already."""


@transaction.atomic
def merge(idea: Idea, *, into: Idea, reason: str, by: Employee) -> Move:
    """An open idea is a duplicate of another one of its board, wherever that one stands by now.

    MergeError where it is not open any more, or has duplicates, or the other one is one."""
    source, target = hold_both(idea, into, by=by)
    if words := refusal(source, target):
        raise MergeError(words)
    _carry(source, target)
    following.carry_followers(source, into=target)
    source.merged_into = target
    move = move_to(source, Status.DUPLICATE, reason=reason, by=by, changed=["merged_into"])
    idea.refresh_from_db()
    return move


def refusal(idea: Idea, into: Idea | None = None) -> str:
    """Why it cannot go on as another one, or as this one; empty where it can."""
    if idea.is_decided:
        return _("It is decided by now (%(status)s), and only what is open is merged into another one.") % {
            "status": idea.get_status_display()
        }
    if into and into.board_id != idea.board_id:
        return _("The other one is on another board.")
    if idea.merged.exists():
        return str(BOTH_HAVE if into and into.merged.exists() else HAS_DUPLICATES)
    return ""


@transaction.atomic
def unmerge(idea: Idea, *, reason: str, by: Employee) -> Move:
    """It is open again, with the votes that came from it; its answer is promised anew. MergeError where it is
    no duplicate any more."""
    source, target = hold_family(idea, by=by)
    source.merged_into = None
    move = move_to(source, Status.OPEN, reason=reason, by=by, changed=["merged_into"])
    _give_back(source, target)
    settle(target.merged.all())
    following.leave_followers(source, at=target)
    idea.refresh_from_db()
    return move


def settle(duplicates: IdeaQuerySet) -> None:
    """Whoever wants one of these is counted where it goes on, if they have no vote there: the one that they
    had came from another duplicate that is none any more, or votes came in from another tool."""
    wanted = duplicates.filter(votes__gt=0, merged_into__isnull=False).select_related("challenge")
    targets = Idea.objects.filter(pk__in=wanted.values("merged_into")).select_related("challenge")
    for target in list(targets.order_by("pk").select_for_update(of=("self",), no_key=True)):
        for source in wanted.filter(merged_into=target).order_by("pk"):
            _carry(source, target, of=SOMEBODY)


def send_home(carried: Vote) -> None:
    """It stands at the duplicate again from which it came, as that of whoever has one for both."""
    rows, home = Vote.objects.filter(pk=carried.pk), carried.carried_from_id
    rows.update(idea=home, carried_from=None, is_free=True)
    Idea.objects.filter(pk=carried.idea_id).update(votes=F("votes") - 1)
    Idea.objects.filter(pk=home).update(votes=F("votes") + 1)


def hold_both(idea: Idea, into: Idea, *, by: Employee) -> tuple[Idea, Idea]:
    """One after the other: a duplicate is let go before the next one is waited for. MergeError."""
    hold(by)
    found = {}
    for key in sorted({idea.pk, into.pk}):
        found[key] = held(key)
        if found[key].status == Status.DUPLICATE:
            raise MergeError(
                _("It is a duplicate already.")
                if key == idea.pk
                else _("The other one is a duplicate itself.")
            )
    if len(found) < 2:
        raise MergeError(_("It is the same idea."))
    return found[idea.pk], found[into.pk]


def hold_family(idea: Idea, *, by: Employee) -> tuple[Idea, Idea]:
    """The duplicate and what it was merged into; held are the other duplicates at which votes stayed as well.
    MergeError."""
    hold(by)
    key = Idea.objects.values_list("merged_into", flat=True).get(pk=idea.pk)
    if key is None:
        raise MergeError(_("It is no duplicate."))
    target = held(key)
    rows = Idea.objects.select_for_update(of=("self",), no_key=True).select_related("board", "review")
    merged = rows.filter(Q(pk=idea.pk) | Q(votes__gt=0), merged_into=target).order_by("pk")
    found = {each.pk: each for each in merged}
    if idea.pk not in found:
        raise MergeError(_("It is no duplicate."))
    return found[idea.pk], target


def _carry(source: Idea, target: Idea, *, of: Q = EVERYBODY) -> None:
    """Its votes count at the other one; whoever has one there gets this one back, which stays here. They come
    back as well where votes for the other one are counted elsewhere, and are not owed there."""
    there, rows = Vote.objects.filter(idea=target), Vote.objects.filter(of, idea=source)
    twice = Q(Exists(there.filter(voter=OuterRef("voter"))))
    twice |= Q(Exists(there.filter(customer=OuterRef("customer"))))
    twice |= Q(Exists(there.filter(outsider=OuterRef("outsider")).exclude(outsider="")))
    rows.filter(twice).update(is_free=True)
    free = {} if source.shares_votes_with(target) else {"is_free": True}
    _count(source, target, rows.filter(~twice).update(idea=target, carried_from=source, **free))


def _give_back(source: Idea, target: Idea) -> None:
    """What came from it; where the other one was decided, these votes had come back to their voters."""
    free = {"is_free": True} if target.is_decided else {}
    carried = Vote.objects.filter(idea=target, carried_from=source)
    _count(target, source, carried.update(idea=source, carried_from=None, **free))


def _count(here: Idea, there: Idea, moved: int) -> None:
    Idea.objects.filter(pk=here.pk).update(votes=F("votes") - moved)
    Idea.objects.filter(pk=there.pk).update(votes=F("votes") + moved)
