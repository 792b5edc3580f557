from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.actions.customers import normal_email, normal_phone
from feedback.models import PostVersion, Question
from feedback.models.questions import LONGEST, Kind
from tenants.here import current_country
from tenants.memory import Remembered
from tenants.widgets import Scale

ENDS = {
    Kind.NPS: (_("0: not at all"), _("10: certainly")),
    Kind.CSAT: (_("1: very dissatisfied"), _("5: very satisfied")),
    Kind.CES: (_("1: strongly disagree"), _("7: strongly agree")),
    Kind.RATING: (_("1: very poor"), _("5: very good")),
}
CONSENT_TEXT = _("You may write to me about this answer. I can take that back at any time.")
TESTER_TEXT = _("You may ask me to try what you change because of it.")
CONSENT_VERSION = "2026-11"


def field_name(question: Question) -> str:
    """The name of a question's field: no key of an organisation can be one of ours."""
    return f"q-{question.key}"


def field_for(question: Question, language: str) -> forms.Field:
    """The form field of a question, in the reader's language."""
    facts: dict[str, Any] = {"label": question.label(language), "required": question.required}
    if question.is_scored:
        low, high = ENDS[Kind(question.kind)]
        scale = Scale(low=low, high=high)
        choices = [(number, sent) for sent, number in question.choices.items()]
        return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, widget=scale, **facts)
    if question.kind == Kind.YES_NO:
        words = [("yes", _("Yes")), ("no", _("No"))]
        return forms.ChoiceField(choices=words, widget=forms.RadioSelect, **facts)
    if question.kind == Kind.CHOICE:
        options = [(option.key, option.label(language)) for option in question.options]
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **facts)
    text = forms.Textarea(attrs={"rows": 5, "dir": "auto"})
    return forms.CharField(max_length=LONGEST, widget=text, **facts)


class SharedFields(dict[str, forms.Field]):
    """Fields that a form takes as they are; Django would copy each of them for each visitor. Who changes one
    changes a copy."""

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


def fields_for(form: type[forms.Form], version: PostVersion, language: str) -> SharedFields:
    """The questions of a version in one language, and what this form asks beside them."""
    asked = {field_name(question): field_for(question, language) for question in version.asked}
    return SharedFields(asked | form.base_fields)  # type: ignore[attr-defined]


known_fields = Remembered(fields_for)


class AnswerForm(forms.Form):
    """The questions of a version, in one language. Below it: what each way of answering asks beside them."""

    def __init__(self, version: PostVersion, language: str, *args: Any, **kwargs: Any) -> None:
        fields = known_fields if version.pk else fields_for  # a version in the making is not yet what it is
        self.base_fields = fields(type(self), version, language)
        super().__init__(*args, **kwargs)
        self.version, self.language = version, language

    @property
    def heading(self) -> str:
        return self.version.heading(self.language)

    def response_facts(self) -> dict[str, Any]:
        """What was answered, as `receive_response` takes it."""
        said = {q.key: self.cleaned_data[field_name(q)] for q in self.version.asked}
        return facts_of(self.version, self.language, said)


def facts_of(version: PostVersion, language: str, said: dict[str, Any]) -> dict[str, Any]:
    """What was said to each question, as `receive_response` takes it."""
    primary, why = version.primary, version.why
    score = said.pop(primary.key) if primary else None
    return {
        "version": version,
        "metric": primary.kind if primary and score is not None else "",
        "score": score,
        "comment": said.pop(why.key).strip() if why else "",
        "answers": {key: value for key, value in said.items() if value not in (None, "")},
        "language": language,
    }


def plain_facts(version: PostVersion, language: str, sent: Mapping[str, str]) -> dict[str, Any] | None:
    """The same of an answer that leaves no address, as most do: read without a form, which would take three
    times as long. None where the form has to look at it, as something may be wrong."""
    if sent.get("email") or sent.get("phone"):
        return None
    try:
        said = {q.key: q.value_of(sent.get(field_name(q), "")) for q in version.asked}
    except ValueError:
        return None
    return facts_of(version, language, said)


