from uuid import UUID

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.actions import causes, handling, replies, sharing
from feedback.actions.cases import open_case
from feedback.actions.promises import reply_address
from feedback.forms.cases import (
    AssignForm,
    CauseForm,
    DangerForm,
    DraftForm,
    NoteForm,
    PreventionForm,
    ReasonForm,
    ReplyForm,
    ShareForm,
    UsePreventionForm,
)
from feedback.models import Case, Response
from feedback.views.case_page import find_case, render_case
from tenants.notes import note

changes = permission_required("feedback.change_case", raise_exception=True)
shares = permission_required("feedback.share_response", raise_exception=True)


def _to(case: Case, part: str = "") -> HttpResponse:
    return redirect(case.get_absolute_url() + (f"#{part}" if part else ""))


def _too_late(request: HttpRequest, case: Case) -> HttpResponse:
    """Somebody was faster, or a step before this one is missing: the page says how things stand now."""
    note(
        request,
        _("Nothing was changed: the case is not where it was. This is how it stands now."),
        state="soon",
    )
    return _to(case)


@require_safe
@permission_required("feedback.view_case", raise_exception=True)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return render_case(request, find_case(request, pk))


@require_POST
@changes
def open_by_hand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A person opens a case where no rule did."""
    response = get_object_or_404(Response.objects.visible_to(request.user).shown(), pk=pk)
    case = open_case(response, by=request.user)
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return _to(case) if visible else redirect("feedback:cases")


@require_POST
@changes
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    if "draft" in request.POST:
        return _keep_draft(request, case)
    form = ReplyForm(request.POST, auto_id="reply_%s", address=reply_address(case.response.customer))
    if not form.is_valid():
        return render_case(request, case, status=422, reply_form=form)
    replies.reply(case, by=request.user, **form.cleaned_data)
    note(request, _("Your answer is written down, and the promise is kept."), icon="respond")
    return _to(case, "share")


def _keep_draft(request: HttpRequest, case: Case) -> HttpResponse:
    form = DraftForm(request.POST)
    if form.is_valid():
        replies.keep_draft(case, by=request.user, **form.cleaned_data)
        note(request, _("Your draft is kept. Only you see it."), icon="edit")
    return _to(case, "respond")


@require_POST
@changes
def add_note(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, note_form=form)
    replies.add_note(case, by=request.user, **form.cleaned_data)
    return _to(case, "notes-of-staff")


@require_POST
@changes
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = AssignForm(request.POST, auto_id="assign_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, assign_form=form)
    handling.assign([case], by=request.user, **form.cleaned_data)
    note(request, _("%(who)s has this case now.") % {"who": form.cleaned_data["to"]}, icon="team")
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return _to(case) if visible else redirect("feedback:cases")


@require_POST
@changes
def danger(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = DangerForm(request.POST, auto_id="danger_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, danger_form=form)
    handling.mark_danger(case, by=request.user, **form.cleaned_data)
    visible = Case.objects.visible_to(request.user).filter(pk=case.pk).exists()
    return _to(case) if visible else redirect("feedback:cases")


@require_POST
@shares
def share(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = ShareForm(request.POST, auto_id="share_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, share_form=form)
    shared = sharing.share(case.response, by=request.user, **form.cleaned_data)
    if shared is None:
        return _too_late(request, case)
    undo = reverse("feedback:withdraw", args=[shared.pk])
    note(request, _("%(case)s is shared with all staff.") % {"case": case}, icon="share", undo=undo)
    return _to(case, "analyse")


@require_POST
@shares
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = ReasonForm(request.POST, auto_id="decline_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, decline_form=form)
    declined = sharing.decline(case, by=request.user, **form.cleaned_data)
    return _to(case, "analyse") if declined else _too_late(request, case)


@require_POST
@changes
def analyse(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    if case.closed_at:
        return _too_late(request, case)
    form = CauseForm(request.POST, auto_id="cause_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, cause_form=form)
    said = form.cleaned_data
    cause = said["cause"] or causes.describe_cause(title=said["title"], whys=form.whys, by=request.user)
    causes.join([case], cause, by=request.user)
    note(request, _("The cause is “%(cause)s”.") % {"cause": cause}, icon="cause")
    return _to(case, "prevent")


@require_POST
@changes
def prevent(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    if case.cause is None:
        return _too_late(request, case)
    form = PreventionForm(request.POST, auto_id="prevention_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, prevention_form=form)
    causes.promise_prevention(case.cause, by=request.user, **form.cleaned_data)
    note(request, _("It is promised, and stands on the board."), icon="prevent")
    return _to(case, "close")


@require_POST
@changes
def use_prevention(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = UsePreventionForm(request.POST, cause=case.cause)
    if not form.is_valid() or case.prevented_at:
        return _too_late(request, case)
    causes.use_prevention([case], form.cleaned_data["prevention"], by=request.user)
    return _to(case, "close")


@require_POST
@changes
def unprevented(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = ReasonForm(request.POST, auto_id="unprevented_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, unprevented_form=form)
    excused = causes.excuse_prevention(case, by=request.user, **form.cleaned_data)
    return _to(case, "close") if excused else _too_late(request, case)


@require_POST
@changes
def close(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    if not handling.close(case, by=request.user):
        return _too_late(request, case)
    note(request, _("%(case)s is closed.") % {"case": case})
    return redirect("feedback:cases")


@require_POST
@changes
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    case = find_case(request, pk)
    form = ReasonForm(request.POST, auto_id="reopen_%s")
    if not form.is_valid():
        return render_case(request, case, status=422, reopen_form=form)
    return (
        _to(case) if handling.reopen(case, by=request.user, **form.cleaned_data) else _too_late(request, case)
    )
