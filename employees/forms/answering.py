"""What somebody is asked in a wave of the pulse, and how it is read."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import PulseQuestion
from employees.models.asking import DRIVER, ENPS, LONGEST
from employees.models.pulse_cards import plain_code
from tenants.widgets import Scale

ENDS = {
    ENPS: (_("0: not at all"), _("10: certainly")),
    DRIVER: (_("1: I do not agree at all"), _("5: I agree fully")),
}
EMPTY = _("Nothing is answered yet. One question is enough.")


class Said(NamedTuple):
    """Scores and comments by the keys of their questions."""

    scores: dict[str, int]
    comments: dict[str, str]


def field_name(question: PulseQuestion) -> str:
    return f"q-{question.key}"


def plain_answer(asked: Sequence[PulseQuestion], sent: Mapping[str, str]) -> Said | None:
    """What was said, read without a form, which would take several times as long. None where the form has to
    look at it, as something may be wrong."""
    said = Said({}, {})
    for question in asked:
        given = sent.get(field_name(question), "")
        if question.is_scored and given:
            if not given.isdecimal() or len(given) > 2 or int(given) not in question.scale:
                return None
            said.scores[question.key] = int(given)
        elif text := words(given):
            if len(text) > LONGEST or "\x00" in text:
                return None
            said.comments[question.key] = text
    if sent.get("scores_only"):
        said.comments.clear()
    return said if said.scores or said.comments else None


def words(given: str) -> str:
    """A browser counts the end of a line as one letter, and sends two."""
    return given.replace("\r\n", "\n").strip()


class Words(forms.CharField):
    def to_python(self, value: Any) -> str:
        return words(super().to_python(value))


def field_for(question: PulseQuestion, language: str) -> forms.Field:
    """Each may be skipped."""
    facts: dict[str, Any] = {"label": question.label(language), "required": False}
    if question.is_scored:
        low, high = ENDS[question.kind]
        return forms.TypedChoiceField(
            choices=[(number, number) for number in question.scale], coerce=int, empty_value=None,
            widget=Scale(low=low, high=high), **facts,
        )  # fmt: skip
    text = forms.Textarea(attrs={"rows": 4, "dir": "auto", "autocomplete": "off"})
    return Words(max_length=LONGEST, widget=text, **facts)


class PulseForm(forms.Form):
    """The questions of a wave in one language. What is typed is kept nowhere but in the page."""

    def __init__(
        self,
        asked: Sequence[PulseQuestion],
        language: str,
        *args: Any,
        is_preview: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked, self.language = asked, language
        self.fields = {field_name(question): field_for(question, language) for question in asked}
        self.fields["scores_only"] = forms.BooleanField(
            label=_("Send my scores only, without what I wrote"), required=False,
            help_text=_("How you write, or a name in it, can show who you are."),
        )  # fmt: skip
        for field in self.fields.values():
            field.unmarked, field.disabled = True, is_preview

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(self.said()):
            self.add_error(None, EMPTY)
        return cleaned

    def said(self) -> Said:
        given = [(question, self.cleaned_data[field_name(question)]) for question in self.asked]
        scores = {q.key: value for q, value in given if q.is_scored and value is not None}
        comments = {q.key: value for q, value in given if not q.is_scored and value}
        return Said(scores, {} if self.cleaned_data["scores_only"] else comments)


class CodeForm(forms.Form):
    """The code of a card."""

    code = forms.CharField(
        label=_("The code on your card"), max_length=60,
        help_text=_("Twelve letters and digits. Large or small, with or without dashes."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        if not (code := plain_code(self.cleaned_data["code"])):
            raise forms.ValidationError(
                _("A code has twelve letters and digits. Please look at the card again.")
            )
        return code
