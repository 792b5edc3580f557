from django import forms
from django.utils.translation import gettext_lazy as _

LARGEST = 2_000_000


class TableForm(forms.Form):
    """A table as a CSV file or as text; afterwards `text` holds it either way."""

    file = forms.FileField(label=_("CSV file, UTF-8"), required=False)
    text = forms.CharField(required=False, max_length=LARGEST, widget=forms.HiddenInput, strip=False)

    def clean(self):
        chosen = super().clean()
        if file := chosen.get("file"):
            chosen["text"] = _read(file)
        if not chosen.get("text"):
            raise forms.ValidationError(_("Choose a file."))
        return chosen


def _read(file) -> str:
    if file.size > LARGEST:
        raise forms.ValidationError(_("The file is larger than two megabytes."))
    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise forms.ValidationError(_("The file is not UTF-8. Save it as “CSV UTF-8”.")) from None
    if "\0" in text:
        raise forms.ValidationError(_("This is not a table of comma-separated values."))
    return text
