"""The site, and pages that only tests have: every part of the look on one, and the smallest public form."""

import math
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from config.urls import urlpatterns as site
from insights.charts import BarChart, Event, LineChart, Point, ShareChart, spark_path
from tenants.widgets import Scale

HERE = Path(__file__).parent
ZERO_TO_TEN = [(n, n) for n in range(11)]


class Filter(forms.Form):
    team = forms.ChoiceField(label="Team", choices=[("", "All teams")], required=False)
    words = forms.CharField(label="Words", required=False)


class Answer(forms.Form):
    score = forms.ChoiceField(
        label="How likely are you to recommend us?", choices=ZERO_TO_TEN,
        widget=Scale(low="0: not at all", high="10: certainly"),
    )  # fmt: skip
    why = forms.CharField(label="Why that number?", help_text="In any language.", widget=forms.Textarea)
    email = forms.EmailField(label="E-mail, if you would like an answer", required=False)
    how = forms.ChoiceField(
        label="How?", choices=[("m", "By e-mail"), ("c", "Call me")], widget=forms.RadioSelect
    )
    file = forms.FileField(label="File", required=False)
    consent = forms.BooleanField(label="You may write to me", required=False)


def promises() -> list[SimpleNamespace]:
    """One promise for each state of the clock."""
    now = timezone.now()

    def promise(made: float, due: float, **facts: float) -> SimpleNamespace:
        times = {name: now + timedelta(hours=hours) for name, hours in facts.items()}
        return SimpleNamespace(
            made_at=now + timedelta(hours=made), due_at=now + timedelta(hours=due), **times
        )

    return [
        promise(-18, 6), promise(-23, 0.7), promise(-25, -1.2), promise(-960, -840),
        promise(-24, 0, kept_at=-20), promise(-74, -50, kept_at=-48), promise(-480, 170, first_due_at=-72),
        promise(-1, 9, withdrawn_at=-0.5),
    ]  # fmt: skip


def charts() -> dict[str, Any]:
    values = [24, 28, 21, None, 29, 33, 35, 31, 38]
    points = [
        Point(f"{n} Nov", v, 140 + n, None if v is None else v - 12, None if v is None else v + 12)
        for n, v in enumerate(values, 1)
    ]
    counts = [Point(point.label, point.n, point.n) for point in points]
    parts = [("Detractors", 402, "c-det"), ("Passives", 459, "c-pas"), ("Promoters", 1051, "c-pro")]
    return {
        "line": LineChart(
            "nps", "NPS by day", "It rises.", points, -100, 100, goal=40, events=[Event(4, "New")]
        ),
        "bars": BarChart("n", "Answers by day", "About 140 a day.", counts, 0, math.inf, pale_below=142),
        "share": ShareChart("share", "Who would recommend us", "More than half.", parts),
        "spark": spark_path(values),
    }


def people_and_figures() -> dict[str, Any]:
    step = {"respond": "kept", "share": "kept", "cause": "now", "prevent": "open"}
    return {
        "steps": [SimpleNamespace(icon=i, state=s, label=i.title(), note="Monday") for i, s in step.items()],
        "views": [SimpleNamespace(label="Open", url="?v=1", current=True, count=18),
                  SimpleNamespace(label="Late", url="?v=2", current=False, count=2)],
        "figs": [{"name": "NPS", "value": 34, "low": 30, "high": 38, "n": 1912, "state": "good",
                  "icon": "kept", "change": "up 10, a change"},
                 {"name": "Won back", "value": None, "n": 4, "note": "too few to show"}],
        "facts": [("Speak to him as", "Mr Hallam"), ("Reach him by", "E-mail")],
        "entries": [SimpleNamespace(at=timezone.now(), text="Fixed in two days.", value=9, language="en")],
        "head": [("Week", False), ("NPS", True)], "rows": [["43", 37], ["44", 35]],
        "icons": ["clock", "mail", "import", "export", "edit", "team", "hidden", "file", "print", "code"],
    }  # fmt: skip


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    """Every part of the look."""
    facts = {
        "promises": promises(),
        "now": timezone.now(),
        "form": Answer({"email": "x"}),
        "filter": Filter(),
    }
    facts |= charts() | people_and_figures() | {"base": request.GET.get("base", "base.html")}
    template = engines["django"].from_string(HERE.joinpath("parts.html").read_text())
    return HttpResponse(template.render(facts, request))


@login_not_required
def small_form(request: HttpRequest) -> HttpResponse:
    """The public form at its largest: every kind of control, with an error at each."""
    template = engines["django"].from_string(HERE.joinpath("form.html").read_text())
    return HttpResponse(
        template.render({"form": Answer({"email": "x"} if "bad" in request.GET else None)}, request)
    )


@login_not_required
def faulty(request: HttpRequest) -> HttpResponse:
    """All that no page may have."""
    return HttpResponse(HERE.joinpath("faulty.html").read_text())


urlpatterns = [
    *site,
    path("parts/", parts),
    path("small-form/", small_form),
    path("faulty/", faulty),
    path("mails/", include("tenants.mailbox.urls")),
]
