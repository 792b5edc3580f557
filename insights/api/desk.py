"""The champion's desk, as its page shows it."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from employees import figures
from employees.api.board import FigureSerializer
from employees.models import Commitment, Nudge
from feedback.figures import snapshot
from insights.api.metrics import ChangeSerializer, query
from insights.figures import quarter as words_of
from insights.figures.desk import Section, first_of, sections
from insights.forms import KeptForm, QuarterForm, SpanForm
from tenants.rest import Filters

DAYS = query("days", int, "Back from now; 90 where left out.", [int(days) for days in SpanForm.DAYS])

KEPT = [
    query("months", int, "Until now; 12 where left out.", [int(months) for months in KeptForm.MONTHS]),
    query("by", str, "How they are divided; by team where left out.", list(KeptForm.BY)),
    query("team", int, "Only this team and those below it."),
    query("kind", str, "Only promises of this kind.", Commitment.Kind.values),
]

QUARTER = query("quarter", str, "As 2026-3; the last one that is over where left out.")


class DeskStepSerializer(serializers.Serializer):
    words = serializers.CharField()
    url = serializers.CharField(help_text="The path of its page.")


class MoverSerializer(serializers.Serializer):
    """Who can move so many late promises: their own, those of people who are away, those of nobody."""

    key = serializers.IntegerField(allow_null=True, help_text="The person; empty where nobody is there.")
    name = serializers.CharField()
    own = serializers.IntegerField()
    of_absent = serializers.IntegerField()
    of_nobody = serializers.IntegerField()
    oldest = serializers.DateTimeField()


class LatePromiseSerializer(serializers.Serializer):
    """A promise of the desk, and who can move it."""

    commitment = serializers.IntegerField(source="row.pk")
    promise = serializers.CharField(source="row.promise")
    kind = serializers.CharField(source="row.kind")
    due_at = serializers.DateTimeField(source="row.due_at")
    owner = serializers.IntegerField(source="row.owner_id", allow_null=True)
    mover = serializers.IntegerField(allow_null=True)


class NudgeFateSerializer(serializers.Serializer):
    """A question of the champion, and what came of it."""

    nudge = serializers.IntegerField(source="pk")
    commitment = serializers.IntegerField(source="commitment_id")
    to = serializers.IntegerField(source="to_id")
    at = serializers.DateTimeField()
    acknowledged_at = serializers.DateTimeField(allow_null=True)
    outcome = serializers.ChoiceField(choices=Nudge.Outcome.choices)


class DeskSectionSerializer(serializers.Serializer):
    """A part of the desk: how many wait there, and the first of them. Of cases, ideas and
    people who own nothing no more than 1,001 are counted."""

    key = serializers.CharField()
    title = serializers.CharField()
    number = serializers.IntegerField()
    says = serializers.CharField()
    first = DeskStepSerializer(allow_null=True)
    promises = LatePromiseSerializer(many=True)
    movers = MoverSerializer(many=True)
    nudges = NudgeFateSerializer(many=True)
    keys = serializers.ListField(
        child=serializers.IntegerField(), help_text="Of the cases, causes, ideas or people that are listed."
    )


class DeskSerializer(serializers.Serializer):
    first = DeskStepSerializer(allow_null=True, help_text="The one thing to do first.")
    sections = DeskSectionSerializer(many=True)


class RunnerSerializer(serializers.Serializer):
    """Somebody's legs: seconds held and regained (lost, when negative), and a leg's mean of that in a hundred
    of the promise's time."""

    key = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    team = serializers.IntegerField(allow_null=True)
    team_name = serializers.CharField()
    legs = serializers.IntegerField(source="n")
    held_seconds = serializers.FloatField()
    regained_seconds = serializers.FloatField()
    pace = FigureSerializer(allow_null=True)


class RelaySerializer(serializers.Serializer):
    """The relay ledger. Who has fewer than ten legs is counted in their team only; such teams, together."""

    whole = RunnerSerializer()
    teams = RunnerSerializer(many=True)
    small_teams = RunnerSerializer(allow_null=True)
    nobody = RunnerSerializer(allow_null=True, help_text="While nobody owned it.")
    people = RunnerSerializer(many=True)
    unlisted = serializers.IntegerField(help_text="People with too few legs.")


class KeptSerializer(serializers.Serializer):
    """Shares of the promises that fell due."""

    as_first_promised = FigureSerializer(source="first", allow_null=True)
    as_renegotiated = FigureSerializer(source="moved", allow_null=True)


