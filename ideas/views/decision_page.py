"""The page of one decision, as each of its views gives it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from employees.actions.keeping import keepable
from ideas.figures.evidence import pieces_of
from ideas.forms.decisions import FollowUpForm, RevisitForm
from ideas.models import Decision

SHOWN = ("by__team", "made_by", "revisit__owner", "idea")
looks_at_decisions = permission_required("ideas.view_decision", raise_exception=True)


def seen_decision(request: HttpRequest, pk: int) -> Decision:
    return get_object_or_404(Decision.objects.visible_to(request.user).select_related(*SHOWN), pk=pk)


def kept(request: HttpRequest, pk: int) -> Decision:
    """A decision that this person may add to."""
    found = seen_decision(request, pk)
    if not found.may_be_kept_by(request.user):
        raise PermissionDenied
    return found


def decision_page(request: HttpRequest, found: Decision, *, status: int = 200, **bound: Any) -> HttpResponse:
    """`bound`: forms that need another look."""
    may_keep = found.may_be_kept_by(request.user) and not found.withdrawn_at
    rows = found.follow_ups.select_related("commitment__owner", "commitment__team")
    open_to_keep = keepable(request.user).open().filter(pk__in=rows.values("commitment"))
    context = {
        "decision": found, "may_keep": may_keep,
        "pieces": pieces_of(found.evidence.standing().with_things(), reader=request.user),
        "evidence_path": reverse("ideas:decision_evidence", args=[found.pk]) if may_keep else "",
        "values": found.values.select_related("team", "touchpoint", "post"),
        "cited": found.cited.seen_by(request.user), "follow_ups": rows,
        "keepable": set(open_to_keep.values_list("pk", flat=True)),
        "revisits": found.revisits.select_related("by"),
        "rests": Decision.objects.with_evidence().filter(pk=found.pk).exists(),
        "revisit_form": RevisitForm(auto_id="revisit_%s", initial={"what": found.what}),
        "follow_up_form": FollowUpForm(auto_id="follow_%s"),
        "may_measure": may_keep and request.user.has_perm("insights.view_dashboard"),
    }  # fmt: skip
    return render(request, "ideas/decision.html", context | bound, status=status)
