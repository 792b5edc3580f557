from django import forms
from django.utils.translation import gettext_lazy as _

from employees.actions import register
from employees.forms.promises import date_and_time
from employees.models import Commitment, Employee


class PledgeForm(forms.Form):
    """A promise before everybody, with its date."""

    promise = forms.CharField(
        label=_("What do you promise?"), max_length=200,
        help_text=_("All who work here read it, with its date, and whether it was kept."),
    )  # fmt: skip
    due_at = date_and_time(_("By when?"), _("By when: day"), _("By when: time"))

    def save(self, by: Employee) -> Commitment:
        return register.pledge(self.cleaned_data["promise"], due_at=self.cleaned_data["due_at"], by=by)
