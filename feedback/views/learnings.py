"""What staff learned from customers: noted by anybody, read by all."""

from collections.abc import Iterable

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.models import Employee
from feedback.actions import learnings as actions
from feedback.forms.filters import TouchpointFilter
from feedback.forms.learnings import LearningForm
from feedback.models import Learning
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns


@require_safe
@permission_required("feedback.view_learning", raise_exception=True)
def learnings(request: HttpRequest) -> HttpResponse:
    form = TouchpointFilter(request.GET)
    found = Learning.objects.standing().with_seen_customers(request.user).filter(**form.chosen)
    found = found.select_related("by", "touchpoint", "customer")
    page = read_page([Stretch(found, ("-at", "-id"))], request.GET.get("after", ""))
    context = {"form": form, "rows": page.rows, "removable": removable(page.rows, request.user)}
    template = "feedback/learnings.html#list" if request.htmx else "feedback/learnings.html"
    asked = {"touchpoint": request.GET.get("touchpoint")}
    return render(request, template, context | turns(page, request.path, **asked))


def removable(rows: Iterable[Learning], user: Employee) -> set[int]:
    """Of these, those that this person may take back."""
    mine = actions.removable(user).filter(pk__in=[row.pk for row in rows])
    return set(mine.values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.add_learning", raise_exception=True)
def new_learning(request: HttpRequest) -> HttpResponse:
    """Note something; asked for from a customer's page, it stays tied to them."""
    initial = {"language": request.LANGUAGE_CODE, "customer": request.GET.get("customer")}
    form = LearningForm(request.POST or None, user=request.user, initial=initial)
    if not form.is_valid():
        return render(
            request, "feedback/new_learning.html", {"form": form}, status=422 if form.is_bound else 200
        )
    kept = actions.learn(by=request.user, **form.cleaned_data)
    is_same = kept.text == form.cleaned_data["text"]
    words = _("All staff can read it.") if is_same else _("It is kept without what tells who it was.")
    note(request, words, icon="share", undo=reverse("feedback:take_back_learning", args=[kept.pk]))
    return redirect("feedback:learnings")


@require_POST
@permission_required("feedback.add_learning", raise_exception=True)
def take_back_learning(request: HttpRequest, pk: int) -> HttpResponse:
    """The writer takes back a slip; the champion whatever should not be read."""
    found = get_object_or_404(actions.removable(request.user), pk=pk)
    actions.take_back(found, by=request.user)
    note(request, _("It is taken back."), icon="hidden")
    return redirect("feedback:learnings")
