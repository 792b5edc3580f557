"""Who is named, and for what."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Team

FOUND, NEAR = 20, 40
"""So many are shown of those whose name was looked for, and of one's own team."""
DIGITS = 18
"""No key has more."""


class Person(forms.ModelMultipleChoiceField):
    """People to tick, each with their team."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, employee):
        return f"{employee.name}, {employee.team}" if employee.team else employee.name


class NamingForm(forms.Form):
    """Names people and a team. Shown are those who are near, those who were ticked, and those whose name was
    looked for; anybody who works here may be named, but for `apart`."""

    people = Person(Employee.objects.none(), label=_("Whom?"), required=False,
        help_text=_("Tick people here, or choose a whole team below."),
    )  # fmt: skip
    find = forms.CharField(label=_("Somebody else"), max_length=100, required=False)
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Or a whole team"), required=False, empty_label=_("no team")
    )

    def __init__(self, *args, near, apart: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = Employee.objects.active().exclude(pk=apart.pk)
        self.offer(near)

    def offer(self, near):
        """The few of all who work here that can be ticked."""
        field, ticked = self.fields["people"], self["people"].value() or []
        keys = {*(str(key) for key in ticked), *(str(key) for key in near), *map(str, self.found())}
        known = [int(key) for key in keys if key.isdecimal() and len(key) <= DIGITS]
        shown = field.queryset.filter(pk__in=known)
        field.choices = [(each.pk, field.label_from_instance(each)) for each in shown.select_related("team")]

    def found(self):
        """The keys of those whose name holds every word that was looked for."""
        words = str(self["find"].value() or "").replace("\x00", " ").split()[:5]
        if not words:
            return []
        holds = Q()
        for word in words:
            holds &= Q(name__icontains=word)
        return self.fields["people"].queryset.filter(holds).values_list("pk", flat=True)[:FOUND]

    def clean(self):
        said = super().clean()
        if not (said.get("people") or said.get("team") or self.errors):
            self.add_error("people", _("Name somebody, or a team."))
        return said

    @property
    def named(self):
        """As the verbs take it."""
        team = self.cleaned_data["team"]
        return {"people": list(self.cleaned_data["people"]), "teams": [team] if team else []}


class ThankForm(NamingForm):
    """Thanks to colleagues."""

    words = forms.CharField(
        label=_("What do you thank them for?"), max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    outcome = forms.CharField(
        label=_("What did it do for a customer?"), max_length=300,
        help_text=_("One sentence. Leave out who the customer is: everybody reads it."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip

    def __init__(self, *args, user: Employee, **kwargs):
        mates = Employee.objects.active().filter(team=user.team_id) if user.team_id else []
        near = mates.values_list("pk", flat=True)[:NEAR] if user.team_id else []
        super().__init__(*args, near=near, apart=user, **kwargs)
