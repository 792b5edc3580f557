"""Personal invitations: sent by staff, answered once by their own link, stopped by one click."""

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from feedback.actions.invitations import answer_invitation, foresee, invite, unsubscribe
from feedback.forms.answers import AnswerForm
from feedback.forms.invitations import InviteForm
from feedback.models import Invitation, ListeningPost
from feedback.models.listening import LINK, STOP
from feedback.views.public import gone, thanked
from tenants.notes import note
from tenants.public import form_language, speak


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.add_invitation", raise_exception=True)
def send_invitations(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a list of customers to a post: looked at first, then sent."""
    post = get_object_or_404(ListeningPost.objects.open().public(), pk=pk)
    form = InviteForm(
        request.POST or None, request.FILES or None, initial={"language": request.LANGUAGE_CODE}
    )
    if not form.is_valid() or "send" not in request.POST:
        return _look(request, post, form)
    fates = invite(
        post=post, invitees=form.roll.invitees, language=form.cleaned_data["language"], by=request.user
    )
    words = _("%(sent)d invited; %(throttled)d were asked within 30 days, %(refused)d do not wish it.")
    note(request, words % {fate: len(emails) for fate, emails in fates.items()}, icon="mail")
    return redirect(post)


def _look(request: HttpRequest, post: ListeningPost, form: InviteForm) -> HttpResponse:
    """The form; of a good list what would become of each who is in it."""
    context = {"form": form, "post": post}
    if looked := form.is_bound and form.is_valid():
        context |= {"fates": foresee(form.roll.invitees), "roll": form.roll, "people": form.looked_at}
    status = 200 if looked or not form.is_bound else 422
    return render(request, "feedback/invite.html", context, status=status)


@csrf_exempt  # the link itself is the authority; no session takes part
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The form of one customer; their link takes one answer."""
    rows = Invitation.objects.by_token(token, LINK).select_related(
        "post__team", "post__touchpoint", "customer"
    )
    found = get_object_or_404(rows)
    post = found.post
    if post.retired_at:
        return gone(request, post)
    language = form_language(request, post.version.languages)
    speak(language)
    open_form = reverse("feedback:form", args=[post.key])
    if found.answered_at:
        return thanked(open_form, language)
    form = AnswerForm(post.version, language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        return thanked(open_form, language, answer_invitation(found, form.response_facts()))
    context = {
        "form": form,
        "post": post,
        "heading": post.version.heading(language),
        "form_language": language,
    }
    status = 422 if form.is_bound else 200
    return render(request, "feedback/invitation.html", context, status=status)


@csrf_exempt  # RFC 8058: the mail program posts it, without a session
@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """No further invitations; asked by GET, done by POST, so that a scanner of links does nothing."""
    found = get_object_or_404(Invitation.objects.by_token(token, STOP).select_related("customer"))
    if request.method == "POST":
        unsubscribe(found, text=_("Do not invite me any more."))
    return render(request, "feedback/unsubscribe.html", {"done": request.method == "POST"})
