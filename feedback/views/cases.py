from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from feedback.actions.causes import join
from feedback.actions.handling import TOGETHER, assign
from feedback.forms.cases import AssignForm, JoinForm
from feedback.models import Case
from feedback.views.case_list import CaseList
from tenants.notes import note
from tenants.returning import back


@require_safe
@permission_required("feedback.view_case", raise_exception=True)
def cases(request: HttpRequest) -> HttpResponse:
    listed = CaseList(request.user, request.GET, reverse("feedback:cases"))
    template = "feedback/cases.html#list" if request.htmx else "feedback/cases.html"
    forms = {"assign": AssignForm(auto_id="assign_%s"), "join": JoinForm(auto_id="join_%s")}
    return render(request, template, listed.context() | forms)


@require_POST
@permission_required("feedback.change_case", raise_exception=True)
def assign_cases(request: HttpRequest) -> HttpResponse:
    form = AssignForm(request.POST)
    if form.is_valid():
        number = assign(_chosen(request), by=request.user, **form.cleaned_data)
        said = ngettext(
            "%(n)d case is handed over to %(to)s.", "%(n)d cases are handed over to %(to)s.", number
        )
        note(request, said % {"n": number, "to": form.cleaned_data["to"]}, icon="team")
    else:
        note(request, form.fields["to"].error_messages["required"], state="late")
    return redirect(back(request, reverse("feedback:cases")))


@require_POST
@permission_required("feedback.change_case", raise_exception=True)
def join_cases(request: HttpRequest) -> HttpResponse:
    form = JoinForm(request.POST)
    if form.is_valid():
        cause = form.cleaned_data["cause"]
        number = join(_chosen(request).filter(answered_at__isnull=False), cause, by=request.user)
        said = ngettext(
            "%(n)d case is joined to “%(cause)s”.", "%(n)d cases are joined to “%(cause)s”.", number
        )
        note(request, said % {"n": number, "cause": cause}, icon="cause")
    else:
        note(request, form.fields["cause"].error_messages["required"], state="late")
    return redirect(back(request, reverse("feedback:cases")))


def _chosen(request: HttpRequest):
    """The cases that were ticked and may be seen; what is no number was not ticked by our page."""
    keys = [int(key) for key in request.POST.getlist("case")[:TOGETHER] if key.isdecimal() and len(key) < 19]
    return Case.objects.visible_to(request.user).filter(pk__in=keys)
