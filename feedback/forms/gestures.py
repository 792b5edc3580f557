from decimal import Decimal

from django import forms
from django.utils.translation import gettext_lazy as _

from employees.models import Team
from feedback.actions import gestures
from feedback.forms.cases import OnceForm
from feedback.models import Gesture, Goodwill, GoodwillLimit
from feedback.models.gestures import CURRENCIES

LEAST = Decimal("0.01")


def amount_field(**facts):
    return forms.DecimalField(min_value=LEAST, max_digits=9, decimal_places=2, **facts)


class GestureForm(OnceForm):
    """A gesture to the customer of a case."""

    kind = forms.ChoiceField(label=_("What do you give?"), choices=Gesture.Kind.choices)
    amount = amount_field(label=_("Worth"))
    note = forms.CharField(
        label=_("In words"), max_length=200, required=False,
        help_text=_("Such as: flowers to the ward. Leave out who the customer is."),
    )  # fmt: skip


class DecideForm(forms.Form):
    """The lead's yes or no."""

    yes = forms.TypedChoiceField(
        label=_("Your answer"), choices=[("yes", _("yes, give it")), ("no", _("no"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    reason = forms.CharField(label=_("Why?"), max_length=300, help_text=_("Whoever asked reads it."))


class LimitsForm(forms.Form):
    """The currency, and what each role may give without asking; a role without numbers asks always."""

    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        standing = {limit.role: limit for limit in GoodwillLimit.objects.exclude(role="")}
        self.fields["currency"].initial = Goodwill.current().currency
        for role in GoodwillLimit.Role.values:
            limit = standing.get(role)
            self.fields[f"amount_{role}"] = amount_field(
                label=_("Up to, for each gesture"), required=False, initial=limit and limit.amount
            )
            self.fields[f"number_{role}"] = forms.IntegerField(
                label=_("Times a month"), min_value=1, max_value=1000, required=False,
                initial=limit and limit.number,
            )  # fmt: skip

    @property
    def groups(self):
        """The fields under the names of their roles."""
        named = [(label, [self[f"amount_{role}"], self[f"number_{role}"]])
                 for role, label in GoodwillLimit.Role.choices]  # fmt: skip
        return [("", [self["currency"]]), *named]

    def clean(self):
        said = super().clean()
        for role in GoodwillLimit.Role.values:
            names = [f"amount_{role}", f"number_{role}"]
            if not self.errors and (said.get(names[0]) is None) != (said.get(names[1]) is None):
                self.add_error(names[0], _("Give both, or neither."))
        return said

    def save(self):
        said = self.cleaned_data
        gestures.set_currency(said["currency"])
        for role in GoodwillLimit.Role.values:
            if said[f"amount_{role}"] is not None:
                gestures.set_limit(role=role, amount=said[f"amount_{role}"], number=said[f"number_{role}"])
            elif limit := GoodwillLimit.objects.filter(role=role).first():
                gestures.remove_limit(limit)


class TeamLimitForm(forms.Form):
    """What those of a team, and of the teams below, may give without asking."""

    team = forms.ModelChoiceField(Team.objects.all(), label=_("Team"))
    amount = amount_field(label=_("Up to, for each gesture"))
    number = forms.IntegerField(label=_("Times a month"), min_value=1, max_value=1000)

    def save(self):
        said = self.cleaned_data
        return gestures.set_limit(team=said["team"].pk, amount=said["amount"], number=said["number"])
