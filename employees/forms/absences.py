"""Days on which somebody is away, and what becomes of the promises that fall due meanwhile."""

from datetime import date, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from employees.actions import absences
from employees.actions.absences import Decision
from employees.forms.people import day_input
from employees.models import Absence, Commitment, Employee
from employees.models.absences import people_entered_by, stand_ins_seen_by
from employees.models.dates import validate_reach
from tenants.here import current_zone, today

ASKED = 50
"""So many promises are asked about at once."""


class AbsenceForm(forms.ModelForm):
    """When somebody is away, and who stands in. Whose days they are is asked only where there is a choice."""

    class Meta:
        model = Absence
        fields = ["employee", "starts", "ends", "stand_in", "note"]
        widgets = {"starts": day_input(), "ends": day_input()}

    def __init__(self, *args, user: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stand_in"].queryset = stand_ins_seen_by(user)
        people = people_entered_by(user)
        self.fields["employee"].queryset, self.fields["employee"].initial = people, user
        if self.instance.pk or people[1:2].count() == 0:
            self.fields.pop("employee")
            self.instance.employee_id = self.instance.employee_id or user.pk

    def save(self, commit: bool = True) -> Absence:
        return absences.save_absence(self.instance)


class DecideForm(forms.Form):
    """For each promise that falls due in an absence: who takes it, or another day and why."""

    all_to = forms.TypedChoiceField(label=_("Hand all that are left blank to"), required=False, coerce=int)

    def __init__(self, *args, absence: Absence, **kwargs):
        super().__init__(*args, **kwargs)
        self.absence = absence
        falling = absence.falling_due().select_related("owner", "team").order_by("due_at", "pk")
        self.rows = list(falling[:ASKED])
        self.takers = {person.pk: person for person in absence.takers()}
        self.choices = [("", _("nobody yet")), *((pk, person.name) for pk, person in self.takers.items())]
        self.fields["all_to"].choices = self.choices
        self.fields["all_to"].initial = absence.stand_in_id
        for row in self.rows:
            self._ask_about(row)

    def _ask_about(self, row: Commitment) -> None:
        self.fields[f"to_{row.pk}"] = forms.TypedChoiceField(
            label=_("Hand to"), required=False, coerce=int, choices=self.choices
        )
        self.fields[f"day_{row.pk}"] = forms.DateField(
            label=_("Or another day"), required=False, widget=day_input(), validators=[validate_reach]
        )
        self.fields[f"reason_{row.pk}"] = forms.CharField(label=_("Why"), required=False, max_length=300)

    @property
    def asked(self):
        """Each promise with its three fields."""
        return [(row, [self[f"{name}_{row.pk}"] for name in ("to", "day", "reason")]) for row in self.rows]

    def clean(self):
        chosen = super().clean()
        self.decisions = [made for row in self.rows if (made := self._decision(row, chosen))]
        if not self.errors and not self.decisions:
            raise ValidationError(_("Choose somebody, or another day, for one promise at least."))
        return chosen

    def _decision(self, row: Commitment, chosen) -> Decision | None:
        to, day, reason = (chosen.get(f"{name}_{row.pk}") for name in ("to", "day", "reason"))
        if day and to:
            self.add_error(f"day_{row.pk}", _("Either somebody takes it, or it gets another day."))
        elif day:
            return self._moved(row, day, reason)
        elif to := to or chosen.get("all_to"):
            return Decision(row, to=self.takers[to], reason=reason or "")
        return None

    def _moved(self, row: Commitment, day, reason) -> Decision | None:
        """Another day, at the same time of day."""
        due_at = datetime.combine(day, row.due_at.astimezone(current_zone()).time(), current_zone())
        if self.absence.starts <= day <= self.absence.ends or due_at <= timezone.now():
            self.add_error(f"day_{row.pk}", _("The new day must lie ahead, and outside these days."))
        elif not reason:
            self.add_error(f"reason_{row.pk}", _("Say why it needs another day."))
        return Decision(row, due_at=due_at, reason=reason or "")


class MonthForm(forms.Form):
    """Which month the calendar shows: this one, where none is named well."""

    month = forms.DateField(
        input_formats=["%Y-%m"],
        required=False,
        validators=[MinValueValidator(date(1970, 1, 1)), validate_reach],
    )

    def first(self):
        chosen = self.cleaned_data.get("month") if self.is_valid() else None
        return (chosen or today()).replace(day=1)
