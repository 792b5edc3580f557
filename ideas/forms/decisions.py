"""What was decided, what follows from it, and what becomes of it."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from employees.forms.people import day_input
from employees.forms.who import WhoField
from employees.models import Employee, Team
from employees.models.dates import validate_due_on
from feedback.models import ListeningPost, Touchpoint
from ideas.actions.decisions import QUARTER, edit_decision, make_decision, revisit
from ideas.actions.errors import UnchangedError
from ideas.actions.snapshots import Place
from ideas.forms.ideas import box
from ideas.models import Comment, Decision, Idea, Revisit, Snapshot
from tenants.here import today

SHOWN = 20
SPANS = {"30": _("the 30 days until then"), "90": _("the 90 days until then"),
         "365": _("the 365 days until then")}  # fmt: skip


def validate_past(day: Any) -> None:
    if day > today():
        raise ValidationError(_("This day is yet to come."), code="invalid")


class DecisionForm(forms.ModelForm):
    """What, why, by whom and when; and when it is looked at again."""

    revisit_on = forms.DateField(
        label=_("Looked at again on"), widget=day_input(), validators=[validate_due_on],
        help_text=_("Who decided promises to say then: it holds, it is changed, or it is withdrawn."),
    )  # fmt: skip

    by = WhoField(label=_("by whom"))

    class Meta:
        model = Decision
        fields = ["what", "why", "by", "decided_on"]
        widgets = {
            "what": forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}), "why": box(5),
            "decided_on": day_input(),
        }  # fmt: skip

    def __init__(self, *args: Any, by: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_by, people = by, Employee.objects.active()
        self.fields["decided_on"].validators.append(validate_past)
        if self.instance.pk:
            people |= Employee.objects.filter(pk=self.instance.by_id)  # who decided may have left since
            del self.fields["revisit_on"]  # the next look is promised, and agreed on in the ledger
        else:
            self.initial |= {"by": by.pk, "decided_on": today(), "revisit_on": today() + QUARTER}
        self.fields["by"].offer(people)

    def make(self) -> Decision:
        return make_decision(made_by=self.made_by, **self.cleaned_data)

    def mend(self) -> bool:
        """False once it is withdrawn."""
        return edit_decision(self.instance, **{name: self.cleaned_data[name] for name in self.changed_data})


class FollowUpForm(forms.Form):
    """Who promises what because of it."""

    what = forms.CharField(
        label=_("What is promised?"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    owner = WhoField(label=_("By whom?"))
    due_on = forms.DateField(label=_("Until"), widget=day_input(), validators=[validate_due_on])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].offer(Employee.objects.active())


class CiteForm(forms.Form):
    """An idea that a decision rests on, or a comment on one."""

    idea = forms.ModelChoiceField(Idea.objects.none())
    comment = forms.ModelChoiceField(Comment.objects.none(), required=False)

    def __init__(self, *args: Any, reader: Employee, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seen = Idea.objects.visible_to(reader)
        self.fields["idea"].queryset = self.seen
        self.fields["comment"].queryset = Comment.objects.visible_to(reader).filter(hidden_at=None)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("comment") and said["comment"].idea != said.get("idea"):
            self.add_error("comment", _("It is not about this idea."))
        return said

    def found(self, asked: str) -> list[Idea]:
        """With these words, most wanted first; without any the newest."""
        rows = self.seen.exclude(status=Idea.Status.DUPLICATE)
        rows = (
            rows.matching(asked).order_by("-votes", "-pk") if asked else rows.order_by("-submitted_at", "-pk")
        )
        voices = Comment.objects.of_customers().filter(hidden_at=None)
        shown = rows.select_related("board", "touchpoint", "cause", "review")[:SHOWN]
        return list(shown.prefetch_related(Prefetch("comments", voices, to_attr="voices")))


class RevisitForm(forms.Form):
    """It holds, is changed or withdrawn."""

    verdict = forms.ChoiceField(
        label=_("What becomes of it?"), choices=Revisit.Verdict.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("Why?"), max_length=1000, widget=box(3))
    what = forms.CharField(
        label=_("Where it is changed: what is decided now?"), max_length=150, required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )  # fmt: skip
    revisit_on = forms.DateField(
        label=_("Looked at again on"), required=False, widget=day_input(), validators=[validate_due_on],
        help_text=_("Empty: not again."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("verdict") == Revisit.Verdict.CHANGED and not said.get("what"):
            self.add_error("what", _("What is decided now?"))
        return said

    def revisit(self, decision: Decision, *, by: Employee) -> Revisit | None:
        """None once it is withdrawn, and where nothing is changed, which is said in the form."""
        try:
            return revisit(decision, by=by, **self.cleaned_data)
        except UnchangedError:
            self.add_error("what", _("That stands already. What is decided now?"))
        return None


class ValueForm(forms.Form):
    """Which metric, of which time and place, is kept with its value on the day of the decision."""

    metric = forms.ChoiceField(label=_("Metric"), choices=Snapshot.Metric.choices)
    days = forms.TypedChoiceField(label=_("Of"), choices=list(SPANS.items()), coerce=int, initial="90")
    team = forms.ModelChoiceField(Team.objects.none(), label=_("Team"), required=False)
    touchpoint = forms.ModelChoiceField(
        Touchpoint.objects.select_related("stage"), label=_("Touchpoint"), required=False,
        empty_label=_("all of them"),
    )  # fmt: skip
    post = forms.ModelChoiceField(
        ListeningPost.objects.all(), label=_("Listening post"), required=False, empty_label=_("all of them")
    )

    def __init__(self, *args: Any, reader: Employee, until: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        facts = {"day": date_format(until)}
        self.fields["days"].help_text = _("It was decided on %(day)s: the last day that counts.") % facts
        team, sees_all = self.fields["team"], "champion" in reader.roles
        team.queryset = Team.objects.order_by("name")
        team.required = not sees_all
        team.empty_label = _("all of them") if sees_all else None
        if not sees_all:
            team.queryset = team.queryset.filter(pk__in=Team.objects.led_by(reader))

    def chosen(self) -> dict[str, Any]:
        """As `keep_value` takes it."""
        said = self.cleaned_data
        place = Place(said["team"], said["touchpoint"], said["post"])
        return {"metric": said["metric"], "days": said["days"], "place": place}
