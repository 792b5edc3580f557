"""The files of an idea."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ideas.actions import filing
from ideas.actions.errors import FullError
from ideas.forms.files import CaptionForm, FilesForm, served
from ideas.models import IdeaFile
from ideas.models.files import takes_files_from
from ideas.views.page import joins, looks, page_of, seen
from tenants.notes import note


@require_POST
@joins
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    found, form = seen(request, pk), FilesForm(request.POST, request.FILES, auto_id="more_%s")
    if not takes_files_from(found, request.user):
        raise PermissionDenied
    if not form.is_valid():
        return page_of(request, found, status=422, files_form=form)
    try:
        form.add_to(found, by=request.user)
        note(request, _("It is kept. Say what is to be seen, for those who do not see it."))
    except FullError:
        note(request, _("An idea takes ten files at most."), icon="less")
    return redirect(f"{found.get_absolute_url()}#files")


@require_safe
@looks
def file(request: HttpRequest, pk: int) -> FileResponse:
    """Its bytes, to be kept; opened as a page it does nothing. A picture on a page is shown all the same."""
    rows = IdeaFile.objects.standing().visible_to(request.user)
    return served(get_object_or_404(rows, pk=pk))


@require_http_methods(["GET", "HEAD", "POST"])
@joins
def describe_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _changed(request, pk, IdeaFile.objects.standing())
    form = CaptionForm(request.POST or None, initial={"caption": found.caption})
    back = f"{found.idea.get_absolute_url()}#files"
    if form.is_valid():
        filing.describe_file(found, caption=form.cleaned_data["caption"])
        return redirect(back)
    context = {"form": form, "title": found.name, "button": _("Keep it"), "back": back}
    return render(request, "employees/form.html", context, status=422 if form.is_bound else 200)


@require_POST
@joins
def remove_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _changed(request, pk, IdeaFile.objects.all())
    if filing.remove_file(found, by=request.user):
        undo = reverse("ideas:restore_file", args=[pk])
        note(request, _("The file is taken away. In seven days it is gone for good."), undo=undo)
    return redirect(f"{found.idea.get_absolute_url()}#files")


@require_POST
@joins
def restore_file(request: HttpRequest, pk: int) -> HttpResponse:
    found = _changed(request, pk, IdeaFile.objects.all())
    if filing.restore_file(found):
        note(request, _("The file is here again."))
    return redirect(f"{found.idea.get_absolute_url()}#files")


def _changed(request: HttpRequest, pk: int, rows) -> IdeaFile:
    shown = rows.visible_to(request.user).select_related("idea__board", "idea__review", "idea__delivery")
    found = get_object_or_404(shown, pk=pk)
    if not found.may_be_changed_by(request.user):
        raise PermissionDenied
    return found
