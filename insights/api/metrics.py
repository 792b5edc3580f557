"""The dashboard's figures: exact, each with its n and 95 % interval, as the page shows them rounded."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from employees import metrics
from employees.api.board import FigureSerializer
from feedback.figures import CaseFigures, Tally, snapshot
from feedback.models.responses import Metric
from insights.figures.chosen import STEPS as DRAWN
from insights.figures.dashboard import METRICS, Numbers, gather
from insights.figures.summary import lens
from insights.figures.words import SCALES
from insights.forms import CASE_PERIODS, PERIODS, STEPS, Choices
from tenants.rest import Filters


class ChangeSerializer(serializers.Serializer):
    """The difference to the time before, tested: `is_real` when it exceeds chance."""

    difference = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    is_real = serializers.BooleanField()


class MetricSerializer(serializers.Serializer):
    """A metric in the time that was chosen, and in as long a time before it."""

    metric = serializers.ChoiceField(choices=Metric.choices)
    least = serializers.FloatField()
    most = serializers.FloatField()
    whole = FigureSerializer(allow_null=True)
    now = FigureSerializer(allow_null=True)
    before = FigureSerializer(allow_null=True)
    change = ChangeSerializer(allow_null=True)


class CasesSerializer(serializers.Serializer):
    """What became of the cases opened in the time: shares in percent, times in seconds."""

    opened = serializers.IntegerField()
    answered_in_time = FigureSerializer(allow_null=True)
    answered = FigureSerializer(allow_null=True)
    median_seconds_to_answer = serializers.FloatField(allow_null=True)
    p90_seconds_to_answer = serializers.FloatField(allow_null=True)
    reply_quality = FigureSerializer(allow_null=True)
    won_back = FigureSerializer(allow_null=True)
    at_risk_who_answered = FigureSerializer(allow_null=True)


class TeamCasesSerializer(CasesSerializer):
    team = serializers.IntegerField()
    name = serializers.CharField()
    shared = serializers.IntegerField()


class LensSerializer(serializers.Serializer):
    """Who stands behind the figures."""

    name = serializers.CharField()
    text = serializers.CharField()


class OverviewSerializer(serializers.Serializer):
    """All metrics that anybody answered, the cases, and who stands behind them."""

    start = serializers.DateField()
    end = serializers.DateField()
    received = serializers.IntegerField()
    shared_good = serializers.IntegerField()
    shared_bad = serializers.IntegerField()
    waiting = serializers.IntegerField(help_text="Open cases without an answer now.")
    waiting_since = serializers.DateTimeField(allow_null=True)
    metrics = MetricSerializer(many=True)
    decisions_on_customers = FigureSerializer(
        allow_null=True, help_text="Of the decisions of the time, in a hundred: those that rest on customers."
    )
    cases = CasesSerializer()
    cases_by_team = TeamCasesSerializer(many=True)
    lens = LensSerializer(many=True)


class PointSerializer(serializers.Serializer):
    """A step of time, by its first day."""

    start = serializers.DateField()
    received = serializers.IntegerField()
    figure = FigureSerializer(allow_null=True)


class PlaceSerializer(serializers.Serializer):
    """A team with those below it, a touchpoint, or a listening post."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    received = serializers.IntegerField()
    figure = FigureSerializer(allow_null=True)


class SeriesSerializer(MetricSerializer):
    """A metric over time and by place."""

    step = serializers.ChoiceField(choices=DRAWN)
    over_time = PointSerializer(many=True)
    by_team = PlaceSerializer(many=True)
    by_touchpoint = PlaceSerializer(many=True)
    by_post = PlaceSerializer(many=True)


def query(name: str, kind: Any, text: str, choices: Any = None) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=text, enum=choices)


CHOICES = [
    query("period", str, "Days back from today, or all; 90 where left out.", list(PERIODS)),
    query("step", str, "Of what is shown over time; as fits where left out.", [key for key in STEPS if key]),
    query("cases", int, "Cases opened within so many days.", [int(key) for key in CASE_PERIODS if key]),
    query("team", int, "This team and those below it."),
    query("touchpoint", int, "Only this touchpoint."),
    query("post", int, "Only this listening post."),
]


