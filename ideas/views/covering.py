"""How many customers an idea is about, told while it is written."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ideas.figures import MOST
from ideas.forms.ideas import IdeaForm, WhomForm
from ideas.models import Board
from ideas.models.receipts import ticket_to_look
from ideas.views.page import joins

GET, POST = "get", "post"
"""How the form asks again when others are chosen: by an address, or by what no log holds."""


def covered_by(form: IdeaForm | WhomForm | None, way: str) -> dict[str, Any]:
    return {"covered": form and form.covered, "most": MOST, "way": way}


def covered_on(board: Board, form: IdeaForm) -> dict[str, Any]:
    """As the form asks there: with a ticket where ideas are taken without a name, as an address would tell
    who thought of whom."""
    if not board.allows_anonymous:
        return covered_by(form, GET)
    return covered_by(form, POST) | {"ticket": ticket_to_look(board.pk)}


@require_safe
@joins
def covered(request: HttpRequest) -> HttpResponse:
    """How many answers and cases there are of the customers who are chosen, as soon as they are."""
    return render(request, "ideas/covered.html", covered_by(WhomForm(request.GET), GET))