class RecordSerializer(serializers.Serializer):
    """In the whole time, in the last three months and in the three before; the change is tested."""

    key = serializers.JSONField(help_text="Of the team or person, or the name of the kind.")
    name = serializers.CharField()
    whole = KeptSerializer()
    now = KeptSerializer()
    before = KeptSerializer()
    change = ChangeSerializer(source="changed", allow_null=True)


class KeptMonthSerializer(serializers.Serializer):
    start = serializers.DateField()
    kept = KeptSerializer()


class MonthsSerializer(serializers.Serializer):
    """Promises kept over months. Who has fewer than ten that fell due is not listed; such teams, together."""

    months = KeptMonthSerializer(many=True)
    whole = RecordSerializer()
    records = RecordSerializer(many=True)
    small = RecordSerializer(allow_null=True)
    unlisted = serializers.IntegerField(help_text="People with too few.")


class QuarterPartSerializer(serializers.Serializer):
    """A part of the quarter's page, in sentences of the caller's language."""

    key = serializers.CharField()
    title = serializers.CharField()
    sentences = serializers.ListField(child=serializers.CharField())


class QuarterSerializer(serializers.Serializer):
    """A quarter as its page tells it, and the figures behind it."""

    quarter = serializers.CharField()
    start = serializers.DateField()
    kept = KeptSerializer()
    before = KeptSerializer()
    kinds = RecordSerializer(many=True)
    teams = RecordSerializer(many=True)
    headline = serializers.CharField()
    parts = QuarterPartSerializer(many=True)
    lens = serializers.CharField()


class DeskViewSet(viewsets.ViewSet):
    """What the champion sees to."""

    permission_required = "insights.view_desk"

    @extend_schema(operation_id="desk", responses=DeskSerializer)
    def desk(self, request: Request) -> Response:
        """What is late and who can move it, what was asked and what came of it, what waits at each step after
        an answer, and who owns nothing."""
        with snapshot():
            found = sections(request.user)
            facts = {"first": first_of(found), "sections": [section_of(one) for one in found]}
            return Response(DeskSerializer(facts).data)

    @extend_schema(operation_id="relay", parameters=[DAYS], responses=RelaySerializer)
    def relay(self, request: Request) -> Response:
        """Who lost and who regained time against the promise, where one passed through several hands."""
        form = chosen_by(SpanForm, request)
        now = timezone.now()
        with snapshot():
            found = figures.relay(now - timedelta(days=form.cleaned_data["days"]), now)
            return Response(RelaySerializer(found).data)

    @extend_schema(operation_id="kept", parameters=KEPT, responses=MonthsSerializer)
    def kept(self, request: Request) -> Response:
        """What was kept over months, as first promised and as renegotiated, by team, kind or person."""
        with snapshot():
            found = chosen_by(KeptForm, request).months_kept()
            months = [{"start": start, "kept": kept} for start, kept in found.months.items()]
            return Response(MonthsSerializer(vars(found) | {"months": months}).data)

    @extend_schema(operation_id="quarter", parameters=[QUARTER], responses=QuarterSerializer)
    def quarter(self, request: Request) -> Response:
        """What was promised and kept in a quarter, what was learned, what stays open and what is asked."""
        form = chosen_by(QuarterForm, request)
        with snapshot():
            found = words_of.gather(form.chosen)
            told = {"headline": words_of.headline(found), "parts": words_of.parts(found)}
            told |= {"quarter": form.chosen.key, "start": form.chosen.start, "lens": words_of.lens(found)}
            return Response(QuarterSerializer(vars(found) | told).data)


def chosen_by(kind: Any, request: Request) -> Any:
    """The valid form of what was asked for; an unknown filter or choice is refused."""
    if unknown := sorted(set(request.query_params) - set(kind.base_fields) - Filters.ALWAYS):
        raise exceptions.ValidationError({name: ["There is no such filter."] for name in unknown})
    form = kind(request.query_params)
    if not form.is_valid():
        raise exceptions.ValidationError(form.errors)
    return form


def section_of(section: Section) -> dict[str, Any]:
    facts, nudges = section.facts, section.key == "asked"
    rows = facts.get("rows", [])
    return {
        "key": section.key, "title": section.title, "number": section.number, "says": section.says,
        "first": section.first, "promises": facts.get("lines", []), "movers": facts.get("shares", []),
        "nudges": [nudge for nudge, _state in rows] if nudges else [],
        "keys": [] if nudges else [row.pk for row in rows],
    }  # fmt: skip
