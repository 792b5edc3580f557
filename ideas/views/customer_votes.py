"""Customers who want an idea: they said it themselves, or to somebody of us, who says it here for them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from feedback.models import Customer, Identifier
from ideas.actions import voting
from ideas.actions.errors import DecidedError, NotTheirsError
from ideas.forms.panel import FindForm
from ideas.models import Act, Idea, Vote
from ideas.views.customer_search import MOST, customers_of, find_customers
from ideas.views.page import REFUSED_VOTES, demand, joins, looks, seen
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

NEWEST = ("-id",)


@require_safe
@looks
def customer_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """Those whom the reader sees; and a search for who wants it, too."""
    found, find = seen(request, pk), FindForm(request.GET)
    asked = find.cleaned_data["q"].strip() if find.is_valid() else ""
    refusal = found.refusal_to(request.user, Act.VOTE)
    is_open = found.takes_votes
    rows = found.vote_rows.of_customers_seen_by(request.user).select_related("customer", "by")
    page = read_page([Stretch(rows, NEWEST)], request.GET.get("after", ""))
    shown = Vote.objects.filter(pk__in=[vote.pk for vote in page.rows])
    mine = shown.retractable_by(request.user).values_list("pk", flat=True) if is_open else ()
    context = {
        "idea": found, "page": page, "mine": set(mine), "is_open": is_open, "refusal": refusal,
        "find": find, "asked": asked, "most": MOST,
        "found": _found(request, found, asked) if asked and is_open and not refusal else [],
    }  # fmt: skip
    return render(request, "ideas/customer_votes.html", context | turns(page, request.path, q=asked))


def _found(request: HttpRequest, idea: Idea, asked: str) -> list[tuple[Customer, bool]]:
    """With their addresses, to tell those of one name apart; and whether each wants it by now."""
    found = find_customers(request.user, asked)
    addresses = Identifier.objects.filter(kind=Identifier.Kind.EMAIL).order_by("pk")
    prefetch_related_objects(found, Prefetch("identifiers", addresses, to_attr="addresses"))
    wanted = set(idea.vote_rows.filter(customer__in=found).values_list("customer", flat=True))
    return [(customer, customer.pk in wanted) for customer in found]


@require_POST
@joins
def vote_for(request: HttpRequest, pk: int, customer: int) -> HttpResponse:
    """A customer said that they want it; whoever says it here is to whom."""
    found = seen(request, pk)
    demand(request, found, Act.VOTE)
    whose = get_object_or_404(customers_of(request.user), pk=customer)
    try:
        is_new = voting.vote_for(found, customer=whose, by=request.user)
    except DecidedError:
        return _told(request, found, str(REFUSED_VOTES[DecidedError]), icon="less")
    if not is_new:
        return _told(
            request, found, _("It was said before that %(name)s wants it.") % {"name": whose}, icon="less"
        )
    undo = reverse("ideas:take_back_for", args=[pk, customer])
    return _told(request, found, _("It counts that %(name)s wants it.") % {"name": whose}, undo=undo)


@require_POST
@joins
def take_back_for(request: HttpRequest, pk: int, customer: int) -> HttpResponse:
    """It was said by mistake, or they want it no more."""
    found = seen(request, pk)
    whose = get_object_or_404(Customer.objects.visible_to(request.user), pk=customer)
    is_own = found.vote_rows.filter(customer=whose, by=request.user).exists()
    try:
        done = voting.take_back_for(found, customer=whose, by=request.user)
    except NotTheirsError:
        raise PermissionDenied(_("It was said by themselves, or to somebody else.")) from None
    except DecidedError:
        return _told(request, found, _("It is decided: votes stay as they are."), icon="less")
    if not done:
        return _told(request, found, _("There is no vote of %(name)s.") % {"name": whose}, icon="less")
    undo = (
        reverse("ideas:vote_for", args=[pk, customer]) if is_own else ""
    )  # else it would be said to another
    return _told(request, found, _("The vote of %(name)s is taken back.") % {"name": whose}, undo=undo)


def _told(request: HttpRequest, idea: Idea, words: str, **facts: Any) -> HttpResponse:
    note(request, words, **facts)
    return redirect("ideas:customer_votes", idea.pk)
