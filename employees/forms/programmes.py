"""Programmes, their dates, and what was learned there. Times are of the organisation's own zone, where it
takes place, whoever types them in."""

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from employees.models import Employee, Programme, ProgrammeDate, SignUp


class ProgrammeForm(forms.ModelForm):
    class Meta:
        model = Programme
        fields = ["name", "kind", "teaches"]
        widgets = {"teaches": forms.Textarea(attrs={"rows": 5, "dir": "auto"})}


class MomentField(forms.SplitDateTimeField):
    """A day and a time, each a control of the browser's own, with the name of what it is."""

    def __init__(self, *, label, **kwargs):
        widget = forms.SplitDateTimeWidget(
            date_attrs={"type": "date"},
            time_attrs={"type": "time"},
            date_format="%Y-%m-%d",
            time_format="%H:%M",
        )
        super().__init__(label=label, widget=widget, **kwargs)
        date, time = self.widget.widgets
        date.attrs["aria-label"] = format_lazy("{}: {}", label, _("day"))
        time.attrs["aria-label"] = format_lazy("{}: {}", label, _("time"))


class ProgrammeDateForm(forms.ModelForm):
    starts = MomentField(label=_("From"))
    ends = MomentField(label=_("Until"))
    closes_at = MomentField(label=_("Sign-up closes"))

    class Meta:
        model = ProgrammeDate
        fields = ["place", "starts", "ends", "places", "closes_at", "organiser"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organiser"].queryset = Employee.objects.active()

    def _post_clean(self):
        """The verb looks at the whole, under a lock; its instance is not touched before."""


class CallOffForm(forms.Form):
    reason = forms.CharField(label=_("Why is it called off?"), max_length=300)


class AttendanceForm(forms.Form):
    """A tick for each who signed up."""

    attended = forms.ModelMultipleChoiceField(
        SignUp.objects.none(), label=_("Who was there?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, date: ProgrammeDate, **kwargs):
        rows = SignUp.objects.standing().filter(date=date).select_related("employee")
        rows = rows.order_by("employee__name", "pk")
        is_noted = any(row.attended_at for row in rows)
        there = [row.pk for row in rows if (row.attended_at if is_noted else row.place_at)]
        super().__init__(*args, initial={"attended": there}, **kwargs)
        self.fields["attended"].queryset = rows
        self.fields["attended"].label_from_instance = lambda row: row.employee.name


class LearnedForm(forms.ModelForm):
    learned = forms.CharField(
        label=_("What did you learn about customers?"), max_length=1000,
        help_text=_("One sentence is enough. Everybody can read it, so name no customer."),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("You wrote in"), choices=settings.LANGUAGES)

    class Meta:
        model = SignUp
        fields = ["learned", "language"]
