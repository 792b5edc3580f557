"""The newsletter: what was sent, for all to read; drafts, for those who edit them."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from employees.actions.telling import wish_newsletter
from employees.models import Employee
from employees.views.programmes import in_our_zone
from feedback.actions import newsletters as actions
from feedback.forms.newsletters import ItemFormSet, NewsletterForm, WeekForm
from feedback.models import Newsletter
from feedback.models.newsletters import STOP
from feedback.notices.newsletters import issue, known_issue
from tenants.here import today
from tenants.notes import note
from tenants.outbox.models import Event
from tenants.paging import Stretch, read_page, turns
from tenants.signing import unsign

FORM = ["GET", "HEAD", "POST"]


@require_safe
@permission_required("feedback.view_newsletter", raise_exception=True)
def newsletters(request: HttpRequest) -> HttpResponse:
    """The archive, the newest first; whoever edits sees the drafts above it."""
    seen = Newsletter.objects.visible_to(request.user)
    page = read_page([Stretch(seen.sent().select_related("sent_by"), ("-sent_at", "-id"))],
                     request.GET.get("after", ""))  # fmt: skip
    context = {"drafts": seen.drafts().select_related("made_by"), "page": page}
    return render(request, "feedback/newsletters.html", context | turns(page, request.path))


@require_safe
@permission_required("feedback.view_newsletter", raise_exception=True)
@in_our_zone
def newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Newsletter.objects.visible_to(request.user), pk=pk)
    waiting = Event.objects.waiting().filter(name="newsletter.issue", payload__newsletter=pk)
    edits = request.user.has_perm("feedback.change_newsletter")
    context = {
        "newsletter": found, "items": found.items.shown(), "here": "",
        "waiting": waiting.count() if edits and found.sent_at else 0,
    }  # fmt: skip
    return render(request, "feedback/newsletter.html", context)


@require_POST
@permission_required("feedback.view_newsletter", raise_exception=True)
def wish(request: HttpRequest) -> HttpResponse:
    """Get it by mail, or no longer."""
    wished = request.POST.get("wished") == "1"
    wish_newsletter(request.user, wished=wished)
    note(request, _("You get it by mail from now on.") if wished else _("You get it no longer by mail."))
    return redirect("feedback:newsletters")


@csrf_exempt  # RFC 8058: the mail program posts it, without a session
@never_cache
@login_not_required
@require_http_methods(FORM)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No further newsletter; asked by GET, done by POST, so that a scanner of links does nothing."""
    try:
        reader = get_object_or_404(Employee, pk=unsign(token, purpose=STOP))
    except signing.BadSignature:
        raise Http404 from None
    if request.method == "POST":
        wish_newsletter(reader, wished=False)
    return render(request, "feedback/stop_newsletter.html", {"done": request.method == "POST"})


def drafted(pk: int) -> Newsletter:
    return get_object_or_404(Newsletter.objects.drafts(), pk=pk)


@require_http_methods(FORM)
@permission_required("feedback.change_newsletter", raise_exception=True)
def new_newsletter(request: HttpRequest) -> HttpResponse:
    """Of a week: the draft that is made of it, or the one that is there."""
    form = WeekForm(request.POST or None, initial={"day": today()})
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "feedback/new_newsletter.html", {"form": form}, status=status)
    made = actions.draft(week=form.cleaned_data["day"], by=request.user, language=request.LANGUAGE_CODE)
    return redirect(made) if made.sent_at else redirect("feedback:edit_newsletter", made.pk)


@require_http_methods(FORM)
@permission_required("feedback.change_newsletter", raise_exception=True)
@in_our_zone
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Title, introduction, and each piece: its words, its place, whether it is in it at all."""
    found = drafted(pk)
    form = NewsletterForm(request.POST or None, instance=found)
    items = ItemFormSet(request.POST or None, queryset=found.items.standing())
    if form.is_valid() and items.is_valid():
        facts = {name: form.cleaned_data[name] for name in form.fields}
        if actions.edit(found, facts, items.changed):
            note(request, _("The draft is kept."))
        return redirect("feedback:preview_newsletter" if "preview" in request.POST else
                        "feedback:edit_newsletter", pk)  # fmt: skip
    context = {"newsletter": Newsletter.objects.get(pk=pk), "form": form, "items": items}
    return render(request, "feedback/edit_newsletter.html", context, status=422 if form.is_bound else 200)


@require_POST
@permission_required("feedback.change_newsletter", raise_exception=True)
def gather(request: HttpRequest, pk: int) -> HttpResponse:
    """Add what came in since."""
    number = actions.gather(drafted(pk))
    note(request, _("%(n)d pieces are new, at the end.") % {"n": number} if number else _("Nothing is new."))
    return redirect("feedback:edit_newsletter", pk)


@require_safe
@permission_required("feedback.change_newsletter", raise_exception=True)
@in_our_zone
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """As it will be mailed: the subject, how it looks, and the plain text beside it."""
    found = drafted(pk)
    known_issue.forget()
    mail = issue(actions.letter_to(found, request.user.pk, request.user.email, request.LANGUAGE_CODE))
    context = {
        "newsletter": found, "items": found.items.shown(), "mail": mail, "here": "",
        "readers": actions.wishing().count(),
    }  # fmt: skip
    return render(request, "feedback/preview_newsletter.html", context)


@require_POST
@permission_required("feedback.change_newsletter", raise_exception=True)
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail itself, to its editor only."""
    actions.send_proof(drafted(pk), to=request.user)
    note(request, _("It is on its way to you, and to nobody else."), icon="mail")
    return redirect("feedback:preview_newsletter", pk)


@require_POST
@permission_required("feedback.change_newsletter", raise_exception=True)
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """To all who wish to get it; once, however often the button is pressed."""
    found = get_object_or_404(Newsletter, pk=pk)
    if actions.send(found, by=request.user):
        note(request, _("It is on its way to %(n)d readers.") % {"n": found.readers}, icon="mail")
    elif found.sent_at is None:
        note(request, _("There is nothing in it yet."), state="soon")
        return redirect("feedback:edit_newsletter", pk)
    return redirect(found)


@require_POST
@permission_required("feedback.change_newsletter", raise_exception=True)
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft away. What it was made of stays, so that it can be gathered anew."""
    if actions.discard(drafted(pk)):
        note(request, _("The draft is gone."), icon="hidden")
    return redirect("feedback:newsletters")
