"""Handing in without a name. Whoever is signed in is given a form with a ticket that does not say who it is;
what is sent with it comes to pages before sessions and sign-in, writes nothing but a sealed block, and is
logged nowhere."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from employees.actions.sealing import KeyAwayError, TooLongError
from employees.views.answering import quietly
from ideas.actions.anonymous import NotTakenError, PublishedError, hand_in
from ideas.forms.anonymous import AnonymousIdeaForm
from ideas.forms.ideas import WhomForm
from ideas.models import Act, Board, Idea, IdeaDraft
from ideas.models.receipts import Ticket, Unlogged, code_of, new_ticket, read_ticket
from ideas.views.covering import PART, covered_unnamed
from ideas.views.page import demand, joins
from ideas.views.similar_part import first_alike, without_votes
from tenants.fleeting import demand_unwritten
from tenants.here import current_organisation
from tenants.limits import Limit, TooManyError, client_address
from tenants.public import kept_by_nobody, speak

TICKETS, PER_MINUTE, EACH, SEARCHES = 30, 120, 20, 600
"""Forms of one person in an hour, what one address hands in in a minute, what is sent with one ticket, and
what one address looks for in a minute: counted in memory, as a row would say who handed something in."""
REFUSED: dict[type[Exception], tuple[int, Any]] = {
    TooLongError: (422, gettext_lazy("Your texts are too long together. Please shorten them.")),
    TooManyError: (429, gettext_lazy("Much came from here just now. Please send it again in a minute.")),
    KeyAwayError: (
        409,
        gettext_lazy(
            "Nothing can be sealed at this moment, so your idea was not taken. Please try again later."
        ),
    ),
    NotTakenError: (
        409,
        gettext_lazy("This board takes no ideas without a name any more. Yours was not taken."),
    ),
    PublishedError: (
        409,
        gettext_lazy(
            "What you handed in with this form is published already, so this was not taken. Say what is new"
            " with your code; for another idea copy your texts, and open the form anew from the board."
        ),
    ),
}
TOO_OLD = gettext_lazy(
    "This form was open for more than a day, so your idea was not taken. Copy your texts, open the form anew"
    " from the board, and send it again."
)


@kept_by_nobody
@require_safe
@joins
def new_anonymous(request: HttpRequest, pk: int) -> HttpResponse:
    """The form, for who may hand in on this board; nothing notes that it was opened."""
    seen = Board.objects.visible_to(request.user).open().filter(allows_anonymous=True)
    board = get_object_or_404(seen.prefetch_related("audiences__team"), pk=pk)
    demand(request, board, Act.SUBMIT)
    if not board.takes_anonymous:
        return render(request, "ideas/anonymous/too_few.html", {"board": board}, status=409)
    try:
        demand_unwritten(Limit(f"idea tickets of {request.user.pk}", TICKETS, 3600))
    except TooManyError as refused:
        return busy(request, refused)
    language = current_organisation().language  # the reader's own may be that of few
    asked = {"language": language, "challenge": request.GET.get("challenge", "")[:20]}
    form = AnonymousIdeaForm(board=board, initial=asked)
    has_drafts = IdeaDraft.objects.filter(author=request.user).exists()
    return show(request, board, form, new_ticket(board.pk), has_drafts=has_drafts)


def busy(request: HttpRequest, refused: TooManyError) -> HttpResponse:
    response = render(request, "ideas/anonymous/busy.html", status=429)
    response["Retry-After"] = str(refused.retry_after)
    return response


def show(
    request: HttpRequest, board: Board | None, form: AnonymousIdeaForm, ticket: str, status: int = 200,
    *, has_drafts: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {
        "board": board, "form": form, "ticket": Unlogged(ticket), "form_language": get_language(),
        "has_drafts": has_drafts,
    }  # fmt: skip
    if ticket:  # anybody may send what has none
        context |= covered_unnamed(form) | {"post_to": reverse("ideas:covered_anonymous")}
    return render(request, "ideas/anonymous/form.html", context, status=status)


@quietly
@sensitive_variables()
def hand_in_anonymous(request: HttpRequest) -> HttpResponse:
    """Take an idea, whoever sends it, for the ticket; what is wrong is shown with all that was typed."""
    if request.method != "POST":
        return redirect("ideas:boards")
    speak(request.POST.get("lang", "")[:10])
    sent = request.POST.get("ticket", "")[:300]
    ticket = read_ticket(sent)
    board = ticket and Board.objects.prefetch_related("audiences").filter(pk=ticket.board).first()
    form = AnonymousIdeaForm(request.POST, board=board or None)
    if not ticket or not ticket.nonce or not board:
        form.add_error(None, TOO_OLD)
        form.name_nobody()
        return show(request, None, form, "", 422)
    return take(request, board, form, ticket, sent)


@sensitive_variables()
def take(
    request: HttpRequest, board: Board, form: AnonymousIdeaForm, ticket: Ticket, sent: str
) -> HttpResponse:
    try:
        demand_unwritten(Limit(f"ideas of {client_address(request)}", PER_MINUTE, 60))
        demand_unwritten(Limit(f"idea ticket {ticket.nonce}", EACH, 24 * 3600))
        if not form.is_valid():
            return show(request, board, form, sent, 422)
        hand_in(board, code=(code := code_of(ticket)), **form.cleaned_data)
    except tuple(REFUSED) as refused:
        return again(request, board, form, sent, refused)
    return render(request, "ideas/anonymous/handed_in.html", {"board": board, "code": Unlogged(code)})


def again(
    request: HttpRequest, board: Board, form: AnonymousIdeaForm, sent: str, refused: Exception
) -> HttpResponse:
    """Nothing was taken, and nothing that was typed is lost."""
    status, words = REFUSED[type(refused)]
    form.add_error(None, words)
    response = show(request, board, form, sent, status)
    if isinstance(refused, TooManyError):
        response["Retry-After"] = str(refused.retry_after)
    return response


def while_written(view: Callable[[HttpRequest, Ticket | None], HttpResponse]) -> Callable[..., HttpResponse]:
    """What the form asks while somebody writes, with its ticket and in no address, as logs hold those."""

    @quietly
    @require_POST
    @sensitive_variables()
    @wraps(view)
    def asked(request: HttpRequest) -> HttpResponse:
        if language := request.POST.get("lang", "")[:10]:
            speak(language)
        try:
            demand_unwritten(Limit(f"ideas looked for by {client_address(request)}", SEARCHES, 60))
        except TooManyError as refused:
            return busy(request, refused)
        return view(request, read_ticket(request.POST.get("ticket", "")[:300]))

    return asked


@while_written
def similar_anonymous(request: HttpRequest, ticket: Ticket | None) -> HttpResponse:
    """What is there already, while a title is typed."""
    rows: list[Idea] = []
    if ticket:
        typed = f"{request.POST.get('title', '')} {request.POST.get('problem', '')}"[:1000]
        rows = first_alike(Idea.objects.filter(board=ticket.board, board__is_one_way=False), typed)
    return render(request, "ideas/similar.html", {"rows": without_votes(rows)})


@while_written
def covered_anonymous(request: HttpRequest, ticket: Ticket | None) -> HttpResponse:
    """How many answers and cases there are of the customers who are chosen."""
    return render(request, PART, covered_unnamed(WhomForm(request.POST)) if ticket else {})
