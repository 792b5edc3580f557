from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from employees import figures
from employees.actions import keeping, nudging
from employees.forms.promises import (
    AcknowledgeForm,
    HandOverForm,
    NudgeForm,
    RenegotiateForm,
    WithdrawForm,
)
from employees.models import Absence, Commitment, Nudge, SignUp
from employees.views.board import sentence
from tenants.clock import duration
from tenants.notes import note
from tenants.returning import back


@require_safe
@permission_required("employees.view_commitment", raise_exception=True)
def mine(request):
    """One's own promises, the nearest date first, and what the champion asked about them."""
    own = Commitment.objects.filter(owner=request.user)
    absence = Absence.objects.to_come().filter(employee=request.user).first()
    context = {
        "sentence": sentence(figures.standing(own)),
        "rows": own.open().select_related("owner", "team").order_by("due_at", "pk")[:100],
        "kept": own.kept().select_related("owner", "team").order_by("-kept_at", "-pk")[:10],
        "untold": SignUp.objects.untold_by(request.user),
        "nudges": Nudge.objects.open().filter(to=request.user).select_related("by", "commitment"),
        "absence": absence,
        "undecided": absence.falling_due().count() if absence else 0,
    }
    return render(request, "employees/mine.html", context)


@require_safe
@permission_required("employees.view_commitment", raise_exception=True)
def promise(request, pk):
    """One promise: its clock, its relay, and what can be done with it."""
    return _page(request, _seen(request, pk))


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def keep(request, pk):
    """Whoever promised it says that it is done; the champion may, too."""
    commitment = get_object_or_404(keeping.keepable(request.user), pk=pk)
    if keeping.keep_by_hand(commitment, by=request.user):
        undo = reverse("employees:undo_keep", args=[pk])
        note(request, _("The promise is kept. The board shows it now."), undo=undo)
    else:
        _too_late(request)
    return redirect("employees:promise", pk)


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def undo_keep(request, pk):
    """Whoever said so by mistake takes it back at once."""
    commitment = get_object_or_404(keeping.keepable(request.user), pk=pk)
    if keeping.undo_keep(commitment, by=request.user):
        note(request, _("The promise is open again, with its date."), state="now")
    else:
        _too_late(request)
    return redirect("employees:promise", pk)


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def withdraw(request, pk):
    return _act(request, _seen(request, pk), "withdraw", WithdrawForm(request.POST))


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def renegotiate(request, pk):
    return _act(request, _seen(request, pk), "renegotiate", RenegotiateForm(request.POST))


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def hand_over(request, pk):
    commitment = _seen(request, pk)
    form = HandOverForm(request.POST, commitment=commitment, user=request.user)
    return _act(request, commitment, "hand_over", form)


@require_POST
@permission_required("employees.nudge_commitment", raise_exception=True)
def nudge(request, pk):
    return _act(request, _seen(request, pk), "nudge", NudgeForm(request.POST))


@require_POST
@permission_required("employees.change_commitment", raise_exception=True)
def acknowledge(request, pk):
    """The owner has seen the champion's question."""
    asked = get_object_or_404(Nudge.objects.select_related("commitment", "by", "to"), pk=pk, to=request.user)
    form = AcknowledgeForm(request.POST)
    if not form.is_valid():
        return render(request, "employees/mine.html", {"nudges": [asked], "form": form}, status=422)
    nudging.acknowledge(asked, answer=form.cleaned_data["answer"])
    note(request, _("%(name)s knows that you have seen it.") % {"name": asked.by.name})
    return redirect("employees:mine")


def _seen(request, pk):
    seen = Commitment.objects.visible_to(request.user).select_related(
        "owner", "team", "kept_by", "withdrawn_by"
    )
    return get_object_or_404(seen, pk=pk)


def _act(request, commitment, name, form):
    """Do what a form asks; a promise that was settled meanwhile is said to be so, calmly."""
    if not form.is_valid():
        return _page(request, commitment, {name: form}, status=422)
    if form.act(commitment, request.user):
        note(request, str(form.done))
    else:
        _too_late(request)
    seen = Commitment.objects.visible_to(request.user).filter(pk=commitment.pk).exists()
    usual = reverse("employees:promise", args=[commitment.pk]) if seen else reverse("employees:mine")
    return redirect(back(request, usual))


def _too_late(request):
    note(request, _("Nothing was changed: the promise was settled, or moved, meanwhile."), state="soon")


def _page(request, commitment, bound=None, status=200):
    forms = {
        "withdraw": WithdrawForm(), "renegotiate": RenegotiateForm(), "nudge": NudgeForm(),
        "hand_over": HandOverForm(commitment=commitment, user=request.user),
    }  # fmt: skip
    legs = commitment.hand_overs.select_related("giver", "taker", "by")
    context = {
        "commitment": commitment, "legs": [(leg, _left(leg.left)) for leg in legs],
        "forms": forms | (bound or {}), "moves": commitment.renegotiations.select_related("by"),
        "rungs": commitment.escalations.select_related("reached"),
        "nudges": commitment.nudges.select_related("by", "to"),
        "back": request.POST.get("back") or request.GET.get("back", ""),
        "may_keep": keeping.keepable(request.user).open().filter(pk=commitment.pk).exists(),
    }  # fmt: skip
    return render(request, "employees/promise.html", context, status=status)


def _left(left):
    """What a leg of the relay left to the next one, in words."""
    if left.total_seconds() < 0:
        return _("%(time)s late") % {"time": duration(-left)}
    return _("%(time)s left") % {"time": duration(left)}
