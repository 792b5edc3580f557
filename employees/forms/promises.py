"""What can be done with a promise on its page. Each form does it by its verb; `done` says so afterwards."""

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.actions import ledger, nudging
from employees.models import Commitment, Employee, Team
from employees.models.dates import validate_due_at


class ActForm(forms.Form):
    """One of several forms on a page: each has ids of its own."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}-%s", **kwargs)


class WithdrawForm(ActForm):
    reason = forms.CharField(label=_("Why is it taken back?"), max_length=300)
    done = _("The promise is withdrawn.")

    def act(self, commitment: Commitment, by: Employee) -> bool:
        return ledger.withdraw(commitment, reason=self.cleaned_data["reason"], by=by)


def date_and_time(label, day, time) -> forms.SplitDateTimeField:
    """The moment of a promise, asked for in two inputs; each says for itself what it is."""
    widget = forms.SplitDateTimeWidget(
        date_attrs={"type": "date", "aria-label": day}, time_attrs={"type": "time", "aria-label": time},
        date_format="%Y-%m-%d", time_format="%H:%M",
    )  # fmt: skip
    return forms.SplitDateTimeField(label=label, widget=widget, validators=[validate_due_at])


class RenegotiateForm(ActForm):
    due_at = date_and_time(_("New date"), _("New date: day"), _("New date: time"))
    reason = forms.CharField(label=_("Why does it need another date?"), max_length=300)
    done = _("The promise has a new date; the first one stays on record.")

    def act(self, commitment: Commitment, by: Employee) -> bool:
        return ledger.renegotiate(
            commitment, due_at=self.cleaned_data["due_at"], reason=self.cleaned_data["reason"], by=by
        )


class HandOverForm(ActForm):
    to = forms.ModelChoiceField(Employee.objects.none(), label=_("To whom?"))
    reason = forms.CharField(label=_("Why?"), max_length=300, required=False)
    done = _("The promise is handed over, with its date.")

    def __init__(self, *args, commitment: Commitment, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        takers = Employee.objects.takers(commitment.team_id, user)
        self.fields["to"].queryset = takers.exclude(pk=commitment.owner_id)

    def act(self, commitment: Commitment, by: Employee) -> bool:
        chosen = self.cleaned_data
        return ledger.hand_over(commitment, to=chosen["to"], by=by, reason=chosen["reason"])


class NudgeForm(ActForm):
    note = forms.CharField(label=_("What do you want to know?"), max_length=300, required=False)
    done = _("The owner is asked, and has to answer.")

    def act(self, commitment: Commitment, by: Employee) -> bool:
        return nudging.nudge(commitment, by=by, note=self.cleaned_data["note"]) is not None


class AcknowledgeForm(forms.Form):
    answer = forms.CharField(label=_("A word to who asked"), max_length=300, required=False)


class BoardForm(forms.Form):
    """Which promises the board shows; what is not one of ours is left out."""

    view = forms.CharField(required=False, widget=forms.HiddenInput)
    owner = forms.ModelChoiceField(Employee.objects.none(), required=False, widget=forms.HiddenInput)
    team = forms.ModelChoiceField(Team.objects.none(), required=False, label=_("Team"), empty_label=_("all"))
    kind = forms.ChoiceField(
        choices=[("", _("all")), *Commitment.Kind.choices], required=False, label=_("Kind")
    )

    def __init__(self, *args, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = Employee.objects.visible_to(user)
        self.fields["team"].queryset = Team.objects.visible_to(user)

    def chosen(self, commitments):
        """The promises that fit; a team brings those below it."""
        self.is_valid()
        if owner := self.cleaned_data.get("owner"):
            commitments = commitments.filter(owner=owner)
        if team := self.cleaned_data.get("team"):
            commitments = commitments.filter(team__in=Team.objects.with_below([team.pk]))
        if kind := self.cleaned_data.get("kind"):
            commitments = commitments.filter(kind=kind)
        return commitments
