from datetime import timedelta

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.models import Team
from feedback.actions import sharing
from feedback.actions.public import by_told_token
from feedback.figures import Scope, tally
from feedback.forms.cases import ShareForm
from feedback.forms.filters import FeedFilter
from feedback.models import Case, Response, Share
from tenants.here import today
from tenants.notes import note
from tenants.paging import Stretch, read_page, turns

WINDOW = timedelta(days=29)
"""Before today."""
SHOWN = (
    "shared_by", "team", "touchpoint", "response__case__cause",
    "response__case__prevention__commitment__owner",
)  # fmt: skip


@require_safe
@permission_required("feedback.view_feed", raise_exception=True)
def feed(request: HttpRequest) -> HttpResponse:
    form = FeedFilter(request.GET)
    chosen = form.chosen
    shares = narrowed(Share.objects.visible(), chosen).select_related(*SHOWN)
    page = read_page([Stretch(shares, ("-shared_at", "-id"))], request.GET.get("after", ""))
    template = "feedback/feed.html#list" if request.htmx else "feedback/feed.html"
    asked = {name: request.GET[name] for name in form.fields if request.GET.get(name)}
    context = {"form": form, "page": page, "views": views(asked, request.user), "ratio": ratio()}
    return render(request, template, context | turns(page, request.path, **asked))


def narrowed(shares, chosen: dict):
    """The shares that pass the filters. A team holds those below it."""
    if team := chosen.get("team"):
        shares = shares.filter(team__in=Team.objects.with_below([team.pk]))
    if touchpoint := chosen.get("touchpoint"):
        shares = shares.filter(touchpoint=touchpoint)
    if news := chosen.get("news"):
        shares = shares.filter(is_good=news == "good")
    return shares


def views(asked: dict, user) -> list[dict]:
    """The saved views: what the reader looks at is marked."""
    looks = [(_("All"), {}), (_("Good news"), {"news": "good"}), (_("Bad news"), {"news": "bad"})]
    if user.team_id:
        looks.append((_("My team"), {"team": str(user.team_id)}))
    path = reverse("feedback:feed")
    return [
        {"label": label, "url": f"{path}?{urlencode(look)}" if look else path, "current": look == asked}
        for label, look in looks
    ]


def ratio() -> dict[str, int]:
    """How much of what came in was shared, of the last 30 days: received, shared, good and bad."""
    found = tally(Scope(today() - WINDOW, today()))
    return {"received": found.received, "shared": found.shared, "good": found.good, "bad": found.bad}


@require_POST
@permission_required("feedback.share_response", raise_exception=True)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Whoever shared it takes it back; the champion may, when they are away."""
    shares = Share.objects.standing().select_related("response__case")
    if "champion" not in request.user.roles:
        shares = shares.filter(shared_by=request.user)
    share = get_object_or_404(shares, pk=pk)
    sharing.withdraw(share, by=request.user)
    note(request, _("It is off the feed."), icon="hidden")
    case = Case.objects.visible_to(request.user).filter(response=share.response_id).first()
    return redirect(case.get_absolute_url() if case else reverse("feedback:feed"))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.share_response", raise_exception=True)
def share_response(request: HttpRequest, pk) -> HttpResponse:
    """Good news goes by the same door: a response without a case is shared from its own page."""
    response = get_object_or_404(Response.objects.visible_to(request.user).shown(), pk=pk)
    if case := Case.objects.filter(response=response).first():
        return redirect(
            get_object_or_404(Case.objects.visible_to(request.user), pk=case.pk).get_absolute_url()
        )
    return _share(request, response)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.share_response", raise_exception=True)
def share_told(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever wrote down what they were told shares it, by a link of their own."""
    return _share(request, get_object_or_404(by_told_token(token, by=request.user)))


def _share(request: HttpRequest, response: Response) -> HttpResponse:
    proposed = {"text": sharing.proposed_text(response), "is_good": sharing.is_good_news(response)}
    form = ShareForm(request.POST or None, initial=proposed)
    if request.method == "POST" and form.is_valid():
        if shared := sharing.share(response, by=request.user, **form.cleaned_data):
            undo = reverse("feedback:withdraw", args=[shared.pk])
            note(request, _("It is shared with all staff."), icon="share", undo=undo)
        return redirect("feedback:feed")
    people = sharing.people_it_could_be(response)
    few = people if people is not None and people < sharing.FEW else 0
    context = {"form": form, "response": response, "few": few}
    return render(request, "feedback/share.html", context, status=422 if form.is_bound else 200)
