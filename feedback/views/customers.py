"""Customers are people with a history: one page, one timeline."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.actions.customers import change_preferences, merge_customers
from feedback.figures.elsewhere import Elsewhere, told_elsewhere
from feedback.forms.responses import CustomerForm, MergeForm
from feedback.models import Case, Customer, Learning, Message, Response
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

MOST = 100


@dataclass(frozen=True)
class Happened:
    """One entry of a timeline, as the component draws it."""

    at: datetime
    text: str
    mark: str = ""
    state: str = "open"
    icon: str = "dot"
    url: str = ""
    language: str = ""
    value: int | None = None
    top: int | None = None


@require_safe
@permission_required("feedback.view_customer", raise_exception=True)
def customers(request: HttpRequest) -> HttpResponse:
    found = Customer.objects.visible_to(request.user).present()
    page = read_page([Stretch(found, ("-id",))], request.GET.get("after", ""), 50)
    return render(request, "feedback/customers.html", {"page": page} | turns(page, request.path))


@require_safe
@permission_required("feedback.view_customer", raise_exception=True)
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Customer.objects.visible_to(request.user) | _merged(request), pk=pk)
    if found.merged_into_id:
        return redirect("feedback:customer", found.merged_into_id)
    return render(request, "feedback/customer.html", _shown(request, found))


def _merged(request: HttpRequest) -> Any:
    """Records that went into one that this person sees: old links go on to work."""
    seen = Customer.objects.visible_to(request.user).values("pk")
    return Customer.objects.filter(merged_into__in=seen)


def _shown(request: HttpRequest, found: Customer, **forms: Any) -> dict[str, Any]:
    visible = Customer.objects.visible_to(request.user)
    shown: dict[str, Any] = {
        "customer": found, "identifiers": found.identifiers.all(), "consents": found.consents.all()[:20],
        "card": CustomerForm(instance=found), "merge": MergeForm(found, visible),
        "entries": timeline(request, found),
    }  # fmt: skip
    return shown | forms


def timeline(request: HttpRequest, found: Customer) -> list[Happened]:
    """Responses, cases and messages that this reader may see, what they said elsewhere, and what staff
    learned, newest first."""
    responses, cases, messages = found.history(request.user)
    heard = responses.select_related("touchpoint", "invitation__follows").order_by("-created_at")[:MOST]
    rows = [_said(row) for row in heard]
    rows += [_opened(case) for case in cases.select_related("team")[:MOST]]
    rows += [_wrote(message) for message in messages.select_related("author", "case").order_by("-at")[:MOST]]
    rows += [_elsewhere(row) for row in told_elsewhere(found, request.user)]
    rows += [_learned(row) for row in found.learnings.standing().select_related("by")[:MOST]]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:MOST]


def _said(row: Response) -> Happened:
    mark = str(row.touchpoint)
    if before := _before(row):
        mark = _("%(place)s: asked again after %(score)s of %(top)s") % {
            "place": mark, "score": before.score, "top": before.scale,
        }  # fmt: skip
    return Happened(
        row.received_at or row.created_at, row.comment, mark, "now", "person",
        row.get_absolute_url(), row.language, row.score, row.scale,
    )  # fmt: skip


def _before(row: Response) -> Response | None:
    """What the customer had scored when we asked them again, where this is their answer to that."""
    before = row.invitation.follows if hasattr(row, "invitation") else None
    return before if before and before.score is not None else None


def _opened(case: Case) -> Happened:
    return Happened(
        case.opened_at, str(case), _("case opened, %(team)s") % {"team": case.team}, "soon", "open"
    )


def _wrote(message: Message) -> Happened:
    who = str(message.author) if message.author else _("the customer")
    kind = message.get_kind_display()
    return Happened(
        message.at, message.body, f"{kind}: {who}", "kept" if message.author else "now", "respond"
    )


def _elsewhere(row: Elsewhere) -> Happened:
    return Happened(row.at, row.text, row.mark, "now", "person", row.url, row.language)


def _learned(row: Learning) -> Happened:
    return Happened(
        row.at, row.text, _("learned by %(name)s") % {"name": row.by}, "kept", "share", language=row.language
    )


@require_POST
@permission_required("feedback.change_customer", raise_exception=True)
def preferences(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the card that is shown to whoever answers."""
    found = get_object_or_404(Customer.objects.visible_to(request.user).present(), pk=pk)
    form = CustomerForm(request.POST, instance=found)
    if not form.is_valid():
        return render(request, "feedback/customer.html", _shown(request, found, card=form), status=422)
    change_preferences(found, form.cleaned_data)
    note(request, _("The card is kept."))
    return redirect(found)


@require_POST
@permission_required("feedback.merge_customer", raise_exception=True)
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another record of the same person into this one."""
    visible = Customer.objects.visible_to(request.user)
    found = get_object_or_404(visible.present(), pk=pk)
    form = MergeForm(found, visible, request.POST)
    if not form.is_valid():
        return render(request, "feedback/customer.html", _shown(request, found, merge=form), status=422)
    other = form.cleaned_data["other"]
    if merge_customers(kept=found, merged=other, by=request.user):
        note(request, _("Both records are one now."))
    return redirect(found)
