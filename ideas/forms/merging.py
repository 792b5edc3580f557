"""Of which other idea one is a duplicate."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from employees.models import Employee
from ideas.forms.ideas import box
from ideas.models import Idea
from ideas.models.idea_rows import IdeaQuerySet

FEW = 10
LONGEST = 18
"""Digits of a number that the database can hold."""


def others(idea: Idea, user: Employee) -> IdeaQuerySet:
    """Into which of them it may be merged."""
    seen = Idea.objects.visible_to(user).filter(board=idea.board_id)
    return seen.exclude(pk=idea.pk).exclude(status=Idea.Status.DUPLICATE)


def looked_for(idea: Idea, user: Employee, asked: str) -> IdeaQuerySet:
    """By number or words; else those that look alike."""
    found, number = others(idea, user), asked.strip().removeprefix("#")
    if number.isdecimal():
        return found.filter(pk=int(number[:LONGEST]))
    return found.matching(asked).order_by("-votes", "-pk") if asked.strip() else found.alike(idea.keys)


class IdeaChoice(forms.ModelChoiceField):
    def label_from_instance(self, idea: Idea) -> str:
        votes = ngettext("one vote", "%(n)s votes", idea.votes) % {"n": idea.votes}
        return f"{idea.title} ({idea.get_status_display()}, {votes})"


class MergeForm(forms.Form):
    """One of those that were found; `looked` is what was asked for."""

    into = IdeaChoice(
        Idea.objects.none(), label=_("It goes on as"), widget=forms.RadioSelect, empty_label=None,
        error_messages={
            "required": _("Choose the idea with which it goes on."),
            "invalid_choice": _("It is no idea of this board, or a duplicate by now: look for it again."),
        },
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why are they one? Its author and all who want it read this."), max_length=1000, widget=box(3)
    )

    def __init__(self, *args: Any, idea: Idea, user: Employee, looked: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = list(looked_for(idea, user, looked).values_list("pk", flat=True)[:FEW])
        chosen = str(self.data.get("into", ""))
        if chosen.isdecimal():
            keys.append(int(chosen[:LONGEST]))
        self.fields["into"].queryset = others(idea, user).filter(pk__in=keys).order_by("-votes", "-pk")
