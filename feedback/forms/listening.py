from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from feedback.actions.listening import keys_ever, new_key, next_review, option_key
from feedback.models import Goal, Journey, ListeningPost, PostVersion, Stage, Touchpoint
from feedback.models.questions import Kind

MOST_QUESTIONS = 20


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class PostForm(forms.ModelForm):
    """Where we listen, what for, and what opens a case."""

    class Meta:
        model = ListeningPost
        fields = [
            "name", "kind", "goal", "touchpoint", "team", "review_on", "clock", "nps_at_most", "csat_at_most",
            "passives", "every_answer",
        ]  # fmt: skip
        widgets = {"review_on": DateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = next_review
        self.fields["nps_at_most"].validators.append(_between(0, 10))
        self.fields["csat_at_most"].validators.append(_between(0, 5))
        if self.instance.pk:
            self.fields["kind"].disabled = True


def _between(low: int, high: int) -> Any:
    def check(value: int) -> None:
        if not low <= value <= high:
            raise ValidationError(_("A number from %(low)d to %(high)d.") % {"low": low, "high": high})

    return check


class GoalForm(forms.ModelForm):
    class Meta:
        model = Goal
        fields = ["name", "metric", "baseline", "target", "target_date", "sponsor"]
        widgets = {"target_date": DateInput}


class JourneyForm(forms.ModelForm):
    class Meta:
        model = Journey
        fields = ["name"]


class StageForm(forms.ModelForm):
    class Meta:
        model = Stage
        fields = ["journey", "name", "position"]


class TouchpointForm(forms.ModelForm):
    class Meta:
        model = Touchpoint
        fields = ["stage", "name", "matters", "promise"]


class RetireForm(forms.Form):
    """Where the links of a retired post lead."""

    successor = forms.ModelChoiceField(
        ListeningPost.objects.none(), required=False, label=_("Its links lead to"),
        empty_label=_("nowhere: a page says that we no longer ask"),
    )  # fmt: skip

    def __init__(self, post: ListeningPost, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = ListeningPost.objects.open().public().exclude(pk=post.pk)
        self.fields["successor"].queryset = others


class QuestionForm(forms.Form):
    """One question: its kind, and its words in each language."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    required = forms.BooleanField(label=_("Must be answered"), required=False)

    def __init__(self, *args: Any, languages: list[str], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = languages
        if self.empty_permitted:  # else its first kind would say that a further question is wanted
            self.fields["kind"].choices = [("", _("no further question")), *Kind.choices]
        for code in languages:
            facts: dict[str, Any] = {"widget": forms.TextInput(attrs={"lang": code, "dir": "auto"})}
            label = _("Question, %(language)s") % {"language": names.get(code, code)}
            self.fields[f"label_{code}"] = forms.CharField(label=label, max_length=300, **facts)
        for code in languages:
            label = _("Answers to choose from, one a line, %(language)s") % {
                "language": names.get(code, code)
            }
            lines = forms.Textarea(attrs={"rows": 3, "lang": code, "dir": "auto"})
            self.fields[f"options_{code}"] = forms.CharField(
                label=label, required=False, max_length=3000, widget=lines
            )

    @property
    def words(self) -> list[forms.BoundField]:
        """What every question has, in its order."""
        options = {field.name for field in self.options}
        return [field for field in self.visible_fields() if field.name not in options]

    @property
    def options(self) -> list[forms.BoundField]:
        """The answers to choose from, in each language."""
        return [self[f"options_{code}"] for code in self.languages]

    @property
    def asks_for_a_choice(self) -> bool:
        """Whether its answers to choose from are to be seen, or what is wrong with them."""
        return self["kind"].value() == Kind.CHOICE or any(field.errors for field in self.options)

    def lines(self, code: str) -> list[str]:
        said = self.cleaned_data.get(f"options_{code}", "")
        return [line.strip() for line in said.splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == Kind.CHOICE and self.languages:
            counts = {len(self.lines(code)) for code in self.languages}
            if len(counts) > 1 or counts & {0, 1}:
                problem = _("Give two answers or more, one a line, and as many in each language.")
                self.add_error(f"options_{self.languages[0]}", problem)
        return cleaned


class QuestionSet(forms.BaseFormSet):
    """The questions of a post, in their order."""

    def clean(self) -> None:
        if any(self.errors):
            return
        if not [form for form in self.forms if form not in self.deleted_forms and form.has_changed()]:
            raise ValidationError(_("Ask at least one question."))

    def get_ordering_widget(self) -> type[forms.Widget]:
        return forms.NumberInput


Questions = forms.formset_factory(
    QuestionForm, formset=QuestionSet, can_order=True, can_delete=True, extra=1, max_num=MOST_QUESTIONS,
    absolute_max=MOST_QUESTIONS + 1,
)  # fmt: skip


class TitleForm(forms.Form):
    """The heading of the form, in each language."""

    def __init__(self, *args: Any, languages: list[str], names: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code in languages:
            label = _("Heading, %(language)s") % {"language": names.get(code, code)}
            widget = forms.TextInput(attrs={"lang": code, "dir": "auto"})
            self.fields[f"title_{code}"] = forms.CharField(label=label, max_length=200, widget=widget)


class VersionEditor:
    """The page on which questions are changed: a heading, questions, languages; read from the version that is
    asked now, or from what was typed."""

    def __init__(self, post: ListeningPost, data: Any = None) -> None:
        self.post, self.data = post, data
        known = dict(settings.LANGUAGES)
        typed = [code for code in data.getlist("languages") if code in known] if data else []
        self.languages = list(dict.fromkeys(typed or post.version.languages))
        if data and "add" in data and data.get("add_language") in known:
            self.languages = list(dict.fromkeys([*self.languages, data["add_language"]]))
        self.names = {code: str(name) for code, name in known.items()}
        facts = {"languages": self.languages, "names": self.names}
        self.title = TitleForm(data, initial=self._titles(), **facts)
        self.questions = Questions(data, initial=self._rows(), form_kwargs=facts, prefix="questions")

    @property
    def others(self) -> list[tuple[str, str]]:
        """Languages that may be added."""
        return [(code, name) for code, name in self.names.items() if code not in self.languages]

    def _titles(self) -> dict[str, str]:
        return {f"title_{code}": self.post.version.title.get(code, "") for code in self.languages}

    def _rows(self) -> list[dict[str, Any]]:
        rows = []
        for question in self.post.version.asked:
            row: dict[str, Any] = {"key": question.key, "kind": question.kind, "required": question.required}
            for code in self.languages:
                row[f"label_{code}"] = question.labels.get(code, "")
                row[f"options_{code}"] = "\n".join(option.labels.get(code, "") for option in question.options)
            rows.append(row)
        return rows

    def is_valid(self) -> bool:
        return all([self.title.is_valid(), self.questions.is_valid()])

    @property
    def kept(self) -> list[Any]:
        """The questions as ordered, without those that were taken out or left empty."""
        return [form for form in self.questions.ordered_forms if form.cleaned_data.get("kind")]

    def read(self) -> dict[str, Any]:
        """Heading and questions as a version keeps them. Who changes a question's kind asks another one."""
        old = {question.key: question for question in self.post.version.asked}
        taken, rows = keys_ever(self.post), []
        for form in self.kept:
            said = form.cleaned_data
            before = old.get(said["key"])
            key = before.key if before and before.kind == said["kind"] else new_key(said["kind"], taken)
            taken.add(key)
            labels = {code: said[f"label_{code}"] for code in self.languages}
            row = {"key": key, "kind": said["kind"], "required": said["required"], "labels": labels}
            if said["kind"] == Kind.CHOICE:
                row["options"] = self._options(form, before)
            rows.append(row)
        titles = {code: self.title.cleaned_data[f"title_{code}"] for code in self.languages}
        return {"title": titles, "questions": rows}

    def _options(self, form: QuestionForm, before: Any) -> list[dict[str, Any]]:
        """An option keeps its key as long as its words in one language stay."""
        known = {label: o.key for o in (before.options if before else ()) for label in o.labels.values()}
        taken, found = set(known.values()), []
        for row in zip(*(form.lines(code) for code in self.languages), strict=True):
            key = next((known[label] for label in row if label in known), None) or option_key(row[0], taken)
            taken.add(key)
            found.append({"key": key, "labels": dict(zip(self.languages, row, strict=True))})
        return found

    def unsaved(self) -> PostVersion:
        """The version as it would be asked, for the preview."""
        return PostVersion(post=self.post, number=0, **self.read())
