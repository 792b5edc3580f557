"""Asking a challenge, and saying what became of it."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.forms.who import WhoField
from employees.models import Employee
from ideas.actions import challenging
from ideas.forms.ideas import box
from ideas.models import Board, Challenge, Idea

NAMED, WANTED = 100, 30
"""So many ideas are offered to be named at most, and of those that nobody has planned the most wanted."""


class ChallengeForm(forms.ModelForm):
    sponsor = WhoField(
        label=_("Sponsor"), help_text=_("Promises to say what became of it, when it has ended.")
    )

    class Meta:
        model = Challenge
        fields = ["question", "about", "opens_on", "closes_on", "sponsor", "budget", "announce_days"]
        widgets = {
            "question": forms.TextInput(attrs={"dir": "auto"}), "about": box(4), "opens_on": day_input(),
            "closes_on": day_input(),
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sponsor"].offer(Employee.objects.active())
        self.fields["opens_on"].disabled = bool(self.instance.pk) and self.instance.is_running

    def ask(self, board: Board) -> Challenge:
        return challenging.ask(board, **self.cleaned_data)

    def change(self) -> bool:
        """False once it is over."""
        return challenging.change(self.instance, **self.cleaned_data)


class AnnounceForm(forms.Form):
    """What became of it, and which ideas are named for it."""

    text = forms.CharField(
        label=_("What became of it?"), max_length=4000, widget=box(8),
        help_text=_("Everybody who handed in or voted reads this."),
    )  # fmt: skip
    named = forms.ModelMultipleChoiceField(
        Idea.objects.none(), label=_("Which ideas do you name?"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args: Any, challenge: Challenge, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["named"].queryset = nameable(challenge)


def nameable(challenge: Challenge) -> QuerySet[Idea]:
    """Those that are planned, started or completed, and those that are wanted most."""
    taken = Q(status__in=[Idea.Status.PLANNED, Idea.Status.STARTED, Idea.Status.COMPLETED])
    most = challenge.ideas.order_by("-votes", "-pk")
    shown = {
        *most.filter(taken).values_list("pk", flat=True)[: NAMED - WANTED],
        *most.values_list("pk", flat=True)[:WANTED],
    }
    return Idea.objects.filter(pk__in=shown).order_by("-votes", "-pk")