class OnceForm(AnswerForm):
    """With the token of its showing, which makes a double click, a reload and a retry one answer."""

    token = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def renew(self, token: str) -> None:
        """The token it came with is not ours, or a day old: ask to send it again, with all that was typed."""
        self.data = self.data.copy()
        self.data["token"] = token
        self.add_error(None, _("This page was open for a long time. Please send it once more."))


class PhoneField(forms.CharField):
    """A telephone number, in the one spelling it is kept in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
        super().__init__(max_length=40, widget=widget, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return normal_phone(text, current_country()) if text else ""
        except ValidationError:
            raise ValidationError(
                _("This is not a telephone number. One from abroad begins with + and its country."),
                code="invalid",
            ) from None


class AddressField(forms.EmailField):
    """An e-mail address, in the one spelling it is kept in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.EmailInput(attrs={"autocomplete": "email"}), max_length=254, **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return normal_email(text) if text else ""


class ContactForm(OnceForm):
    """With a way to be answered, for who wants that, and the consent to use it."""

    email = AddressField(label=_("E-mail, if you would like an answer"), required=False)
    phone = PhoneField(label=_("Telephone, if you prefer a call"), required=False)
    consent = forms.BooleanField(label=CONSENT_TEXT, required=False)
    tester = forms.BooleanField(label=TESTER_TEXT, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("email") or cleaned.get("phone")) and not cleaned.get("consent"):
            self.add_error(
                "consent", _("Tick this, or leave e-mail and telephone empty: then nobody writes to you.")
            )
        if cleaned.get("consent") and not (self["email"].data or self["phone"].data):
            cleaned["consent"] = False
        cleaned["tester"] = bool(cleaned.get("tester") and cleaned.get("consent") and cleaned.get("email"))
        return cleaned


class PublicForm(ContactForm):
    """What anybody may fill in; `website` is seen by machines only."""

    lang = forms.CharField(widget=forms.HiddenInput, required=False, max_length=35)
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )


def is_caught(sent: Mapping[str, str]) -> bool:
    """Something was written where no person can write."""
    return bool(sent.get("website"))


class ComplaintForm(OnceForm):
    """What a customer said by telephone or at the counter, typed in by staff in the customer's words."""

    news = forms.ChoiceField(
        label=_("What is it?"),
        choices=[
            ("complaint", _("a complaint: its case opens at once")),
            ("praise", _("praise: next you can share it with everybody")),
        ],
        widget=forms.RadioSelect,
        initial="complaint",
    )
    name = forms.CharField(label=_("Customer's name"), max_length=150, required=False)
    email = AddressField(label=_("Customer's e-mail"), required=False)
    phone = PhoneField(label=_("Customer's telephone"), required=False)
    consent = forms.BooleanField(
        label=_("The customer agreed that we write or call about this"), required=False
    )
    tester = forms.BooleanField(
        label=_("The customer agreed to be asked by e-mail to try what we change because of it"),
        required=False,
    )
    channel = forms.ChoiceField(
        label=_("How did it reach us?"),
        choices=[("phone", _("by telephone")), ("person", _("in person")), ("letter", _("by letter"))],
        widget=forms.RadioSelect,
        initial="phone",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"news": self.fields.pop("news")} | self.fields
        if why := self.version.why:
            name = field_name(why)
            self.fields[name] = copy(self.fields[name])
            self.fields[name].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (cleaned.get("email") or cleaned.get("phone")) and not cleaned.get("consent"):
            self.add_error("consent", _("Ask the customer, or leave e-mail and telephone empty."))
        cleaned["tester"] = bool(cleaned.get("tester") and cleaned.get("consent") and cleaned.get("email"))
        return cleaned

    @property
    def agreed(self) -> dict[str, str]:
        """What the customer agreed to, in the words that stand on the form."""
        said = self.cleaned_data
        return {
            f"{name}_text": str(self.fields[name].label) if said[name] else ""
            for name in ("consent", "tester")
        }
