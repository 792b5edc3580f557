"""What is said against a verdict, and what goes on the register."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.forms.who import WhoField
from employees.models import Employee
from ideas.actions import register
from ideas.actions.errors import TakenError
from ideas.forms.ideas import box
from ideas.models import BarrierRemoved, Idea, Patent, Saving
from ideas.models.register import Entry
from tenants.here import today


class DissentForm(forms.Form):
    reason = forms.CharField(
        label=_("Why do you see it otherwise?"), max_length=1000, widget=box(3),
        help_text=_("It stands with the verdict, with your name."),
    )  # fmt: skip


class EntryForm(forms.ModelForm):
    """A line of the register of an idea; of one that stands there `instance`."""

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField) and said.get(name) and said[name] > today():
                self.add_error(name, _("That day is still to come."))
        return said

    def enter(self, idea: Idea, *, by: Employee) -> Entry | None:
        """None where the same stands there already; it is said in the form."""
        try:
            return register.enter(self._meta.model, idea, by=by, **self.cleaned_data)
        except TakenError:
            return self._taken()

    def mend(self, *, by: Employee) -> bool:
        """False where it was taken off meanwhile, or the same stands there."""
        try:
            stands = self._meta.model.objects.get(pk=self.instance.pk)
            return register.mend(stands, by=by, **self.cleaned_data)
        except TakenError:
            return bool(self._taken())

    def _taken(self) -> None:
        self.add_error(None, _("This patent stands on the register already."))


class PatentForm(EntryForm):
    class Meta:
        model = Patent
        fields = ["office", "number", "filed_on", "granted_on", "inventors"]
        widgets = {"filed_on": day_input(), "granted_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inventors"].queryset = Employee.objects.order_by("name", "pk")


class SavingForm(EntryForm):
    confirmed_by = WhoField(label=_("confirmed by"))

    class Meta:
        model = Saving
        fields = ["amount", "currency", "span", "measured", "confirmed_by"]
        widgets = {"measured": box(3), "currency": forms.TextInput(attrs={"size": 3, "autocomplete": "off"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirmed_by"].offer(Employee.objects.active())

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()


class BarrierForm(EntryForm):
    class Meta:
        model = BarrierRemoved
        fields = ["whom", "since", "how"]
        widgets = {"since": day_input(), "how": box(3), "whom": forms.TextInput(attrs={"dir": "auto"})}


FORMS: dict[str, type[EntryForm]] = {"patents": PatentForm, "savings": SavingForm, "barriers": BarrierForm}