class MetricsViewSet(viewsets.ViewSet):
    """The figures of whoever leads a team, and of all for the champion."""

    permission_required = "insights.view_dashboard"

    @extend_schema(operation_id="metrics_overview", parameters=CHOICES, responses=OverviewSerializer)
    def overview(self, request: Request) -> Response:
        """Every metric, its change tested, and what became of the cases."""
        with snapshot():
            return Response(OverviewSerializer(overview_of(gathered(request))).data)

    @extend_schema(
        parameters=[*CHOICES, OpenApiParameter("metric", str, OpenApiParameter.PATH, enum=METRICS)],
        responses=SeriesSerializer,
    )
    def metric(self, request: Request, metric: str) -> Response:
        """A metric over time, by team, touchpoint and listening post."""
        if metric not in METRICS:
            raise exceptions.NotFound
        with snapshot():
            return Response(SeriesSerializer(series_of(gathered(request), metric)).data)


def gathered(request: Request) -> Numbers:
    """The numbers of what was asked for; a team, touchpoint or post that is not the reader's is refused."""
    known = set(Choices.base_fields) | Filters.ALWAYS
    if unknown := sorted(set(request.query_params) - known):
        raise exceptions.ValidationError({name: ["There is no such filter."] for name in unknown})
    form = Choices(request.query_params, reader=request.user)
    if not form.is_valid():
        raise exceptions.ValidationError(form.errors)
    return gather(form.chosen())


def metric_of(numbers: Numbers, metric: str) -> dict[str, Any]:
    now, before = numbers.now.figure(metric), numbers.before.figure(metric)
    least, most = SCALES[metric]
    return {
        "metric": metric, "least": least, "most": most, "whole": numbers.whole.figure(metric), "now": now,
        "before": before, "change": metrics.change(now, before),
    }  # fmt: skip


def cases_of(cases: CaseFigures) -> dict[str, Any]:
    times = cases.reply_times
    return {
        "opened": cases.opened, "answered_in_time": cases.attainment,
        "answered": cases.reply_rate if cases.opened else None,
        "median_seconds_to_answer": times.median if times else None,
        "p90_seconds_to_answer": times.p90 if times else None,
        "reply_quality": cases.reply_quality, "won_back": cases.win_back.rate,
        "at_risk_who_answered": cases.win_back.answering,
    }  # fmt: skip


def overview_of(numbers: Numbers) -> dict[str, Any]:
    chosen, answers = numbers.chosen, numbers.places["branch"]
    teams = [
        cases_of(cases) | {"team": team, "name": numbers.names["branch"].get(team, ""),
                           "shared": answers[team].shared if team in answers else 0}
        for team, cases in numbers.cases.by_branch.items() if team is not None
    ]  # fmt: skip
    return {
        "start": chosen.start, "end": chosen.today, "received": numbers.whole.received,
        "shared_good": numbers.whole.good, "shared_bad": numbers.whole.bad,
        "waiting": numbers.waiting.cases, "waiting_since": numbers.waiting.since,
        "metrics": [metric_of(numbers, metric) for metric in numbers.metrics],
        "decisions_on_customers": numbers.decided,
        "cases": cases_of(numbers.cases.now), "cases_by_team": teams,
        "lens": [{"name": name, "text": text} for name, text in lens(numbers)],
    }  # fmt: skip


def series_of(numbers: Numbers, metric: str) -> dict[str, Any]:
    points = [(day, numbers.over_time.get(day, Tally())) for day in numbers.chosen.buckets]
    return metric_of(numbers, metric) | {
        "step": numbers.chosen.steps,
        "over_time": [
            {"start": day, "received": one.received, "figure": one.figure(metric)} for day, one in points
        ],
        "by_team": places_of(numbers, "branch", metric),
        "by_touchpoint": places_of(numbers, "touchpoint", metric),
        "by_post": places_of(numbers, "post", metric),
    }


def places_of(numbers: Numbers, place: str, metric: str) -> list[dict[str, Any]]:
    names = numbers.names[place]
    return [
        {"id": key, "name": names.get(key, ""), "received": one.received, "figure": one.figure(metric)}
        for key, one in numbers.places[place].items()
    ]
