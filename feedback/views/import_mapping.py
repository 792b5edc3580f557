from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from feedback.actions.imports import ask_for, describe, remember_mapping
from feedback.connectors.charset import CHARSETS, special_letters
from feedback.connectors.guess import KNOWN, first_mapping, guess
from feedback.connectors.header import header_digest
from feedback.connectors.importing import Opened
from feedback.connectors.mapping import BadMapping, Mapping
from feedback.connectors.profile import Profile, profile
from feedback.connectors.sheet import HEAD, BadFile, Reading, sheets
from feedback.forms.imports import MappingForm, ReadingForm
from feedback.models import Import
from tenants.here import current_zone


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("feedback.add_import", raise_exception=True)
def import_mapping(request: HttpRequest, pk: int) -> HttpResponse:
    """How the file is read and what its columns are, with real rows; a change shows at once what it means."""
    imported = get_object_or_404(Import.objects.visible_to(request.user).select_related("post"), pk=pk)
    if not imported.is_editable:
        return redirect(imported)
    page = _posted(request, imported) if request.method == "POST" else _shown(imported)
    if isinstance(page, HttpResponse):
        return page
    template = "feedback/import_mapping.html" + ("#mapping" if request.htmx else "")
    status = page.pop("status", 200)
    return render(request, template, page | {"imported": imported}, status=status)


def _shown(imported: Import) -> dict[str, Any]:
    """The page with what was chosen so far; at first with what is proposed, or was chosen for such a file
    before."""
    reading = Reading.from_json(imported.reading)
    try:
        found = _profile(imported)
    except BadFile as error:
        return _unread(imported, reading, str(error))
    mapping, origin = first_mapping(imported, found)
    form = MappingForm(imported, mapping, found)
    return _page(imported, reading, found, form) | {"is_known": origin == KNOWN}


def _posted(request: HttpRequest, imported: Import) -> dict[str, Any] | HttpResponse:
    """Keep what was chosen; then show what follows from it, or try the import."""
    before = Reading.from_json(imported.reading)
    reading_form = ReadingForm(before, _sheets(imported, before), request.POST)
    try:
        reading = reading_form.chosen()
        old = _profile(imported)
        form = MappingForm(imported, _draft(imported, old), old, request.POST)
        mapping = form.chosen()
        if reading != before:
            _keep(imported, reading, mapping, form)
            return _again(imported, reading, mapping)
    except BadFile as error:
        return _unread(imported, before, str(error))
    if not form.is_valid():
        return _page(imported, reading, old, form) | {"status": 422}
    _keep(imported, reading, mapping, form)
    if "try" in request.POST:
        return _try(imported, reading, old, form, mapping)
    return _page(imported, reading, old, MappingForm(imported, mapping, old))


def _again(imported: Import, reading: Reading, mapping: Mapping) -> dict[str, Any]:
    """The file, read in another way: what was said of its columns holds as long as there are as many."""
    found = _profile(imported)
    try:
        mapping = Mapping.from_json(mapping.to_json(), len(found.columns))
    except BadMapping:
        mapping = guess(found, str(current_zone()))
    return _page(imported, reading, found, MappingForm(imported, mapping, found))


def _try(
    imported: Import, reading: Reading, found: Profile, form: MappingForm, mapping: Mapping
) -> dict[str, Any] | HttpResponse:
    if not form.check_ready(mapping):
        return _page(imported, reading, found, form) | {"status": 422}
    remember_mapping(imported, header_digest(found.columns))
    ask_for(imported, Import.Job.TRY)
    return redirect(imported)


def _draft(imported: Import, found: Profile) -> Mapping:
    return first_mapping(imported, found)[0]


def _keep(imported: Import, reading: Reading, mapping: Mapping, form: MappingForm) -> None:
    describe(
        imported, reading=reading.to_json(), mapping=mapping.to_json(),
        post=form.cleaned_data.get("post"), open_cases_since=form.cases_since(),
    )  # fmt: skip


def _page(imported: Import, reading: Reading, found: Profile, form: MappingForm) -> dict[str, Any]:
    return {
        "form": form, "profile": found, "reading": reading,
        "reading_form": ReadingForm(reading, _sheets(imported, reading)),
        "letters": _letters(imported, reading), "step": "mapping",
    }  # fmt: skip


def _unread(imported: Import, reading: Reading, error: str) -> dict[str, Any]:
    """Only the reading can be changed, until the file can be read."""
    return {
        "reading": reading, "reading_form": ReadingForm(reading, _sheets(imported, reading)),
        "letters": _letters(imported, reading), "error": error, "status": 422,
    }  # fmt: skip


def _sheets(imported: Import, reading: Reading) -> list[str]:
    if reading.kind != "xlsx":
        return []
    with imported.file.open("rb") as file:
        return sheets(file.file)


def _letters(imported: Import, reading: Reading) -> list[tuple[str, list[str]]]:
    """How the special letters of the file's beginning read in each charset; only where there is a choice."""
    if reading.kind == "xlsx":
        return []
    with imported.file.open("rb") as file:
        head = file.read(HEAD)
    if head.isascii():
        return []
    found = [(CHARSETS[charset], special_letters(head, charset)) for charset in CHARSETS]
    return [(name, letters) for name, letters in found if letters]


def _profile(imported: Import) -> Profile:
    """The file as it is read now."""
    with Opened(imported) as opened:
        return profile(opened)
