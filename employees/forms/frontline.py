from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from employees.actions.frontline import Promised, note_day
from employees.forms.people import day_input
from employees.models import Commitment, Employee, FrontlineDay
from employees.models.dates import validate_due_on
from tenants.here import today


class FrontlineDayForm(forms.Form):
    """A day with customers, and perhaps a promise: a new one, or one of one's own that is open."""

    on = forms.DateField(label=_("Which day?"), widget=day_input())
    place = forms.CharField(label=_("Where?"), max_length=150)
    saw = forms.CharField(
        label=_("What did you see?"), max_length=4000,
        help_text=_("Everybody can read it, so name no customer."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("You wrote in"), choices=settings.LANGUAGES)
    promise = forms.CharField(
        label=_("Which promise did it lead to?"), max_length=200, required=False,
        help_text=_("It is yours, and stands in the ledger. Empty: none, or one that is made already."),
    )  # fmt: skip
    due_on = forms.DateField(
        label=_("Kept by"), required=False, widget=day_input(), validators=[validate_due_on]
    )
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(), label=_("Or a promise that you have made already"), required=False,
        empty_label=_("none"),
    )  # fmt: skip

    def __init__(self, *args, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        own = Commitment.objects.open().filter(owner=user).order_by("due_at", "pk")
        self.fields["commitment"].queryset = own

    def clean_on(self):
        if self.cleaned_data["on"] > today():
            raise forms.ValidationError(_("This day has not come yet."))
        return self.cleaned_data["on"]

    def clean(self):
        said = super().clean()
        if said.get("promise") and said.get("commitment"):
            self.add_error("commitment", _("A new promise, or one that is made already: not both."))
        if said.get("promise") and not said.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", _("By which day will it be kept?"))
        return said

    def save(self) -> FrontlineDay:
        said = dict(self.cleaned_data)
        what, due_on = said.pop("promise"), said.pop("due_on")
        return note_day(by=self.user, promised=Promised(what, due_on) if what else None, **said)
