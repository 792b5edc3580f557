from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions import past_waves as actions
from employees.figures import past
from employees.forms.past_waves import PastForm
from employees.models import PastWave
from tenants.notes import note


@require_safe
@permission_required("employees.view_pastwave", raise_exception=True)
def past_waves(request):
    """What was asked with other tools: what was counted as we count, and apart from it all else."""
    found = PastWave.objects.visible_to(request.user).with_whole()
    page = Paginator(found, 50).get_page(request.GET.get("page"))
    ours, others = (
        [(wave, past.whole_of(wave)) for wave in page if wave.is_ours is same] for same in (True, False)
    )
    context = {"page": page, "ours": ours, "others": others}
    return render(request, "employees/past_waves.html", context)


@require_safe
@permission_required("employees.view_pastwave", raise_exception=True)
def past_wave(request, pk):
    """One wave of another tool, group by group, and how we know how it was counted."""
    wave = get_object_or_404(PastWave.objects.visible_to(request.user).select_related("brought_in_by"), pk=pk)
    page = Paginator(wave.lines.all(), 100).get_page(request.GET.get("page"))
    lines = [(line, past.figure_of(line, wave.scale), past.mean_of(line)) for line in page]
    context = {"wave": wave, "page": page, "lines": lines, "reasons": past.reasons(wave.evidence)}
    return render(request, "employees/past_wave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("employees.add_pastwave", raise_exception=True)
def bring_in(request):
    """A table of past waves: looked at first, then brought in as a whole."""
    form = PastForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _look(request, form, status=422 if form.is_bound else 200)
    dry_run = "take" not in request.POST
    outcome = actions.bring_in(**form.asked(), by=request.user, dry_run=dry_run)
    if dry_run or outcome.errors:
        return _look(request, form, outcome, status=422 if outcome.errors else 200)
    words = ngettext("%(n)d wave was brought in.", "%(n)d waves were brought in.", len(outcome.waves))
    undo = reverse("employees:remove_past_file", args=[outcome.waves[0].file])
    note(request, words % {"n": len(outcome.waves)}, undo=undo)
    return redirect("employees:past_waves")


@require_POST
@permission_required("employees.delete_pastwave", raise_exception=True)
def remove(request, pk):
    """Take one wave back."""
    wave = get_object_or_404(PastWave.objects.visible_to(request.user), pk=pk)
    return _take_back(request, [wave])


@require_POST
@permission_required("employees.delete_pastwave", raise_exception=True)
def remove_file(request, file):
    """Take back all that came in together."""
    return _take_back(request, list(PastWave.objects.visible_to(request.user).of_file(file)))


def _take_back(request, waves):
    removed = actions.take_back(waves=waves)
    words = ngettext("%(n)d wave was taken back.", "%(n)d waves were taken back.", removed)
    note(request, words % {"n": removed}, icon="undo")
    return redirect("employees:past_waves")


def _look(request, form, outcome=None, *, status):
    """The form, and above it what a file would do."""
    drafts = [(draft, past.reasons(draft.evidence)) for draft in outcome.drafts] if outcome else []
    context = {"form": form, "outcome": outcome, "drafts": drafts}
    return render(request, "employees/past_import.html", context, status=status)
