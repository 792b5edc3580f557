from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions import causes as actions
from feedback.forms.cases import CauseDetailsForm, PreventionForm, WhysForm
from feedback.models import Case, Cause, Prevention
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns
from tenants.returning import back

changes = permission_required("feedback.change_cause", raise_exception=True)


@require_safe
@permission_required("feedback.view_cause", raise_exception=True)
def causes(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("q", "")[:200]
    found = Cause.objects.matching(asked) if asked.strip() else Cause.objects.all()
    if asked.strip():
        context = {"rows": found.with_counts()[:50]}
    else:
        page = read_page([Stretch(found.with_counts(), ("-id",))], request.GET.get("after", ""))
        context = {"rows": page.rows} | turns(page, request.path)
    return render(request, "feedback/causes.html", context | {"q": asked})


@require_http_methods(["GET", "HEAD", "POST"])
@changes
def new_cause(request: HttpRequest) -> HttpResponse:
    form = CauseDetailsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        cause = actions.describe_cause(
            title=said["title"], description=said["description"], whys=form.whys, by=request.user
        )
        return redirect(cause)
    return render(request, "feedback/new_cause.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@permission_required("feedback.view_cause", raise_exception=True)
def cause(request: HttpRequest, pk: int) -> HttpResponse:
    return _render(request, get_object_or_404(Cause, pk=pk))


def _render(request: HttpRequest, cause: Cause, *, status: int = 200, **bound) -> HttpResponse:
    found = Case.objects.visible_to(request.user).filter(cause=cause)
    shown = found.select_related(
        "team", "response__customer", "response__touchpoint", "current__owner", "carried_by"
    )
    page = read_page([Stretch(shown, ("-id",))], request.GET.get("after", ""))
    context = {
        "cause": cause,
        "total": cause.cases.count(),
        "page": page,
        **turns(page, cause.get_absolute_url()),
        "whys": list(cause.whys.all()),
        "preventions": cause.preventions.select_related("commitment__owner"),
        "whys_form": WhysForm(known=cause.whys.all(), auto_id="whys_%s"),
        "prevention_form": PreventionForm(auto_id="prevention_%s", initial={"owner": request.user.pk}),
    }
    return render(request, "feedback/cause.html", context | bound, status=status)


@require_POST
@changes
def whys(request: HttpRequest, pk: int) -> HttpResponse:
    cause = get_object_or_404(Cause, pk=pk)
    form = WhysForm(request.POST, known=cause.whys.all(), auto_id="whys_%s")
    if not form.is_valid():
        return _render(request, cause, status=422, whys_form=form, opened="whys")
    actions.ask_why(cause, form.whys)
    return redirect(cause)


@require_POST
@changes
def promise_prevention(request: HttpRequest, pk: int) -> HttpResponse:
    cause = get_object_or_404(Cause, pk=pk)
    form = PreventionForm(request.POST, auto_id="prevention_%s")
    if not form.is_valid():
        return _render(request, cause, status=422, prevention_form=form, opened="prevention")
    actions.promise_prevention(cause, by=request.user, **form.cleaned_data)
    note(request, _("It is promised, and stands on the board."), icon="prevent")
    return redirect(cause)


@require_POST
@changes
def keep_prevention(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever promised it says that it is done; the champion may, too."""
    preventions = Prevention.objects.select_related("commitment", "cause")
    if "champion" not in request.user.roles:
        preventions = preventions.filter(commitment__owner=request.user)
    prevention = get_object_or_404(preventions, pk=pk)
    if actions.keep_prevention(prevention, by=request.user):
        undo = reverse("employees:undo_keep", args=[prevention.commitment_id])
        note(request, _("The promise is kept. The board shows it now."), undo=undo)
    return redirect(back(request, prevention.cause.get_absolute_url()))
