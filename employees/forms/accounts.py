from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from employees.actions import people
from employees.models import Employee
from tenants.limits import allow


class AuthenticateForm(AllauthAuthenticateForm):
    """The second factor's code: ten tries in five minutes, counted for all workers together."""

    def clean_code(self) -> str:
        if not allow(f"second factor {self.user.pk}", 10, 300):
            raise forms.ValidationError(_("Too many tries. Please wait five minutes."))
        return super().clean_code()


class JoinForm(forms.Form):
    """How a new colleague is called, and their password."""

    name = forms.CharField(
        label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label=_("Password"),
        help_text=_("Ten characters or more."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args, employee: Employee, **kwargs):
        super().__init__(*args, initial={"name": employee.name}, **kwargs)
        self.employee = employee

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.employee)
        return self.cleaned_data["password"]

    def save(self) -> bool:
        return people.join(self.employee, **self.cleaned_data)


class MeForm(forms.ModelForm):
    """What a person decides about themselves: name, and how they are told."""

    class Meta:
        model = Employee
        fields = ["name", "notify", "monthly", "newsletter", "wants_letter"]
        widgets = {"notify": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.roles & {"champion", "sponsor"}:
            del self.fields["wants_letter"]
