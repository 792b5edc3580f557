"""An action that is promised on a wave's result."""

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.actions.after_wave import promise_action
from employees.actions.ledger import end_of
from employees.forms.people import day_input
from employees.models import Employee, PulsePromise, Wave, WaveGroup
from employees.models.dates import validate_due_on


class ActionForm(forms.Form):
    group = forms.ModelChoiceField(WaveGroup.objects.none(), label=_("For whom?"), empty_label=None)
    what = forms.CharField(
        label=_("What will you do?"), max_length=200,
        help_text=_("One thing that people will notice. Everybody who was asked reads it in the next pulse."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("Done by"), widget=day_input(), validators=[validate_due_on])
    owner = forms.ModelChoiceField(Employee.objects.none(), label=_("Who promises it?"))

    def __init__(self, *args, wave: Wave, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["group"].queryset = wave.groups.published().to_promise(user)
        self.fields["owner"].queryset = Employee.objects.takers(None, user)
        self.initial.setdefault("owner", user)

    def save(self) -> PulsePromise:
        said = self.cleaned_data
        return promise_action(
            group=said["group"], what=said["what"], owner=said["owner"], due_at=end_of(said["due_on"])
        )
