"""What lists are narrowed by. An unknown value narrows nothing: the field says what is wrong with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Team
from feedback.models import Touchpoint


class TouchpointFilter(forms.Form):
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.all(), label=_("Touchpoint"), required=False, empty_label=_("All touchpoints")
    )

    @property
    def chosen(self) -> dict:
        """The filters that were chosen and are valid."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class PlaceFilter(TouchpointFilter):
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team"), required=False, empty_label=_("All teams")
    )
    field_order = ["view", "team", "touchpoint"]


class CaseFilter(PlaceFilter):
    view = forms.CharField(required=False, widget=forms.HiddenInput)
    language = forms.ChoiceField(label=_("Language"), required=False)
    q = forms.CharField(
        label=_("Words"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, *args, languages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("All languages")), *languages]


class FeedFilter(PlaceFilter):
    news = forms.ChoiceField(
        label=_("News"),
        choices=[("", _("Good and bad")), ("good", _("Good news")), ("bad", _("Bad news"))],
        required=False,
    )
