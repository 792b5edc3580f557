from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from employees.models import Team
from feedback.models import Customer, ListeningPost, Response
from feedback.models.responses import Metric


class ResponseFilter(forms.Form):
    """Which responses are listed."""

    post = forms.ModelChoiceField(
        ListeningPost.objects.all(), required=False, label=_("Post"), empty_label=_("All posts")
    )
    team = forms.ModelChoiceField(
        Team.objects.all(), required=False, label=_("Team"), empty_label=_("All teams")
    )
    metric = forms.ChoiceField(choices=[("", _("any")), *Metric.choices], required=False, label=_("Metric"))
    worst = forms.IntegerField(required=False, min_value=0, max_value=10, label=_("Score at most"))
    words = forms.ChoiceField(
        choices=[("", _("with and without words")), ("yes", _("only with words"))],
        required=False,
        label=_("Words"),
    )
    hidden = forms.BooleanField(required=False, label=_("Hidden ones"))

    def apply(self, found: Any) -> Any:
        """The rows that fit; what is not valid filters nothing, and the page says so."""
        said = self.cleaned_data if self.is_valid() else {}
        found = found.exclude(hidden_at=None) if said.get("hidden") else found.shown()
        exact = {name: said[name] for name in ("post", "team", "metric") if said.get(name)}
        found = found.filter(**exact)
        if said.get("worst") is not None:
            found = found.filter(score__lte=said["worst"])
        return found.exclude(comment="") if said.get("words") else found


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(label=_("Reason"), max_length=300)


class MoveForm(forms.ModelForm):
    """Where a response belongs."""

    class Meta:
        model = Response
        fields = ["team", "touchpoint"]


class CustomerForm(forms.ModelForm):
    """The preferences card: how this person wishes to be treated by whoever answers."""

    class Meta:
        model = Customer
        fields = ["name", "salutation", "language", "reach_by", "needs"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = {code: code for code in [self.instance.language] if code} | dict(settings.LANGUAGES)
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), choices=[("", _("not known")), *known.items()], required=False
        )


class MergeForm(forms.Form):
    """The other record of the same person."""

    other = forms.ModelChoiceField(
        Customer.objects.none(), label=_("Number of the other record"), widget=forms.NumberInput,
        error_messages={"invalid_choice": _("You see no other customer with this number.")},
    )  # fmt: skip

    def __init__(self, customer: Customer, visible: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["other"].queryset = visible.present().exclude(pk=customer.pk)
