"""Evidence looked for and picked; the same for all that rests on it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Case, Cause, Response
from ideas.figures.evidence import Piece, look_for, thing_for
from ideas.models import Evidence


class EvidenceSearch(forms.Form):
    """Which kind, and with which words; a wrong value looks for the newest answers."""

    kind = forms.ChoiceField(label=_("Look for"), choices=Evidence.Kind.choices, required=False)
    q = forms.CharField(
        label=_("Words, or a case's number"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )  # fmt: skip

    def found(self, reader: Employee) -> list[Piece]:
        said = self.cleaned_data if self.is_valid() else {}
        return look_for(said.get("kind") or Evidence.Kind.RESPONSE, said.get("q", ""), reader=reader)


class PickedField(forms.CharField):
    """One of what was found, as "case:12"."""

    reader: Employee

    def clean(self, value: Any) -> Response | Case | Cause:
        kind, _colon, key = super().clean(value).partition(":")
        if (thing := thing_for(self.reader, kind, key)) is None:
            raise forms.ValidationError(_("Pick one of those that were found."))
        return thing


class EvidenceForm(forms.Form):
    """What was picked, and why it matters."""

    thing = PickedField(
        max_length=60, error_messages={"required": _("Pick one of those that were found.")},
        label=_("What speaks for it?"),
    )  # fmt: skip
    why = forms.CharField(
        label=_("Why does it matter here?"), max_length=300,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args: Any, reader: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["thing"].reader = reader
