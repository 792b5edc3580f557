from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from employees.actions import leaving, people, terms
from employees.actions.leaving import Heirs
from employees.forms.tables import TableForm
from employees.models import Employee, Policy, Team, Term
from employees.models.hours import validate_holidays, validate_week
from employees.models.policy import RUNGS
from tenants.here import day_of

DAYS = [_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")]
RUNG_NAMES = {
    "lead": _("lead"),
    "up": _("next level up"),
    "up2": _("second level up"),
    "champion": _("champion"),
}


def day_input():
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class EmployeeForm(forms.ModelForm):
    """A person, as an admin sees them. Who runs the platform is set nowhere here."""

    language = forms.ChoiceField(
        choices=[("", _("as the organisation")), *settings.LANGUAGES], required=False
    )

    since = forms.DateField(label=_("Works here since"), required=False, widget=day_input())

    class Meta:
        model = Employee
        fields = ["name", "email", "team", "is_admin", "is_executive", "language"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["since"] = day_of(self.instance.joined_at)

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def clean_since(self):
        """As it was, to the minute, where the day was not changed."""
        day = self.cleaned_data["since"]
        if day is None or day == self.initial.get("since"):
            return self.instance.joined_at
        return people.since(day)

    def save(self, commit: bool = True) -> Employee:
        joined_at = self.cleaned_data.pop("since")
        if self.instance.pk:
            self.instance.joined_at = joined_at
            return people.change_employee(self.instance)
        return people.invite(joined_at=joined_at, **self.cleaned_data)


class DeactivateForm(forms.Form):
    """Whoever leaves hands over what they have in hand; asked is only after what there is."""

    ASKED = {
        "hand_to": ("promises", _("Who takes the open promises?"), _("nobody yet: the unassigned queue")),
        "lead_to": ("teams", _("Who leads their teams?"), _("nobody yet")),
        "successor": ("terms", _("Who is champion from today on?"), _("nobody yet: the deputy acts")),
        "deputy": ("deputised", _("Who is the champion's deputy?"), _("nobody yet")),
        "sponsor": ("sponsored", _("Who is the executive sponsor?"), _("nobody yet")),
    }

    def __init__(self, *args, employee: Employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.facts = leaving.leaving(employee)
        others = Employee.objects.active().exclude(pk=employee.pk)
        for name, (fact, label, empty) in self.ASKED.items():
            if getattr(self.facts, fact):
                self.fields[name] = forms.ModelChoiceField(
                    others, required=False, label=label, empty_label=empty
                )

    def heirs(self) -> Heirs:
        return Heirs(**self.cleaned_data)

    def clean(self):
        chosen = super().clean()
        if chosen.get("deputy") and chosen["deputy"] == chosen.get("successor"):
            self.add_error("deputy", _("The deputy is somebody else than the champion."))
        return chosen


def read_shifts(text: str) -> list[list[str]]:
    """Of `09:00-12:30, 13:30-17:00`."""
    return [[edge.strip() for edge in part.split("-")] for part in text.split(",") if part.strip()]


class HoursMixin(forms.Form):
    """Working hours as seven lines, and holidays as one a line."""

    HOURS_FIELDS = [f"day_{number}" for number in range(7)]
    free_days = forms.CharField(
        label=_("Holidays"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line, as 2026-12-25."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for number, name in enumerate(self.HOURS_FIELDS):
            shifts = self.instance.hours.get(str(number), [])
            self.fields[name] = forms.CharField(
                label=DAYS[number], required=False, initial=", ".join("-".join(shift) for shift in shifts)
            )
        self.fields[self.HOURS_FIELDS[0]].help_text = _("Such as 09:00-12:30, 13:30-17:00; empty: closed.")
        self.fields["free_days"].initial = "\n".join(self.instance.holidays)

    def clean(self):
        super().clean()
        days = {
            str(n): read_shifts(self.cleaned_data.get(name, "")) for n, name in enumerate(self.HOURS_FIELDS)
        }
        for number, name in enumerate(self.HOURS_FIELDS):
            self._check(name, validate_week, {str(number): days[str(number)]})
        free = self.cleaned_data.get("free_days", "").split()
        self._check("free_days", validate_holidays, free)
        self.instance.hours = {day: shifts for day, shifts in days.items() if shifts}
        self.instance.holidays = sorted(free)
        return self.cleaned_data

    @property
    def groups(self):
        """The fields under the names of their groups; those of no group come first."""
        named = [(_("Working hours"), [*self.HOURS_FIELDS, "free_days"]), *self.further_groups()]
        grouped = {name for _legend, names in named for name in names}
        others = [name for name in self.fields if name not in grouped]
        return [(legend, [self[name] for name in names]) for legend, names in [("", others), *named]]

    def further_groups(self):
        return []

    def _check(self, name, validate, value):
        try:
            validate(value)
        except ValidationError as error:
            self.add_error(name, error)


class TeamForm(HoursMixin, forms.ModelForm):
    """A team of the tree. Without hours of its own it works as the organisation does."""

    time_zone = forms.CharField(
        label=_("Time zone"), required=False,
        help_text=_("Such as Europe/London; empty: the organisation's."),
    )  # fmt: skip

    class Meta:
        model = Team
        fields = ["name", "parent", "lead", "location", "time_zone"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = Employee.objects.active()
        self.fields[self.HOURS_FIELDS[0]].help_text = _(
            "Such as 09:00-12:30, 13:30-17:00; empty: closed. All empty: as the organisation works."
        )


class TermForm(forms.ModelForm):
    """A champion's time in office."""

    class Meta:
        model = Term
        fields = ["employee", "starts", "ends", "deputy", "sponsor"]
        widgets = {"starts": day_input(), "ends": day_input()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("employee", "deputy", "sponsor"):
            self.fields[name].queryset = Employee.objects.active()

    def save(self, commit: bool = True) -> Term:
        if not commit:  # the Django admin saves by itself, and records it
            return super().save(commit=False)
        return terms.appoint(self.instance, changed=self.changed_data)


class PolicyForm(HoursMixin, forms.ModelForm):
    """How the organisation works: hours, second factor, reminders and ladders, a number of hours each."""

    KINDS = {
        "answer": _("Promises to answer"), "danger": _("Promises to answer a danger"),
        "prevention": _("Promises to prevent"), "pulse": _("Actions promised after a pulse"),
        "gesture": _("Decisions on a gesture"), "pledge": _("Promises on the register"),
        "review": _("Answers to ideas"), "crisis": _("Answers to a crisis"), "idea": _("Ideas to deliver"),
        "decision": _("What follows from decisions"), "revisit": _("Looks at decisions again"),
        "challenge": _("Announcements after a challenge"),
        "other": _("Other promises"),
    }  # fmt: skip

    class Meta:
        model = Policy
        fields = ["require_mfa", "answer_in_working_hours"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for kind in self.KINDS:
            self.fields[f"remind_{kind}"] = forms.IntegerField(
                label=_("Hours before the date at which its owner is reminded"),
                min_value=1, max_value=1000, initial=self.instance.remind_hours(kind),
            )  # fmt: skip
            rungs = dict(self.instance.ladder(kind))
            for rung in RUNGS:
                self.fields[f"rung_{kind}_{rung}"] = forms.IntegerField(
                    label=_("Hours late at which the %(rung)s is told") % {"rung": RUNG_NAMES[rung]},
                    min_value=0, max_value=10000, required=False, initial=rungs.get(rung),
                )  # fmt: skip

    def further_groups(self):
        return [
            (name, [f"remind_{kind}", *(f"rung_{kind}_{rung}" for rung in RUNGS)])
            for kind, name in self.KINDS.items()
        ]

    def clean(self):
        chosen = super().clean()
        self.instance.reminders = {kind: chosen.get(f"remind_{kind}") or 24 for kind in self.KINDS}
        ladders = {}
        for kind in self.KINDS:
            waits = {rung: chosen.get(f"rung_{kind}_{rung}") for rung in RUNGS}
            ladders[kind] = {rung: wait for rung, wait in waits.items() if wait is not None}
            hours = list(ladders[kind].values())
            if hours != sorted(hours) or not hours:
                self.add_error(f"rung_{kind}_lead", _("A higher rung cannot come before a lower one."))
        self.instance.ladders = ladders
        return chosen


class ImportForm(TableForm):
    """A CSV file of people, or of teams; first looked at, then taken in."""

    kind = forms.ChoiceField(
        label=_("What is in it?"), choices=[("people", _("people")), ("teams", _("teams"))],
        widget=forms.RadioSelect, initial="people",
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "People: email, name, team, admin, language, since. "
            "Teams: name, parent, location, lead, time_zone."
        )
