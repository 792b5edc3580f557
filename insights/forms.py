from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from employees.figures import Months, kept_by_month
from employees.models import Commitment, Employee, Team
from feedback.models import ListeningPost, Touchpoint
from insights.figures.chosen import MOST, Chosen
from insights.figures.kept import months_until
from insights.figures.quarter import Quarter, offered, quarter_of
from insights.figures.tree import Tree
from tenants.here import today

PERIODS = {
    "30": _("30 days"),
    "90": _("90 days"),
    "365": _("a year"),
    "all": _("all the time there is"),
}
USUAL_PERIOD = "90"
CASE_PERIODS = {"": _("as fits"), "30": PERIODS["30"], "90": PERIODS["90"], "365": PERIODS["365"]}
STEPS = {"": _("as fits"), "day": _("by day"), "week": _("by week"), "month": _("by month"),
         "year": _("by year")}  # fmt: skip


class Choices(forms.Form):
    """The filter of the figures: sent by GET, so that a view can be kept as a link."""

    period = forms.ChoiceField(
        label=_("Period"), choices=list(PERIODS.items()), required=False, initial=USUAL_PERIOD
    )
    step = forms.ChoiceField(label=_("In steps"), choices=list(STEPS.items()), required=False)
    team = forms.TypedChoiceField(
        label=_("Team and those below"), coerce=int, empty_value=None, required=False
    )
    touchpoint = forms.TypedChoiceField(label=_("Touchpoint"), coerce=int, empty_value=None, required=False)
    post = forms.TypedChoiceField(label=_("Listening post"), coerce=int, empty_value=None, required=False)

    cases = forms.TypedChoiceField(
        label=_("Cases opened within"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=list(CASE_PERIODS.items()),
    )

    def __init__(self, data: Any, *, reader: Employee) -> None:
        given = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(given | {"period": given["period"] or USUAL_PERIOD})
        self.tree = Tree(reader)
        teams = [(pk, indented(self.tree.nodes[pk].name, depth)) for pk, depth in self.tree.visible.items()]
        self.touchpoints = dict(Touchpoint.objects.order_by("name").values_list("pk", "name"))
        posts = ListeningPost.objects.values_list("pk", "name", "kind")
        self.posts = {pk: (name, kind) for pk, name, kind in posts}
        self.offer("team", _("All teams") if self.tree.sees_all else _("All of mine"), teams)
        self.offer("touchpoint", _("All touchpoints"), list(self.touchpoints.items()))
        self.offer("post", _("All posts"), [(pk, name) for pk, (name, _kind) in self.posts.items()])

    def offer(self, name: str, every: Any, choices: list[tuple[int, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", every), *choices]

    def chosen(self, most: float = MOST) -> Chosen:
        """What was chosen, in at most so many steps; the form must be valid."""
        found = self.cleaned_data
        days = None if found["period"] == "all" else int(found["period"])
        return Chosen(
            self.tree, days, found["step"], found["team"], found["touchpoint"], found["post"], found["cases"],
            most, self.touchpoints, self.posts,
        )  # fmt: skip

    def query(self, **other: object) -> str:
        """The query string of these choices, some of them changed."""
        kept = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return urlencode({name: value for name, value in (kept | other).items() if value not in ("", None)})


def indented(name: str, depth: int) -> str:
    """A name below its parent's in a list: by en spaces, which a screen reader does not read."""
    return "\u2002" * 2 * depth + name


class KeptForm(forms.Form):
    """Which promises, over how many months, and how they are divided; sent by GET."""

    MONTHS = {"6": _("6 months"), "12": _("12 months"), "24": _("24 months")}
    BY = {"team": _("by team"), "kind": _("by kind"), "person": _("by person")}

    months = forms.TypedChoiceField(
        label=_("Period"), choices=list(MONTHS.items()), coerce=int, required=False, empty_value=12
    )
    by = forms.ChoiceField(label=_("Divided"), choices=list(BY.items()), required=False)
    team = forms.ModelChoiceField(
        Team.objects.all(), label=_("Team and those below"), required=False, empty_label=_("All teams")
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("all")), *Commitment.Kind.choices], required=False
    )

    def __init__(self, data: Any) -> None:
        given = {name: data.get(name, "") for name in self.base_fields}
        super().__init__(given | {"months": given["months"] or "12", "by": given["by"] or "team"})

    def months_kept(self) -> Months:
        """The figures of what was chosen; the form must be valid."""
        chosen = self.cleaned_data
        months = months_until(today(), chosen["months"])
        teams = Team.objects.with_below([chosen["team"].pk]) if chosen["team"] else None
        return kept_by_month(months, chosen["by"], teams=teams, kind=chosen["kind"])

    def query(self) -> str:
        """The query string of these choices."""
        chosen = self.cleaned_data
        given = chosen | {"team": chosen["team"].pk if chosen["team"] else ""}
        return urlencode({name: value for name, value in given.items() if value != ""})


class SpanForm(forms.Form):
    """How many days back; sent by GET."""

    DAYS = {"7": _("a week"), "30": PERIODS["30"], "90": PERIODS["90"], "365": PERIODS["365"]}

    days = forms.TypedChoiceField(
        label=_("Period"), choices=list(DAYS.items()), coerce=int, required=False, empty_value=90
    )

    def __init__(self, data: Any) -> None:
        super().__init__({"days": data.get("days") or USUAL_PERIOD})


class QuarterForm(forms.Form):
    """Which quarter; sent by GET. The last one that is over, unless told otherwise."""

    quarter = forms.ChoiceField(label=_("Quarter"), required=False)

    def __init__(self, data: Any) -> None:
        self.offered = {quarter.key: quarter for quarter in offered(today())}
        usual = quarter_of(today()).before.key
        super().__init__({"quarter": data.get("quarter") or usual})
        field = self.fields["quarter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, quarter.label) for key, quarter in self.offered.items()]

    @property
    def chosen(self) -> Quarter:
        return self.offered[self.cleaned_data["quarter"]]
