"""The complaint line: staff type in what a customer told them."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from feedback.actions.public import new_token, read_token, receive_complaint, told_token
from feedback.forms.answers import CONSENT_VERSION, ComplaintForm
from feedback.models import ListeningPost
from tenants.notes import note

LINES = ListeningPost.objects.open().filter(kind=ListeningPost.Kind.COMPLAINT)


@require_safe
@permission_required("feedback.add_response", raise_exception=True)
def complaint_lines(request: HttpRequest) -> HttpResponse:
    """Where a complaint may be typed in."""
    return render(
        request, "feedback/complaint_lines.html", {"lines": LINES.select_related("team", "touchpoint")}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.add_response", raise_exception=True)
def type_complaint(request: HttpRequest, pk: int) -> HttpResponse:
    post = get_object_or_404(LINES.select_related("team", "touchpoint"), pk=pk)
    form = ComplaintForm(
        post.version, request.LANGUAGE_CODE, request.POST or None, initial={"token": new_token(post)}
    )
    number = read_token(post, request.POST.get("token", ""))
    if form.is_bound and not number:
        form.renew(new_token(post))
    if number and form.is_valid():
        return _keep(request, post, form, number)
    context = {"form": form, "post": post}
    return render(request, "feedback/complaint_form.html", context, status=422 if form.is_bound else 200)


def _keep(request: HttpRequest, post: ListeningPost, form: ComplaintForm, number: str) -> HttpResponse:
    said = form.cleaned_data
    is_praise = said["news"] == "praise"
    received = receive_complaint(
        post=post, by=request.user, number=number, facts=form.response_facts(), channel=said["channel"],
        name=said["name"], email=said["email"], phone=said["phone"], **form.agreed,
        consent_version=CONSENT_VERSION, is_praise=is_praise,
    )  # fmt: skip
    if is_praise:
        note(request, _("The praise is kept. Share it, so that everybody can read it."), icon="good")
        return redirect("feedback:share_told", told_token(received, by=request.user))
    note(request, _("The complaint is kept, and its case is open."))
    return redirect("feedback:complaint_lines")
