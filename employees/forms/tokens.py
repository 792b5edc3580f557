from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.models import ApiToken
from employees.models.dates import validate_reach
from tenants.here import current_zone


class TokenForm(forms.Form):
    """What a new key is for, what it may, and until when."""

    name = forms.CharField(label=_("What is it for?"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=_("What may it do?"), choices=ApiToken.Scope.choices, widget=forms.CheckboxSelectMultiple,
        help_text=_("Never more than you may."),
    )  # fmt: skip
    expires_at = forms.DateField(
        label=_("Good until"), required=False, validators=[validate_reach],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The last day; empty: until it is revoked."),
    )  # fmt: skip

    def clean_expires_at(self):
        if not (day := self.cleaned_data["expires_at"]):
            return None
        ends = datetime.combine(day + timedelta(days=1), time(), current_zone())
        if ends <= timezone.now():
            raise forms.ValidationError(_("This day is over."))
        return ends
