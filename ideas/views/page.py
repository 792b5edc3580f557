"""The page of one idea, as each of its views gives it."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.actions import following, voting
from ideas.actions.errors import BudgetError, DecidedError
from ideas.figures import MOST, covered
from ideas.figures.evidence import pieces_of
from ideas.figures.there import there_is
from ideas.forms.comments import CommentForm
from ideas.forms.files import FilesForm
from ideas.forms.ideas import DecideForm, ObjectionForm
from ideas.models import Act, Board, Idea
from ideas.views.comment_part import comments_of
from ideas.views.duplicates import of_duplicates
from ideas.views.names import known_customers
from ideas.views.outcome_part import outcome_of
from ideas.views.trial_part import trial_part
from tenants.paging import address

SHOWN = ("board", "author", "touchpoint", "review__owner")
"""What nearly every idea has. The rest is read where there is any: to plan a statement with all of it takes
longer than that."""
OBJECTED = ("idea_id", "reason", "at", "by__name")
MOVED = ("idea_id", "after", "reason", "at", "by__name", "decision__move_id")
PIECES = 5
"""So much evidence stands on the page at first."""
ROW = ("review", "touchpoint", "cause")
"""What a line of a list tells of an idea."""
REFUSED_VOTES = {
    DecidedError: _("It takes no votes any more."),
    BudgetError: _("All your votes here are given. Take one back, or wait until an idea is decided."),
}
"""What whoever voted in vain is told."""
looks = permission_required("ideas.view_idea", raise_exception=True)
joins = permission_required("ideas.add_idea", raise_exception=True)


def seen(request: HttpRequest, pk: int) -> Idea:
    reviewers = Prefetch("board__reviewers", Employee.objects.only("pk").order_by())
    rows = Idea.objects.select_related(*SHOWN).prefetch_related("board__audiences__team", reviewers)
    found = get_object_or_404(rows, pk=pk)
    if not found.is_seen_by(request.user):
        raise Http404
    return found


def demand(request: HttpRequest, found: Board | Idea, act: str) -> None:
    """403 with the reason where this is not open to them there."""
    if words := found.refusal_to(request.user, act):
        raise PermissionDenied(words)


def refused(found: Board | Idea, user: Employee) -> dict[str, str]:
    """What is not open to somebody there, and why."""
    board = found.board if isinstance(found, Idea) else found
    return {act: board.refusal(act) for act in {*Act.values} - {Act.SEE} - found.open_to(user)}


def page_of(request: HttpRequest, found: Idea, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The idea's page; `bound` are forms that need another look."""
    may_decide = found.may_be_decided_by(request.user)
    whom = covered(touchpoint=found.touchpoint_id, cause=found.cause_id, segment=found.segment)
    closed, there = refused(found, request.user), there_is(found, request.user)
    if there.unseen:
        following.look(found, who=request.user)
    context = {
        "idea": found, "names_author": found.names_author_to(request.user), "covered": whom, "most": MOST,
        "voted": there.voted,
        "left": voting.left(request.user, found), "refused": closed,
        "moves": found.moves.select_related("by", "decision").only(*MOVED) if there.moves else [],
        "objections": found.objections.select_related("by").only(*OBJECTED) if there.objections else [],
        "may_decide": may_decide,
        "known": known_customers(request.user, found),
        "comment_form": CommentForm(idea=found), "objection_form": ObjectionForm(auto_id="objection_%s"),
        "decide_form": DecideForm(idea=found, by=request.user, auto_id="decide_%s")
        if found.goes_to(request.user) else None,
        "follows": there.followed,
        "may_mend": found.author_id == request.user.pk and not found.is_decided,
        **comments_of(request, found, found.get_absolute_url()),
        **trial_part(request, found, has_trial=there.trial), **outcome_of(found, request.user, there),
    }  # fmt: skip
    parts = evidence_of(request, found, may_decide, closed, has_any=there.evidence)
    parts |= files_of(request, found, may_decide, has_files=there.files)
    parts |= of_duplicates(request, found, may_decide=may_decide, has_any=there.merged)
    return render(request, "ideas/idea.html", context | parts | bound, status=status)


def evidence_of(
    request: HttpRequest, found: Idea, may_decide: bool, closed: Collection[str], *, has_any: bool
) -> dict[str, Any]:
    """The first pieces, or all where they are asked for. closed: the acts that are not open to the reader."""
    rows, asks_all = found.evidence.standing().with_things(), "evidence" in request.GET
    shown = rows if asks_all else rows[: PIECES + 1]
    pieces = pieces_of(shown, reader=request.user) if has_any else []
    is_more = not asks_all and len(pieces) > PIECES
    return {
        "pieces": pieces[:PIECES] if is_more else pieces,
        "all_pieces": all_evidence(found) if is_more else "",
        "evidence_path": reverse("ideas:evidence", args=[found.pk]) if Act.COMMENT not in closed else "",
        "removes_all": may_decide or found.author_id == request.user.pk,
    }


def all_evidence(subject: Any) -> str:
    """The place on a subject's page where all of it stands."""
    return f"{address(subject.get_absolute_url(), evidence='all')}#evidence"


def files_of(request: HttpRequest, found: Idea, may_decide: bool, *, has_files: bool) -> dict[str, Any]:
    may_add = may_decide or found.author_id == request.user.pk
    return {
        "files": found.files.standing() if has_files else [],
        "files_form": FilesForm(auto_id="more_%s") if may_add else None,
    }
