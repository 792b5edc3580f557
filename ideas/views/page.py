"""The page of one idea, as each of its views gives it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.actions import following, voting
from ideas.actions.errors import BudgetError, DecidedError
from ideas.figures import MOST, affected
from ideas.figures.evidence import pieces_of
from ideas.forms.comments import CommentForm
from ideas.forms.files import FilesForm
from ideas.forms.ideas import DecideForm, ObjectionForm
from ideas.models import MOVES, Act, Board, Idea, Vote
from ideas.views.comment_part import comments_of
from ideas.views.duplicates import of_duplicates
from ideas.views.names import known_customers
from ideas.views.outcome_part import outcome_of
from ideas.views.trial_part import trial_part

SHOWN = (
    "board", "challenge", "author", "customer", "team", "touchpoint", "cause", "review__owner",
    "delivery__owner", "merged_into",
)  # fmt: skip
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
    rows = Idea.objects.visible_to(request.user).select_related(*SHOWN)
    return get_object_or_404(rows.prefetch_related("board__audiences__team"), pk=pk)


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
    counts = affected(touchpoint=found.touchpoint, cause=found.cause, segment=found.segment)
    closed = refused(found, request.user)
    context = {
        "idea": found, "names_author": found.names_author_to(request.user), "affected": counts, "most": MOST,
        "voted": Vote.objects.filter(idea=found, voter=request.user).exists(),
        "left": voting.left(request.user, found), "refused": closed,
        "moves": found.moves.select_related("by", "decision"), "may_decide": may_decide,
        "objections": found.objections.select_related("by"),
        "known": known_customers(request.user, found),
        "comment_form": CommentForm(idea=found), "objection_form": ObjectionForm(auto_id="objection_%s"),
        "decide_form": DecideForm(idea=found, auto_id="decide_%s") if may_decide and MOVES[found.status]
        else None,
        "follows": following.look(found, who=request.user),
        "may_mend": found.author_id == request.user.pk and not found.is_decided,
        **comments_of(request, found, found.get_absolute_url()),
        **trial_part(found, request.user), **outcome_of(found, request.user),
    }  # fmt: skip
    parts = evidence_of(request, found, may_decide, may_attach=Act.COMMENT not in closed)
    parts |= files_of(request, found, may_decide) | of_duplicates(found, request.user, may_decide=may_decide)
    return render(request, "ideas/idea.html", context | parts | bound, status=status)


def evidence_of(request: HttpRequest, found: Idea, may_decide: bool, *, may_attach: bool) -> dict[str, Any]:
    return {
        "pieces": pieces_of(found.evidence.standing().with_things(), reader=request.user),
        "evidence_path": reverse("ideas:evidence", args=[found.pk]) if may_attach else "",
        "removes_all": may_decide or found.author_id == request.user.pk,
    }


def files_of(request: HttpRequest, found: Idea, may_decide: bool) -> dict[str, Any]:
    may_add = may_decide or found.author_id == request.user.pk
    return {
        "files": found.files.standing(),
        "files_form": FilesForm(auto_id="more_%s") if may_add else None,
    }
