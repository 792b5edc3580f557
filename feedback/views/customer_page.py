"""The customer's own page of their case: by a signed link, without signing in and without JavaScript."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from feedback.actions import replies
from feedback.actions.promises import agreed_to_test, counts_working_hours, reply_address
from feedback.forms.answers import TESTER_TEXT
from feedback.forms.customer_page import CustomerForm
from feedback.models import Case
from feedback.models.customers import TESTER
from feedback.views.too_many import too_many
from tenants.limits import Verdict, allow, client_address
from tenants.notes import note

CONSENT_VERSION = "1"
HOUR, PER_CASE, PER_ADDRESS = 3600, 20, 60


def consent_text() -> str:
    return _("You may write to me by e-mail about this feedback.")


def answer_to_consent(purpose: str, given: bool) -> str:
    """What is said to a yes or no."""
    if purpose == TESTER:
        return _("Thank you. We may ask you to try what we change.") if given else _("We do not ask you.")
    return (
        _("We may write to you again.") if given else _("We write you no more mails. This page stays yours.")
    )


def _find(token: str) -> Case:
    found = Case.objects.by_token(token).filter(response__hidden_at=None)
    return get_object_or_404(
        found.select_related(
            "team",
            "response__customer",
            "response__touchpoint",
            "response__post",
            "current__owner",
            "carried_by",
        )
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def customer_page(request: HttpRequest, token: str) -> HttpResponse:
    case = _find(token)
    answered = case.answered_at is not None
    form = CustomerForm(request.POST or None, answered=answered, initial=_judged(case))
    if request.method == "POST" and not (verdict := _allowed(request, case)):
        return too_many(request, verdict)
    if request.method == "POST" and form.is_valid():
        _take(case, form)
        note(request, _("Thank you. We have it, and this page shows it."))
        return redirect(case.customer_path)
    return _render(request, case, form)


def _allowed(request: HttpRequest, case: Case) -> Verdict:
    """Each message is a promise of ours: so many an hour of one case, and of one address."""
    by_case = allow(f"customer page {case.pk}", PER_CASE, HOUR)
    return by_case and allow(f"customer page from {client_address(request)}", PER_ADDRESS, HOUR)


def _judged(case: Case) -> dict[str, object]:
    back = None if case.will_return is None else "yes" if case.will_return else "no"
    return {"score": case.reply_score, "will_return": back}


def _take(case: Case, form: CustomerForm) -> None:
    said = form.cleaned_data
    if form.judges:
        replies.judge(case, score=said.get("score"), will_return=said.get("will_return"))
    if said["body"]:
        replies.receive_message(case, body=said["body"], key=said["key"])


def _render(request: HttpRequest, case: Case, form: CustomerForm) -> HttpResponse:
    context = {
        "case": case,
        "response": case.response,
        "thread": case.messages.for_customer().select_related("author__team"),
        "form": form,
        "token": case.token,
        "working_hours": counts_working_hours(case.response.post),
        "customer": case.response.customer,
        "address": reply_address(case.response.customer),
        "consent_text": consent_text(),
        "tester_text": TESTER_TEXT,
        "tests": agreed_to_test(case.response.customer),
    }
    answer = render(request, "feedback/customer_page.html", context, status=422 if form.is_bound else 200)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@never_cache
@login_not_required
@require_POST
def customer_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Yes or no to mails about this feedback, or to trying out what is changed; the page itself stays."""
    case, given = _find(token), request.POST.get("given") == "yes"
    if not (verdict := _allowed(request, case)):
        return too_many(request, verdict)
    purpose = TESTER if request.POST.get("purpose") == TESTER else "reply"
    text = str(TESTER_TEXT) if purpose == TESTER else consent_text()
    replies.consent(case, purpose=purpose, given=given, text=text, version=CONSENT_VERSION)
    note(request, answer_to_consent(purpose, given))
    return redirect(case.customer_path)
