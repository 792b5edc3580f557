"""Handing in an idea, and answering one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.forms.who import WhoField
from employees.models import Employee
from employees.models.dates import validate_due_on
from feedback.models import Cause, Touchpoint
from ideas.actions.errors import ClosedError, OverError
from ideas.actions.submitting import edit_idea, submit_idea
from ideas.forms.files import FilesForm
from ideas.models import MOVES, Board, Challenge, Idea

CUSTOMERS = ("touchpoint", "cause", "segment")
ENDED = _("It has ended meanwhile. Hand the idea in without it.")
CLOSED = _("The board takes no more ideas. Copy your text if you want to keep it.")


def box(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "dir": "auto"})


class IdeaForm(forms.ModelForm):
    """The idea, which customers it affects and why it would delight them, and what will tell."""

    challenge = forms.ModelChoiceField(
        Challenge.objects.none(), label=_("Does it answer a challenge?"), required=False,
        empty_label=_("none of them"), error_messages={"invalid_choice": ENDED},
    )  # fmt: skip
    language = forms.ChoiceField(label=_("You write in"), choices=settings.LANGUAGES)

    class Meta:
        model = Idea
        fields = [
            "title", "problem", "proposal", *CUSTOMERS, "delight", "metric", "judge_on", "hinders",
            "is_crisis", "saves_cost", "language",
        ]  # fmt: skip
        widgets = {
            "problem": box(4), "proposal": box(4), "delight": box(3), "judge_on": day_input(),
            "title": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        }  # fmt: skip

    def __init__(self, *args: Any, board: Board | None = None, **kwargs: Any) -> None:
        """board: where it is handed in; None where it was handed in before."""
        super().__init__(*args, **kwargs)
        running = board.challenges.running() if board else Challenge.objects.none()
        if board and (running.exists() or self.data.get("challenge")):
            self.fields["challenge"].queryset = running
        else:
            del self.fields["challenge"]
        self.fields["touchpoint"].queryset = Touchpoint.objects.all()
        self.fields["cause"].queryset = Cause.objects.order_by("title")
        self.fields["judge_on"].validators.append(validate_due_on)
        if "is_crisis" in self.fields:
            self.fields["is_crisis"].disabled = bool(self.instance.pk)  # its answer is promised by that
        self.fields["touchpoint"].help_text = _("Choose one of these three at least.")
        for name in ("touchpoint", "cause"):
            self.fields[name].empty_label = _("not one of these")
        self.fields["segment"].choices = [("", _("all of them")), *Idea.Segment.choices]

    @property
    def whom(self) -> dict[str, Any]:
        """The customers who are chosen now."""
        return WhomForm({name: self[name].value() for name in CUSTOMERS}).whom

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        names = [
            (_("The idea"), ("title", "challenge", "problem", "proposal", "language")),
            (_("Which customers does it affect?"), CUSTOMERS),
            (_("Why would it delight them, and how will we know?"), ("delight", "metric", "judge_on")),
            (_("What else is to be known?"), ("hinders", "is_crisis", "saves_cost")),
        ]
        return [(name, [self[each] for each in fields if each in self.fields]) for name, fields in names]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not any(said.get(name) for name in CUSTOMERS):
            self.add_error("touchpoint", _("Which customers does it affect? Choose one at least."))
        return said

    def submit(self, board: Board, *, by: Employee, files: FilesForm | None = None) -> Idea | None:
        """With its files, or not at all; None, with what is wrong, where its challenge or the board ended
        meanwhile."""
        try:
            return self._submit(board, by=by, files=files)
        except OverError:
            self.add_error("challenge", ENDED)
        except ClosedError:
            self.add_error(None, CLOSED)
        return None

    @transaction.atomic
    def _submit(self, board: Board, *, by: Employee, files: FilesForm | None) -> Idea:
        made = submit_idea(board, by=by, **self.cleaned_data)
        if files:
            files.add_to(made, by=by)
        return made

    def mend(self) -> bool:
        """False once it was decided."""
        return edit_idea(self.instance, **{name: self.cleaned_data[name] for name in self.changed_data})


class WhomForm(forms.Form):
    """Which customers somebody thinks of, before anything else is said."""

    touchpoint = forms.ModelChoiceField(Touchpoint.objects.all(), required=False)
    cause = forms.ModelChoiceField(Cause.objects.all(), required=False)
    segment = forms.ChoiceField(choices=[("", ""), *Idea.Segment.choices], required=False)

    @property
    def whom(self) -> dict[str, Any]:
        """Their keys, as `ideas.figures.covered` takes them; nothing where nobody is named, or what there
        is not."""
        said = self.cleaned_data if self.is_valid() else {}
        if not any(said.values()):
            return {}
        keys = {name: said[name] and said[name].pk for name in ("touchpoint", "cause")}
        return keys | {"segment": said["segment"]}


def typed_in(said: Mapping[str, Any]) -> dict[str, str]:
    """What a form that is not finished says so far, as it was typed."""
    names = [name for name in (*IdeaForm.Meta.fields, "challenge") if name in said]
    return {name: str(said[name])[:4000].replace("\x00", "") for name in names}


class DecideForm(forms.Form):
    """Where an idea goes, and why; of where whoever decides may send it."""

    to = forms.ChoiceField(label=_("What becomes of it?"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why? Its author and all who want it read this."), max_length=1000, widget=box(4)
    )
    owner = WhoField(
        label=_("Who delivers it?"), required=False,
        help_text=_("Of one that is started: it is their promise."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Delivered by"), required=False, widget=day_input(), validators=[validate_due_on]
    )

    def __init__(self, *args: Any, idea: Idea, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names, moves = dict(Idea.Status.choices), idea.goes_to(by)
        self.fields["to"].choices = [(to, names[to]) for to in moves]
        self.is_late = self.data.get("to") in set(names) - set(MOVES[idea.status])
        """Whether the idea cannot go there any more from where it stands by now."""
        if self.is_late:
            words = _("Somebody decided meanwhile. Where it stands now: %(status)s.")
            self.fields["to"].error_messages["invalid_choice"] = words % {"status": names[idea.status]}
        if Idea.Status.STARTED in moves:
            self.fields["owner"].offer(Employee.objects.active())
        else:
            del self.fields["owner"], self.fields["due_on"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("to") == Idea.Status.STARTED:
            for name, words in (("owner", _("Who delivers it?")), ("due_on", _("By which day?"))):
                if not said.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return said


class ReasonForm(forms.Form):
    """A reason in public words."""

    reason = forms.CharField(label=_("Why?"), max_length=300, widget=box(2))


class ObjectionForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"), max_length=1000, widget=box(3),
        help_text=_("A reason helps more than a thumb down. Everybody reads it, with your name."),
    )  # fmt: skip
