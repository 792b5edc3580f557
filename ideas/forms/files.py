"""Files of an idea: sent, described, and given out."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from ideas.actions.filing import add_file
from ideas.metrics.bare import Bare, bare
from ideas.models import Idea, IdeaFile
from ideas.models.files import MOST

LARGEST = 10 * 1024 * 1024
ACCEPTED = ".png,.jpg,.jpeg,.webp,.gif,.pdf"


def read_file(file: UploadedFile) -> Bare:
    """What was sent, by its bytes; its name says nothing."""
    if (file.size or 0) > LARGEST:
        raise forms.ValidationError(_("“%(name)s” is larger than 10 MB."), params={"name": file.name})
    found = bare(file.read())
    if found is None:
        words = _("“%(name)s” is no PNG, JPEG, WebP or GIF picture and no PDF.")
        raise forms.ValidationError(words, params={"name": file.name})
    if found.is_too_wide:
        words = _("“%(name)s” has too many pixels: 10,000 a side and 50 million at most.")
        raise forms.ValidationError(words, params={"name": file.name})
    return found


class ManyInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once, each as (name, Bare)."""

    widget = ManyInput(attrs={"accept": ACCEPTED})

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, Bare]]:
        sent = data if isinstance(data, list | tuple) else [data]
        files = [super(ManyFiles, self).clean(each, initial) for each in sent or [None]]
        files = [file for file in files if file]
        if len(files) > MOST:
            raise forms.ValidationError(_("An idea takes ten files at most."))
        return [(file.name, read_file(file)) for file in files]


class FilesForm(forms.Form):
    """Pictures and documents, of an idea that is there or is handed in."""

    files = ManyFiles(
        label=_("Pictures and documents"), max_length=150,
        help_text=_(
            "PNG, JPEG, WebP, GIF or PDF, ten at most, up to 10 MB each. Where and with what a picture was"
            " taken is not kept; a PDF keeps what it says of its author."
        ),
        error_messages={"max_length": _("The name of a file is too long: 150 letters at most.")},
    )  # fmt: skip

    def __init__(self, *args: Any, needed: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"].required = needed

    def add_to(self, idea: Idea, *, by: Employee) -> None:
        """FullError where there is no room; those before it are kept."""
        for name, file in self.cleaned_data["files"]:
            add_file(idea, file=file, name=name, by=by)


class CaptionForm(forms.Form):
    caption = forms.CharField(
        label=_("What is to be seen?"), max_length=300, required=False,
        help_text=_("Read out to those who do not see it, and shown below it."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip


def served(found: IdeaFile) -> FileResponse:
    """Always to be kept, of a type of ours; opened as a page it does nothing."""
    if not found.file.storage.exists(found.file.name):
        raise Http404
    kept = found.file.open("rb")
    name = found.name if found.name.lower().endswith(f".{found.kind}") else f"{found.name}.{found.kind}"
    response = FileResponse(kept, as_attachment=True, filename=name, content_type=found.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    patch_cache_control(response, private=True, max_age=600)
    return response
