"""Letting customers try an idea out, and choosing them."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team
from feedback.models import Goal, Invitation, Response, Touchpoint
from ideas.actions.testing import begin_trial, change_trial
from ideas.figures import usual_metric
from ideas.models import Idea, Trial


class TriedForm(forms.ModelForm):
    """What customers try; the goal, touchpoint and team of its listening post."""

    goal = forms.ModelChoiceField(Goal.objects.all(), label=_("Which goal does it serve?"))
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.select_related("stage"), label=_("At which touchpoint?")
    )
    team = forms.ModelChoiceField(
        Team.objects.order_by("name"), label=_("Which team answers, where it is not better?")
    )

    class Meta:
        model = Trial
        fields = ["what"]
        widgets = {"what": forms.TextInput(attrs={"dir": "auto"}), "metric": forms.RadioSelect}


class TrialForm(TriedForm):
    """And what they are asked."""

    class Meta(TriedForm.Meta):
        fields = ["what", "metric"]

    def __init__(self, *args: Any, idea: Idea, by: Employee, **kwargs: Any) -> None:
        goals = Goal.objects.filter(posts__touchpoint=idea.touchpoint_id)
        given = {
            "metric": usual_metric(idea), "touchpoint": idea.touchpoint_id,
            "team": idea.shown_team or by.team_id,
            "goal": goals.order_by("pk").values_list("pk", flat=True).first(),
        }  # fmt: skip
        super().__init__(*args, initial=given | kwargs.pop("initial", {}), **kwargs)
        self.idea, self.by = idea, by
        self.fields["metric"].choices = Trial.Metric.choices

    def begin(self) -> Trial:
        return begin_trial(self.idea, by=self.by, **self.cleaned_data)


class ChangeTrialForm(TriedForm):
    def __init__(self, *args: Any, instance: Trial, initial: dict[str, Any], **kwargs: Any) -> None:
        post = instance.post
        kept = {"goal": post.goal_id, "touchpoint": post.touchpoint_id, "team": post.team_id}
        super().__init__(*args, instance=instance, initial=kept | initial, **kwargs)

    def change(self) -> None:
        change_trial(self.instance, **self.cleaned_data)


class TestersForm(forms.Form):
    """Which of those who are proposed are invited. Those who were invited already are no mistake: the button
    may have been pressed twice."""

    answers = forms.ModelMultipleChoiceField(
        Response.objects.none(),
        error_messages={
            "required": _("Choose one at least."),
            "invalid_choice": _("Look at the list again."),
        },
    )

    def __init__(
        self, *args: Any, rows: list[Response], invited: QuerySet[Invitation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        known = Q(pk__in=[row.pk for row in rows]) | Q(pk__in=invited.order_by().values("follows"))
        self.fields["answers"].queryset = Response.objects.filter(known)
