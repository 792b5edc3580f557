"""A file of ideas: sent, and described."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.models import Employee
from employees.models.dates import validate_due_on
from feedback.connectors.dates import DMY, MDY, OPEN
from feedback.connectors.profile import Profile, profile
from feedback.connectors.sheet import BadFile, propose_reading
from feedback.models import Touchpoint
from ideas.actions.imports import LARGEST
from ideas.connectors.fider import is_backup
from ideas.connectors.opening import Legible
from ideas.connectors.tables import MANY, Mapping, guess, statuses_of
from ideas.models import Board, Idea, IdeaImport

ROLES = [
    ("", _("not used")), ("key", _("its number or key")), ("title", _("title")),
    ("problem", _("what is the matter")), ("proposal", _("what should change")),
    ("delight", _("why it would delight customers")),
    ("name", _("name of its author")), ("email", _("e-mail of its author")), ("at", _("handed in on")),
    ("votes", _("number of votes")), ("status", _("status")), ("reason", _("answer")),
    ("answered_at", _("answered on")), ("original", _("key of which it is a duplicate")),
    ("remarks", _("comment")),
]  # fmt: skip
ORDERS = [
    (OPEN, _("refuse what can be read in two ways")),
    (DMY, _("day, month, year")),
    (MDY, _("month, day, year")),
]


class UploadForm(forms.Form):
    """The backup of another tool, or a table."""

    board = forms.ModelChoiceField(Board.objects.none(), label=_("To which board?"))
    file = forms.FileField(
        label=_("File"), max_length=200, error_messages={"empty": _("The file is empty.")},
        help_text=_("The backup of Fider (ZIP), or a table (CSV, XLSX), at most 50 MB. Nothing comes in"
                    " before you have seen what would."),
        widget=forms.FileInput(attrs={"accept": ".zip,.csv,.tsv,.txt,.xlsx"}),
    )  # fmt: skip

    source, reading = "", dict[str, Any]()

    def __init__(self, *args: Any, user: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["board"].queryset = Board.objects.visible_to(user)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 50 MB. Send it in parts."))
        if is_backup(file.file):
            self.source = IdeaImport.Source.FIDER
            return file
        try:
            self.source, self.reading = IdeaImport.Source.TABLE, propose_reading(file.file).to_json()
        except BadFile as error:
            raise forms.ValidationError(str(error)) from error
        return file


class FactsForm(forms.Form):
    """What holds for all ideas of a file, as other tools do not ask it."""

    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label=_("Customers at a touchpoint"), required=False,
        empty_label=_("not one of these"),
        help_text=_("Choose one of these two at least: another tool did not ask whom its ideas affect."),
    )  # fmt: skip
    segment = forms.ChoiceField(
        label=_("Customers who are"), required=False, choices=[("", _("all of them")), *Idea.Segment.choices]
    )
    metric = forms.ChoiceField(label=_("Which metric should move?"), choices=Idea.Metric.choices)
    judge_on = forms.DateField(label=_("Until when?"), widget=day_input(), validators=[validate_due_on])
    language = forms.ChoiceField(label=_("They are written in"), required=False,
                                 choices=[("", _("several languages")), *settings.LANGUAGES])  # fmt: skip
    promises = forms.BooleanField(
        label=_("Promise an answer to each that is open"), required=False,
        help_text=_("Whose turn it is promises it by the days of the board. Else nobody must answer."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not (said.get("touchpoint") or said.get("segment")) and "touchpoint" not in self.errors:
            self.add_error("touchpoint", _("Which customers do they affect? Choose one at least."))
        return said

    def posted(self, said: dict[str, Any]) -> dict[str, Any]:
        """What a caller of the API says, as this form is sent."""
        return said

    def facts(self) -> dict[str, Any]:
        """As they are kept."""
        said = dict(self.cleaned_data)
        touchpoint = said.pop("touchpoint")
        return said | {
            "touchpoint": touchpoint.pk if touchpoint else None,
            "judge_on": said["judge_on"].isoformat(),
        }


class TableForm(FactsForm):
    """The same, and which column is what; the statuses follow from the column that is chosen for them."""

    def __init__(self, mapping: Mapping, profile: Profile, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.profile = profile
        roles = {at: role for role, at in mapping.columns.items()} | dict.fromkeys(mapping.remarks, MANY[0])
        for column in profile.columns:
            self.fields[f"column-{column.index}"] = forms.ChoiceField(
                choices=ROLES, required=False, label=column.name, initial=roles.get(column.index, "")
            )
        self.fields["order"] = forms.ChoiceField(
            label=_("Dates in figures are"), choices=ORDERS, initial=mapping.order
        )
        self._ask_statuses(mapping)

    def _ask_statuses(self, mapping: Mapping) -> None:
        """A choice for each value of the column that is the status now."""
        chosen = [int(name[7:]) for name in self.fields if name.startswith("column-")
                  and (self[name].value() or "") == "status"]  # fmt: skip
        guessed = statuses_of(self.profile, chosen[0] if chosen else None)
        self.values = list(guessed)
        choices = [("", _("refuse these rows")), *Idea.Status.choices]
        for number, value in enumerate(self.values):
            initial = mapping.statuses.get(value, guessed[value])
            self.fields[f"status-{number}"] = forms.ChoiceField(
                choices=choices, required=False, label=value, initial=initial
            )

    def columns(self) -> list[tuple[Any, Any, list[str]]]:
        """Each column with its field and what stands in it."""
        return [
            (column, self[f"column-{column.index}"], self.profile.samples(column.index))
            for column in self.profile.columns
        ]

    def statuses(self) -> list[Any]:
        return [self[f"status-{number}"] for number in range(len(self.values))]

    def facts_fields(self) -> list[Any]:
        return [self[name] for name in (*FactsForm.base_fields, "order")]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        chosen = [role for name, role in said.items() if name.startswith("column-") and role]
        if "title" not in chosen:
            self.add_error(None, _("Which column is the title? Each idea needs one."))
        if twice := {role for role in chosen if chosen.count(role) > 1 and role not in MANY}:
            names = ", ".join(str(name) for role, name in ROLES if role in twice)
            self.add_error(None, _("Only one column can be: %(names)s.") % {"names": names})
        return said

    def mapping(self) -> dict[str, Any]:
        said, found = self.cleaned_data, Mapping(order=self.cleaned_data["order"])
        for column in self.profile.columns:
            if (role := said[f"column-{column.index}"]) in MANY:
                found.remarks.append(column.index)
            elif role:
                found.columns[role] = column.index
        found.statuses = {value: said[f"status-{n}"] for n, value in enumerate(self.values)}
        return found.to_json()

    def posted(self, said: dict[str, Any]) -> dict[str, Any]:
        """By the columns' numbers and the statuses' values; what is not said stays as it was guessed."""
        columns = said.get("columns") or {
            str(column.index): self[f"column-{column.index}"].value() for column in self.profile.columns
        }
        as_columns = {f"column-{number}": role for number, role in columns.items()}
        asking = TableForm(Mapping(), self.profile, as_columns)
        statuses = {
            f"status-{n}": said.get("statuses", {}).get(value, asking[f"status-{n}"].initial)
            for n, value in enumerate(asking.values)
        }
        return {"order": OPEN} | said | as_columns | statuses

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name in FactsForm.base_fields}


def form_for(imported: IdeaImport, data: Any) -> FactsForm:
    """What is to be said of a file; at first as it seems to be, or was said before. BadFile."""
    if imported.source == IdeaImport.Source.FIDER:
        return FactsForm(data, initial=imported.facts)
    with Legible(imported) as opened:
        found = profile(opened)
    mapping = Mapping(**imported.mapping) if imported.mapping else guess(found)
    return TableForm(mapping, found, data, initial=imported.facts)
