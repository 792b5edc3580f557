from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ideas.actions import commenting
from ideas.forms.comments import CommentForm
from ideas.forms.ideas import ReasonForm
from ideas.models import Act, Comment
from ideas.views.form_page import form_page
from ideas.views.page import demand, page_of, seen
from tenants.notes import note

FORM = ["GET", "HEAD", "POST"]


@require_POST
@permission_required("ideas.add_idea", raise_exception=True)
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something about an idea, or answer what was said."""
    found = seen(request, pk)
    demand(request, found, Act.COMMENT)
    form = CommentForm(request.POST, idea=found)
    if not form.is_valid():
        return page_of(request, found, status=422, comment_form=form)
    made = commenting.comment_on(found, by=request.user, language=request.LANGUAGE_CODE, **form.cleaned_data)
    return redirect(made)


@require_http_methods(FORM)
@permission_required("ideas.add_idea", raise_exception=True)
def edit_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """For ten minutes whoever wrote it may mend it."""
    own = Comment.objects.visible_to(request.user).filter(by=request.user)
    found = get_object_or_404(own.select_related("idea"), pk=pk)
    form = CommentForm(request.POST or None, idea=found.idea, initial={"text": found.text})
    said = form.cleaned_data["text"] if form.is_valid() else ""
    if said and commenting.edit_comment(found, text=said, by=request.user):
        return redirect(found)
    return _form(request, form, _("Change your comment"), _("Keep it"), found, late=found.refusal)


@require_http_methods(FORM)
@permission_required("ideas.hide_comment", raise_exception=True)
def hide_comment(request: HttpRequest, pk: int) -> HttpResponse:
    """The champion takes away what should not be read; the reason stays."""
    found = get_object_or_404(Comment.objects.visible_to(request.user).select_related("idea"), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        commenting.hide_comment(found, reason=form.cleaned_data["reason"], by=request.user)
        note(request, _("It is hidden; the reason stands in its place."), icon="hidden")
        return redirect(found)
    return _form(request, form, _("Hide a comment"), _("Hide it"), found)


def _form(
    request: HttpRequest, form, title: str, button: str, found: Comment, *, late: str = ""
) -> HttpResponse:
    context = {"title": title, "button": button, "back": found.get_absolute_url()}
    return form_page(request, form, context, late=late)
