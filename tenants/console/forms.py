from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants import actions
from tenants.models import Organisation


def zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if "/" in name and not name.startswith("Etc/"))
    return [(name, name.replace("_", " ")) for name in names]


class CreateForm(forms.Form):
    """A new organisation; `make` calls the action, whose errors come to their fields."""

    name = forms.CharField(label=_("Name"), max_length=100)
    slug = forms.CharField(
        label=_("Short name"),
        max_length=40,
        help_text=_("The first part of its address: small letters, digits."),
    )
    domain = forms.CharField(
        label=_("Its own domain"),
        max_length=253,
        required=False,
        help_text=_("Such as feedback.example.org."),
    )
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones, initial="Europe/London")
    admin_email = forms.EmailField(label=_("First admin's e-mail"), help_text=_("Gets the invitation."))

    def make(self) -> Organisation | None:
        """The organisation; None where the form has errors to show."""
        return attempt(self, lambda: actions.create_organisation(**self.cleaned_data))


class ZoneForm(forms.Form):
    """In which days are counted."""

    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zones)


class DomainForm(forms.Form):
    """One more host of an organisation."""

    domain = forms.CharField(label=_("Domain"), max_length=253)
    primary = forms.BooleanField(label=_("It stands in mails from now on"), required=False)


class SuspendForm(forms.Form):
    """Why it is closed; operators read it, nobody else."""

    reason = forms.CharField(label=_("Why"), max_length=200)


class DeleteForm(forms.Form):
    """The name is typed, so that it is not the wrong one."""

    typed_name = forms.CharField(label=_("Type the organisation's name"), max_length=100)


def attempt(form: forms.Form, act: Any) -> Any:
    """What the action gives, or None with its errors at their fields."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            error = ValidationError({next(iter(form.fields)): error.messages})
        form.add_error(None, error)
    return None
