"""Which customers take part on a board: staff invite them, send a link anew, and take one back."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ideas.actions import panel as actions
from ideas.forms.panel import ChosenForm, FindForm
from ideas.models import Board, PanelMember
from ideas.models.panel import Fate
from ideas.views.customer_search import MOST, customers_of, find_customers
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

invites = permission_required("ideas.invite_customer", raise_exception=True)
SIZE = 50
NEWEST = ("-invited_at", "-id")


def _board(request: HttpRequest, pk: int) -> Board:
    return get_object_or_404(Board.objects.visible_to(request.user).for_customers(), pk=pk)


@require_safe
@invites
def members(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was invited and who takes part; and a search for whom to invite."""
    return _page(request, _board(request, pk), FindForm(request.GET))


def _page(
    request: HttpRequest, board: Board, find: FindForm, *, chosen: ChosenForm | None = None
) -> HttpResponse:
    asked = find.cleaned_data["q"].strip() if find.is_valid() else ""
    seen = PanelMember.objects.visible_to(request.user).filter(board=board)
    rows = seen.select_related("customer", "invited_by")
    page = read_page([Stretch(rows, NEWEST)], request.GET.get("after", ""), SIZE)
    found = find_customers(request.user, asked) if asked else []
    fates = actions.foresee(board, found) if found else {}
    context = {
        "board": board, "page": page, "find": find, "asked": asked, "chosen": chosen, "most": MOST,
        "found": [(customer, fates[customer.pk]) for customer in found],
        "may_send": Fate.INVITED in fates.values(),
        "number": board.members.taking_part().count(),
    }  # fmt: skip
    status = 422 if chosen else 200
    return render(request, "ideas/members.html", context | turns(page, request.path, q=asked), status=status)


@require_POST
@invites
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a link to each who was chosen."""
    board = get_object_or_404(Board.objects.visible_to(request.user).for_customers().open(), pk=pk)
    form = ChosenForm(request.POST, visible=customers_of(request.user))
    if not form.is_valid():
        return _page(request, board, FindForm(request.POST), chosen=form)
    fates = actions.invite_customers(board, customers=form.cleaned_data["customers"], by=request.user)
    note(request, _told(fates), icon="mail" if Fate.INVITED in fates.values() else "less")
    return redirect("ideas:members", pk)


def _told(fates: actions.Fates) -> str:
    """How many are invited, and why the others are not."""
    others = [fate for fate in fates.values() if fate != Fate.INVITED]
    sent = len(fates) - len(others)
    words = ngettext("One customer is invited.", "%(n)d customers are invited.", sent) % {"n": sent}
    if not others:
        return words
    why = get_text_list([each.label for each in Fate if each in others], _("or"))
    not_so = ngettext("One is not, who %(why)s.", "%(n)d are not, each of whom %(why)s.", len(others))
    return f"{words} {not_so % {'n': len(others), 'why': why}}"


def _member(request: HttpRequest, pk: int) -> PanelMember:
    return get_object_or_404(PanelMember.objects.visible_to(request.user), pk=pk)


@require_POST
@invites
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; the older one opens nothing any more."""
    member = _member(request, pk)
    if actions.renew_link(member):
        note(request, _("A new link is on its way."), icon="mail")
    else:
        note(request, _("No letter was sent: they wish none, or one went within a day."), icon="less")
    return redirect("ideas:members", member.board_id)


@require_POST
@invites
def end(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    if actions.end_link(member):
        undo = reverse("ideas:restore_member", args=[pk])
        note(request, _("Their link opens nothing any more. What they said stays."), undo=undo)
    return redirect("ideas:members", member.board_id)


@require_POST
@invites
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    member = _member(request, pk)
    if actions.restore_link(member):
        note(request, _("Their link works again."))
    return redirect("ideas:members", member.board_id)
