"""The page of one idea, as each of its views gives it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ideas.actions import voting
from ideas.figures import MOST, affected
from ideas.forms.ideas import CommentForm, DecideForm, ObjectionForm
from ideas.models import Idea, Vote
from ideas.views.outcome_part import outcome_of
from ideas.views.trial_part import trial_part

SHOWN = ("board", "author", "team", "touchpoint", "cause", "review__owner", "delivery__owner", "merged_into")
looks = permission_required("ideas.view_idea", raise_exception=True)
joins = permission_required("ideas.add_idea", raise_exception=True)


def seen(request: HttpRequest, pk: int) -> Idea:
    return get_object_or_404(Idea.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)


def page_of(request: HttpRequest, found: Idea, *, status: int = 200, **bound: Any) -> HttpResponse:
    """The idea's page; `bound` are forms that need another look."""
    may_decide = found.may_be_decided_by(request.user)
    counts = affected(touchpoint=found.touchpoint, cause=found.cause, segment=found.segment)
    context = {
        "idea": found, "names_author": found.names_author_to(request.user), "affected": counts, "most": MOST,
        "voted": Vote.objects.filter(idea=found, voter=request.user).exists(),
        "left": found.board.budget and found.board.budget - voting.spent(request.user, found),
        "moves": found.moves.select_related("by"), "objections": found.objections.select_related("by"),
        "comments": found.comments.filter(parent=None).select_related("by").prefetch_related("answers__by"),
        "comment_form": CommentForm(idea=found), "objection_form": ObjectionForm(auto_id="objection_%s"),
        "decide_form": DecideForm(idea=found, auto_id="decide_%s") if may_decide else None,
        "may_mend": found.author_id == request.user.pk and not found.is_decided,
        **trial_part(found, request.user), **outcome_of(found, request.user),
    }  # fmt: skip
    return render(request, "ideas/idea.html", context | bound, status=status)
