"""Following an idea without a name by its code, and claiming it. To follow it and to answer nobody signs in,
and who is signed in is not looked at."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from employees.actions.sealing import KeyAwayError
from employees.views.answering import quietly
from ideas.actions.anonymous import answer_as_author
from ideas.actions.claiming import claim
from ideas.forms.anonymous import AuthorsAnswerForm, ReceiptForm
from ideas.models import Idea
from ideas.models.receipts import Unlogged, grouped, hash_of, is_genuine
from ideas.views.anonymous import PER_MINUTE, busy
from ideas.views.comment_part import comments_on
from ideas.views.duplicates import duplicates_of_nobodys
from ideas.views.page import joins
from tenants.fleeting import demand_unwritten
from tenants.limits import Limit, TooManyError, client_address
from tenants.notes import note
from tenants.public import kept_by_nobody

UNKNOWN = gettext_lazy("No idea has this code. Look whether all letters are as you copied them.")
AWAY = gettext_lazy(
    "Nothing can be sealed at this moment, so your answer was not taken. Please try again later."
)


@quietly
@sensitive_variables()
def receipt(request: HttpRequest) -> HttpResponse:
    """Where the code is typed, and what became of its idea."""
    form = ReceiptForm(request.POST if request.method == "POST" else None)
    try:
        if form.is_bound:
            demand_unwritten(Limit(f"idea receipts of {client_address(request)}", PER_MINUTE, 60))
    except TooManyError as refused:
        return busy(request, refused)
    if not form.is_valid():
        return asked(request, form)
    code = form.cleaned_data["code"]
    if found := find(code):
        return follow(request, found, code)
    if is_genuine(code):
        return render(request, "ideas/anonymous/waiting.html")
    form.add_error("code", UNKNOWN)
    return asked(request, form)


def asked(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "ideas/anonymous/receipt.html", {"form": form}, status=status)


def find(code: str) -> Idea | None:
    shown = Idea.objects.select_related("board", "review", "delivery", "merged_into")
    return shown.filter(receipt=hash_of(code)).first()


@sensitive_variables()
def follow(request: HttpRequest, found: Idea, code: str) -> HttpResponse:
    """The idea as its author sees it, who may answer what is asked about it."""
    form, status, answered = AuthorsAnswerForm(idea=found), 200, False
    if "text" in request.POST and not found.author_id:
        form = AuthorsAnswerForm(request.POST, idea=found)
        status, answered = said(found, form)
        form = AuthorsAnswerForm(idea=found) if answered else form
    context = {
        "idea": found, "code": Unlogged(grouped(code)), "form": form, "answered": answered,
        "moves": found.moves.all(), **comments_on(found, request.POST.get("comments", "")),
        **duplicates_of_nobodys(found, request.POST.get("merged", "")),
    }  # fmt: skip
    return render(request, "ideas/anonymous/idea.html", context, status=status)


@sensitive_variables()
def said(found: Idea, form: AuthorsAnswerForm) -> tuple[int, bool]:
    """The status of the page, and whether an answer was taken."""
    if not form.is_valid():
        return 422, False
    try:
        answer_as_author(found, **form.cleaned_data)
    except KeyAwayError:
        form.add_error(None, AWAY)
        return 409, False
    return 200, True


@sensitive_post_parameters()
@kept_by_nobody
@require_http_methods(["GET", "HEAD", "POST"])
@joins
@sensitive_variables()
def claim_idea(request: HttpRequest) -> HttpResponse:
    """Say that an idea without a name is one's own."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        found = find(code)
        if not found and is_genuine(code):
            return render(request, "ideas/anonymous/waiting.html")
        if found and claim(found, by=request.user):
            note(request, _("It is yours by name now. You are told what becomes of it."))
            return redirect("ideas:mine")
        form.add_error("code", _("It was claimed before.") if found else UNKNOWN)
    return render(request, "ideas/anonymous/claim.html", {"form": form}, status=422 if form.is_bound else 200)
