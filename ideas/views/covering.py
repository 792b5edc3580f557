"""How many customers an idea is about, told while it is written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ideas.figures import MOST, count_covered, covered
from ideas.forms.ideas import IdeaForm, WhomForm
from ideas.models import Board
from ideas.models.receipts import ticket_to_look
from ideas.views.page import joins

PART = "ideas/parts/covered.html"


def covered_by(form: IdeaForm | WhomForm) -> dict[str, Any]:
    return {"covered": covered(**form.whom) if form.whom else None, "most": MOST}


def covered_unnamed(form: IdeaForm | WhomForm) -> dict[str, Any]:
    """The same, of which nothing is kept: others could tell that somebody thought of these customers just
    now."""
    return {"covered": count_covered(**form.whom) if form.whom else None, "most": MOST}


def covered_on(board: Board, form: IdeaForm) -> dict[str, Any]:
    """And where the form asks again when others are chosen: where ideas are taken without a name, with a
    ticket, as an address would tell who thought of whom."""
    if not board.allows_anonymous:
        return covered_by(form) | {"get_from": reverse("ideas:covered")}
    asks = {"post_to": reverse("ideas:covered_anonymous"), "ticket": ticket_to_look(board.pk)}
    return covered_unnamed(form) | asks


@require_safe
@joins
def covered_now(request: HttpRequest) -> HttpResponse:
    """How many answers and cases there are of the customers who are chosen, as soon as they are."""
    return render(request, PART, covered_by(WhomForm(request.GET)))
