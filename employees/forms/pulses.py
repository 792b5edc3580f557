"""Planning the pulse: what is asked, how often, and of whom."""

from hashlib import sha256
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from employees.actions.programmes import save_programme
from employees.forms.people import day_input
from employees.models import PulseProgramme, PulseQuestion, Team
from employees.models.asking import DRIVER, OPEN
from employees.models.pulse_programmes import validate_questions
from employees.models.shipped import enps_question, shipped, shipped_questions
from tenants.here import current_organisation

OWN = {1: DRIVER, 2: DRIVER, 3: DRIVER, 4: OPEN}
"""The places for questions of one's own."""


class BranchField(forms.ModelMultipleChoiceField):
    """Teams to tick, each with the one that it belongs to."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, team: Team) -> str:
        return f"{team.name} ({team.parent.name})" if team.parent else team.name


def own_key(label: str) -> str:
    """The same words are the same question, wave after wave; other words are another one."""
    return f"own-{sha256(label.strip().lower().encode()).hexdigest()[:10]}"


def ticks(kind: str, label: Any) -> forms.MultipleChoiceField:
    """The questions that we ship, in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    choices = [(row["key"], PulseQuestion.read(row).label(language)) for row in shipped(kind)]
    return forms.MultipleChoiceField(
        choices=choices, label=label, required=False, widget=forms.CheckboxSelectMultiple
    )


class ProgrammeForm(forms.ModelForm):
    branches = BranchField(
        Team.objects.none(), required=False, label=_("Who is asked"),
        help_text=_("A team brings those below it. Tick none to ask everybody."),
    )  # fmt: skip

    class Meta:
        model = PulseProgramme
        fields = [
            "name", "branches", "first_day", "opens_at", "days_open", "every", "unit", "k", "attribute",
        ]  # fmt: skip
        widgets = {
            "first_day": day_input(),
            "opens_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["branches"].queryset = Team.objects.select_related("parent").order_by(
            "parent__name", "name"
        )
        self.fields["k"].disabled = bool(self.instance.pk and self.instance.is_begun)
        self.fields["drivers"] = ticks(DRIVER, _("Statements to agree with, ten at most"))
        self.fields["opened"] = ticks(OPEN, _("Open questions, one or two"))
        first = current_organisation().language
        names = dict(settings.LANGUAGES)
        self.languages = [first, *(code for code in names if code != first)]
        for place, kind in OWN.items():
            for code in self.languages:
                self.fields[f"own_{place}_{code}"] = self._own_field(kind, code, str(names.get(code, code)))
        self.initial |= self._read()

    def _own_field(self, kind: str, code: str, name: str) -> forms.CharField:
        label = (
            _("A statement of your own, %(language)s")
            if kind == DRIVER
            else _("An open question of your own, %(language)s")
        )
        widget = forms.TextInput(attrs={"lang": code, "dir": "auto"})
        return forms.CharField(
            label=label % {"language": name}, required=False, max_length=200, widget=widget
        )

    def _read(self) -> dict[str, Any]:
        """What is ticked and written now."""
        asked = self.instance.asked if self.instance.questions else []
        known = shipped_questions()
        found: dict[str, Any] = {
            "drivers": [q.key for q in asked if q.kind == DRIVER and q.key in known],
            "opened": [q.key for q in asked if q.kind == OPEN and q.key in known],
        }
        for kind in (DRIVER, OPEN):
            own = [q for q in asked if q.kind == kind and q.key not in known]
            places = [place for place, of in OWN.items() if of == kind]
            for place, question in zip(places, own, strict=False):
                found |= {f"own_{place}_{code}": label for code, label in question.labels.items()}
        return found

    @property
    def own(self) -> list[tuple[Any, list[Any]]]:
        """The field of each place in the organisation's language, and those in others."""
        rows = [[self[f"own_{place}_{code}"] for code in self.languages] for place in OWN]
        return [(row[0], row[1:]) for row in rows]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        self.instance.questions = self._questions(cleaned)
        try:
            validate_questions(self.instance.questions)
        except ValidationError as error:
            self.add_error("opened" if not self._of(cleaned, OPEN) else "drivers", error)
        return cleaned

    def _questions(self, cleaned: dict[str, Any]) -> list[dict[str, Any]]:
        return [enps_question(), *self._of(cleaned, DRIVER), *self._of(cleaned, OPEN)]

    def _of(self, cleaned: dict[str, Any], kind: str) -> list[dict[str, Any]]:
        ticked = cleaned.get("drivers" if kind == DRIVER else "opened", [])
        own = [self._own_question(cleaned, place) for place, of in OWN.items() if of == kind]
        return [row for row in shipped(kind) if row["key"] in ticked] + [row for row in own if row]

    def _own_question(self, cleaned: dict[str, Any], place: int) -> dict[str, Any] | None:
        said = {code: cleaned.get(f"own_{place}_{code}", "") for code in self.languages}
        labels = {code: label for code, label in said.items() if label}
        if not labels:
            return None
        return {"key": own_key(next(iter(labels.values()))), "kind": OWN[place], "labels": labels}

    def save(self, commit: bool = True) -> PulseProgramme:
        """ValidationError where too few would be asked."""
        branches = self.cleaned_data["branches"]
        return save_programme(self.instance, branches=branches, changed=self.changed_data)


class CardsForm(forms.Form):
    """For whom cards are printed."""

    team = forms.ModelChoiceField(
        Team.objects.none(), required=False, label=_("For"), empty_label=_("all who are asked"),
        help_text=_("A team brings those below it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = Team.objects.all()
