"""How a board works, and what its list is narrowed by."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from ideas.models import Board, Idea


class BoardForm(forms.ModelForm):
    class Meta:
        model = Board
        fields = [
            "name", "about", "teams", "is_one_way", "shows_names", "budget", "review_days", "crisis_hours",
            "reviewers",
        ]  # fmt: skip
        widgets = {"teams": forms.CheckboxSelectMultiple, "reviewers": forms.SelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["teams"].queryset = Team.objects.order_by("name")
        self.fields["reviewers"].queryset = Employee.objects.active().order_by("name", "pk")


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
