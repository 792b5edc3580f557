from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from employees.models import Employee
from feedback.models import Customer, Touchpoint

MOST_TEXT = 2_000


class LearningForm(forms.Form):
    """What somebody learned, and where; who the customer is comes along from the customer's own page."""

    text = forms.CharField(
        label=_("What did you learn?"), max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("All staff can read it. Names, addresses and numbers are taken out."),
    )  # fmt: skip
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label=_("Where do customers meet us there?"), required=False,
        empty_label=_("nowhere in particular"),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("You wrote in"), choices=settings.LANGUAGES)
    customer = forms.ModelChoiceField(Customer.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["customer"].queryset = Customer.objects.visible_to(user).present()

    @property
    def chosen_customer(self) -> Customer | None:
        """Who the page is about, where it was asked for from theirs."""
        try:
            return self.fields["customer"].clean(self["customer"].value())
        except forms.ValidationError:
            return None
