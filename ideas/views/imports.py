"""Ideas from other tools: a file is sent, described, tried, brought in, and can be undone."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from feedback.connectors.sheet import BadFile
from ideas.actions.bringing_in import kept_by_undo
from ideas.actions.imports import ask_for, describe, keep_file
from ideas.forms.imports import FactsForm, TableForm, UploadForm, form_for
from ideas.models import IdeaImport
from tenants.notes import note

brings_in = permission_required("ideas.add_import", raise_exception=True)
STOP_POLLING, SHOWN, PAGE = 286, 20, 30


def find_import(request: HttpRequest, pk: int) -> IdeaImport:
    found = IdeaImport.objects.visible_to(request.user).select_related("board", "by")
    return get_object_or_404(found, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@brings_in
def imports(request: HttpRequest) -> HttpResponse:
    """The files that came in, and the door for the next one."""
    form = UploadForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        made = keep_file(
            form.cleaned_data["file"], board=form.cleaned_data["board"], source=form.source,
            reading=form.reading, by=request.user,
        )  # fmt: skip
        return redirect("ideas:import_mapping", made.pk)
    found = IdeaImport.objects.visible_to(request.user).select_related("board", "by")[:PAGE]
    context = {"form": form, "imports": found}
    return render(request, "ideas/imports.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@brings_in
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """What its columns are, and what holds for all of them. A change of the status column asks at once what
    its values mean."""
    imported = find_import(request, pk)
    if not imported.is_editable:
        return redirect(imported)
    try:
        form = form_for(imported, request.POST or None)
    except BadFile as error:
        return _mapping(request, imported, None, error=str(error))
    if form.is_valid() and "try" in request.POST:
        mapping = form.mapping() if isinstance(form, TableForm) else {}
        describe(imported, mapping=mapping, facts=form.facts())
        ask_for(imported, IdeaImport.Job.TRY)
        return redirect(imported)
    return _mapping(request, imported, form)


def _mapping(
    request: HttpRequest, imported: IdeaImport, form: FactsForm | None, error: str = ""
) -> HttpResponse:
    is_wrong = error or (form is not None and form.is_bound and "try" in request.POST)
    template = "ideas/import_mapping.html" + ("#mapping" if request.htmx and not request.htmx.boosted else "")
    context = {"imported": imported, "form": form, "error": error, "is_asked": "try" in request.POST}
    return render(request, template, context, status=422 if is_wrong else 200)


@require_safe
@brings_in
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """How it stands. Asked for by htmx it is the part that changes, until the work is done."""
    imported = find_import(request, pk)
    context = {
        "imported": imported, "counts": imported.counts, "rows": imported.refused.all()[:SHOWN],
        "refused": imported.refused.count(),
        "kept": kept_by_undo(imported)[:SHOWN] if imported.finished_at else [],
    }  # fmt: skip
    if not request.htmx or request.htmx.boosted:
        return render(request, "ideas/import.html", context)
    status = 200 if imported.job else STOP_POLLING
    return render(request, "ideas/import.html#standing", context, status=status)


@require_POST
@brings_in
def import_ask(request: HttpRequest, pk: int, job: str) -> HttpResponse:
    """Ask for the dry run, the import or its undo."""
    imported = find_import(request, pk)
    if job not in IdeaImport.Job.values:
        raise Http404
    if not ask_for(imported, job):
        note(request, _("Nothing was begun: the import is not where it was."), state="soon")
    return redirect(imported)
