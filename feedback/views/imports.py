from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.actions.imports import ask_for, keep_file
from feedback.actions.undoing import kept_by_undo
from feedback.connectors.report import error_rows
from feedback.forms.imports import UploadForm
from feedback.models import Case, Import
from tenants.notes import note
from tenants.streaming import in_this_schema

brings_in = permission_required("feedback.add_import", raise_exception=True)
STOP_POLLING = 286
SHOWN = 20
PAGE = 30


def find_import(request: HttpRequest, pk: int) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user).select_related("post", "by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@brings_in
def imports(request: HttpRequest) -> HttpResponse:
    """The files that came in, and the door for the next one."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        imported = keep_file(form.cleaned_data["file"], reading=form.reading.to_json(), by=request.user)
        return redirect("feedback:import_mapping", imported.pk)
    found = Import.objects.visible_to(request.user).select_related("post", "by")[:PAGE]
    status = 422 if form.is_bound else 200
    return render(request, "feedback/imports.html", {"form": form, "imports": found}, status=status)


@require_safe
@brings_in
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How an import stands: what a dry run found, how far it is, what came in, what is to be settled. Asked
    for by htmx it is the part that changes, which is asked for again until the work is done."""
    imported = find_import(request, pk)
    if not request.htmx:
        return render(request, "feedback/import.html", _standing(imported))
    status = 200 if imported.job else STOP_POLLING
    return render(request, "feedback/import.html#standing", _standing(imported), status=status)


def _standing(imported: Import) -> dict[str, Any]:
    kept = Case.objects.filter(response__imported=imported) if imported.undone_at else Case.objects.none()
    return {
        "imported": imported,
        "counts": imported.counts if imported.started_at else imported.trial,
        "rows": imported.issues.filter(kind="row")[:SHOWN],
        "refused": imported.issues.filter(kind="row").count(),
        "open_texts": imported.issues.open().filter(kind="text").count(),
        "open_dates": imported.issues.open().filter(kind="date").count(),
        "worked_on": kept_by_undo(imported).count() if imported.may_be_undone else 0,
        "kept": kept.select_related("response")[:SHOWN],
    }


@require_POST
@brings_in
def import_ask(request: HttpRequest, pk: int, job: str) -> HttpResponse:
    """Ask for the dry run, the import or its undo."""
    imported = find_import(request, pk)
    if job not in Import.Job.values:
        raise Http404
    if not ask_for(imported, Import.Job(job)):
        note(request, _("Nothing was begun: the import is not where it was."), state="soon")
    return redirect(imported)


@require_safe
@brings_in
def import_errors(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """Every row error, text and date to be settled, as CSV."""
    imported = find_import(request, pk)
    response = StreamingHttpResponse(in_this_schema(_csv(imported)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="import-{imported.pk}-errors.csv"'
    return response


def _csv(imported: Import) -> Iterator[str]:
    yield "\ufeff"
    yield from error_rows(imported)
