"""Listening posts: where we listen, what is asked there, and how customers come to it."""

import io

import segno
from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions import listening
from feedback.forms.answers import ContactForm
from feedback.forms.listening import PostForm, RetireForm, VersionEditor
from feedback.models import ListeningPost
from tenants.here import current_organisation
from tenants.notes import note


@require_safe
@permission_required("feedback.view_listeningpost", raise_exception=True)
def posts(request: HttpRequest) -> HttpResponse:
    found = ListeningPost.objects.select_related("goal", "touchpoint", "team")
    context = {
        "open": found.open(), "retired": found.retired(),
        "due": found.due_for_review().count(),
    }  # fmt: skip
    return render(request, "feedback/posts.html", context)


@require_safe
@permission_required("feedback.view_listeningpost", raise_exception=True)
def post(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ListeningPost.objects.select_related("goal", "touchpoint", "team"), pk=pk)
    versions = found.versions.all()
    context = {
        "post": found, "versions": versions, "address": address(found) if found.is_public else "",
        "review_due": found.review_on <= timezone.localdate(), "retire": RetireForm(found),
        "heading": found.version.heading(request.LANGUAGE_CODE),
    }  # fmt: skip
    return render(request, "feedback/post.html", context)


def address(post: ListeningPost) -> str:
    """Where anybody may answer: on the organisation's own domain, whatever host was asked."""
    host = current_organisation().get_primary_domain().domain
    port = f":{settings.SITE_PORT}" if settings.SITE_PORT else ""
    scheme = "https" if settings.HTTPS else "http"
    return f"{scheme}://{host}{port}{reverse('feedback:form', args=[post.key])}"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.change_listeningpost", raise_exception=True)
def edit_post(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    found = get_object_or_404(ListeningPost, pk=pk) if pk else None
    form = PostForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        kept = listening.save_post(form.save(commit=False))
        note(request, _("%(post)s is kept.") % {"post": kept})
        return redirect(kept if pk else reverse("feedback:questions", args=[kept.pk]))
    status = 422 if form.is_bound else 200
    return render(request, "feedback/post_form.html", {"form": form, "post": found}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.change_listeningpost", raise_exception=True)
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is asked. Every button sends the same form: nothing typed is lost on the way."""
    found = get_object_or_404(ListeningPost, pk=pk)
    editor = VersionEditor(found, request.POST or None)
    if request.method == "POST" and "save" in request.POST and editor.is_valid():
        version = listening.revise_questions(found, **editor.read())
        note(request, _("Version %(number)d is asked from now on.") % {"number": version.number})
        return redirect(found)
    bad = "save" in request.POST and not editor.is_valid()
    return render(request, "feedback/questions.html", _editing(editor), status=422 if bad else 200)


def _editing(editor: VersionEditor) -> dict[str, object]:
    typed = editor.unsaved() if editor.data and editor.is_valid() else None
    version = typed if editor.data else editor.post.version
    codes = editor.languages if version else []
    previews = [ContactForm(version, code, prefix=f"preview-{code}") for code in codes]
    return {"post": editor.post, "editor": editor, "previews": previews}


@require_POST
@permission_required("feedback.change_listeningpost", raise_exception=True)
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The form as a customer would see it, while it is being written."""
    editor = VersionEditor(get_object_or_404(ListeningPost, pk=pk), request.POST)
    return render(request, "feedback/questions.html#preview", _editing(editor))


@require_POST
@permission_required("feedback.change_listeningpost", raise_exception=True)
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ListeningPost, pk=pk)
    form = RetireForm(found, request.POST)
    successor = form.cleaned_data["successor"] if form.is_valid() else None
    if listening.retire_post(found, successor=successor):
        undo = reverse("feedback:reopen_post", args=[pk])
        note(request, _("%(post)s no longer listens.") % {"post": found}, undo=undo)
    return redirect(found)


@require_POST
@permission_required("feedback.change_listeningpost", raise_exception=True)
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(ListeningPost, pk=pk)
    if listening.reopen_post(found):
        note(request, _("%(post)s listens again.") % {"post": found})
    return redirect(found)


@require_safe
@permission_required("feedback.view_listeningpost", raise_exception=True)
def qr(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The post's address as a QR code: to be shown (SVG) or put into one's own poster (PNG)."""
    found = get_object_or_404(ListeningPost.objects.public(), pk=pk)
    out = io.BytesIO()
    code = segno.make(address(found), error="m", micro=False)
    code.save(out, kind=kind, scale=12 if kind == "png" else 8, border=4)
    types = {"svg": "image/svg+xml", "png": "image/png"}
    shown = "inline" if kind == "svg" else f'attachment; filename="{found.key}.png"'
    return HttpResponse(out.getvalue(), content_type=types[kind], headers={"Content-Disposition": shown})


@require_safe
@permission_required("feedback.view_listeningpost", raise_exception=True)
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """An A4 page to hang up."""
    found = get_object_or_404(ListeningPost.objects.public(), pk=pk)
    version = found.version
    headings = [(code, version.heading(code)) for code in version.languages]
    return render(
        request, "feedback/poster.html", {"post": found, "headings": headings, "address": address(found)}
    )
