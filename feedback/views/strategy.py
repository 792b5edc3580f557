"""What the organisation listens for, and where customers meet it."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.forms.listening import GoalForm, JourneyForm, StageForm, TouchpointForm
from feedback.models import Goal, Journey
from tenants.audit.record import record
from tenants.notes import note

FORMS: dict[str, Any] = {
    "goals": GoalForm, "journeys": JourneyForm, "stages": StageForm, "touchpoints": TouchpointForm,
}  # fmt: skip
NAMES = {
    "goals": gettext_lazy("Goal"), "journeys": gettext_lazy("Journey"), "stages": gettext_lazy("Stage"),
    "touchpoints": gettext_lazy("Touchpoint"),
}  # fmt: skip


@require_safe
@permission_required("feedback.view_strategy", raise_exception=True)
def strategy(request: HttpRequest) -> HttpResponse:
    journeys = Journey.objects.prefetch_related("stages__touchpoints")
    goals = Goal.objects.select_related("sponsor")
    return render(request, "feedback/strategy.html", {"goals": goals, "journeys": journeys})


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.change_strategy", raise_exception=True)
def edit(request: HttpRequest, noun: str, pk: int | None = None) -> HttpResponse:
    """Add or change a goal, journey, stage or touchpoint."""
    model = FORMS[noun]._meta.model
    found = get_object_or_404(model, pk=pk) if pk else None
    initial = {name: value for name, value in request.GET.items() if name in ("journey", "stage")}
    form = FORMS[noun](request.POST or None, instance=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            kept = form.save()
            record(
                "strategy.changed", subject=f"feedback.{model.__name__}:{kept.pk}", after={"name": kept.name}
            )
        note(request, _("%(name)s is kept.") % {"name": kept.name})
        return redirect("feedback:strategy")
    context = {"form": form, "noun": noun, "name": NAMES[noun], "found": found}
    return render(request, "feedback/strategy_form.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("feedback.change_strategy", raise_exception=True)
def delete(request: HttpRequest, noun: str, pk: int) -> HttpResponse:
    """Take away what nothing rests on; what is in use stays, and the page says why."""
    model = FORMS[noun]._meta.model
    found = get_object_or_404(model, pk=pk)
    try:
        with transaction.atomic():
            record("strategy.deleted", subject=f"feedback.{model.__name__}:{pk}", before={"name": found.name})
            found.delete()
        note(request, _("%(name)s is gone.") % {"name": found.name})
    except ProtectedError:
        words = _("%(name)s is in use, so it stays. Change what rests on it first.")
        note(request, words % {"name": found.name}, state="soon")
    return redirect("feedback:strategy")
