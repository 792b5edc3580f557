"""How a board works, and what its list is narrowed by."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from ideas.actions.boards import Some, arrange, facts_of
from ideas.models import Act, Audience, Board, Idea
from ideas.models.crowds import NO_CUSTOMERS, TOO_SMALL, crowd_of, is_too_small

QUESTIONS = {
    Act.SEE: _("Who sees it?"), Act.SUBMIT: _("Who hands in ideas?"), Act.VOTE: _("Who votes?"),
    Act.COMMENT: _("Who comments?"),
}  # fmt: skip
WORKS = (
    "name", "about", "is_for_customers", "is_one_way", "shows_names", "allows_anonymous", "budget",
    "review_days", "reviewers", "crisis_hours", "crisis_reviewers",
)  # fmt: skip


def _roles_for(act: str) -> list[tuple[str, Any]]:
    """Customers come by a link, and see only the board that it is for."""
    by_link = Audience.Role.CUSTOMER if act == Act.SEE else None
    return [(role, label) for role, label in Audience.Role.choices if role != by_link]


class BoardForm(forms.ModelForm):
    """How it works, and for whom: for each act some teams and roles, or everybody."""

    class Meta:
        model = Board
        fields = WORKS
        widgets = {"reviewers": forms.SelectMultiple, "crisis_reviewers": forms.SelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_for_customers"].help_text = _(
            "Each by a link of their own. They read all that stands on the board, also what was said before, "
            "and of staff only their team; their own names are seen by staff only."
        )
        for name in ("reviewers", "crisis_reviewers"):
            self.fields[name].queryset = Employee.objects.active().order_by("name", "pk")
        said = list(self.instance.audiences.all()) if self.instance.pk else []
        teams = Team.objects.order_by("name")
        for act in Act:
            mine = [one for one in said if one.act == act]
            self.fields[f"{act}_teams"] = forms.ModelMultipleChoiceField(
                teams, label=_("Teams"), required=False,
                initial=[one.team_id for one in mine if one.team_id],
                help_text=_("A team brings those below it, and whoever leads one above it."),
            )  # fmt: skip
            self.fields[f"{act}_roles"] = forms.MultipleChoiceField(
                label=_("Roles"), required=False, choices=_roles_for(act),
                widget=forms.CheckboxSelectMultiple, initial=[one.role for one in mine if one.role],
                help_text=_("Neither a team nor a role: everybody.") if act == Act.SEE
                else _("Neither a team nor a role: everybody who sees the board."),
            )  # fmt: skip

    @property
    def groups(self) -> list[tuple[Any, list[Any]]]:
        whom = [(QUESTIONS[act], [self[f"{act}_teams"], self[f"{act}_roles"]]) for act in Act]
        return [(_("How it works"), [self[name] for name in WORKS]), *whom]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for act in Act:
            if Audience.Role.CUSTOMER in said.get(f"{act}_roles", []) and not said.get("is_for_customers"):
                self.add_error(f"{act}_roles", NO_CUSTOMERS)
        if said.get("allows_anonymous") and is_too_small(crowd_of(one.rule for one in self._whom())):
            self.add_error("allows_anonymous", TOO_SMALL)
        return said

    def _whom(self) -> list[Some]:
        said = self.cleaned_data
        teams = [Some(act, team=team) for act in Act for team in said.get(f"{act}_teams", ())]
        return teams + [Some(act, role=role) for act in Act for role in said.get(f"{act}_roles", ())]

    @transaction.atomic
    def keep(self) -> Board:
        before = facts_of(self.instance)
        made: Board = self.save()
        arrange(made, self._whom(), before)
        return made


class BoardFilter(forms.Form):
    """An unknown value narrows nothing."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    status = forms.ChoiceField(
        label=_("Status"), required=False, choices=[("", _("All")), *Idea.Status.choices]
    )
    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    @property
    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
