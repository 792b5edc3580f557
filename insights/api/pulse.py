"""The results of waves as the pages show them: what was published, by the same gate."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from employees import metrics
from employees.api.board import FigureSerializer
from employees.models import PulseComment, PulseQuestion, Wave, WaveGroup
from insights.api.metrics import ChangeSerializer
from insights.figures.pulse.gather import Cell, Pulse, comments, gather, published_comments
from insights.figures.pulse.words import lens, name_of
from tenants.api import ReadViewSet

GROUP = OpenApiParameter(
    "group", int, OpenApiParameter.QUERY, description="One of the wave's groups; else the whole."
)
QUESTION = OpenApiParameter(
    "question", str, OpenApiParameter.QUERY, required=True, description="Key of an open question."
)


class WaveQuestionSerializer(serializers.Serializer):
    """What a wave asks: eNPS from 0 to 10, drivers from 1 to 5, and open questions."""

    key = serializers.CharField()
    kind = serializers.CharField()
    labels = serializers.DictField(child=serializers.CharField())


class PulseWaveSerializer(serializers.ModelSerializer):
    questions = WaveQuestionSerializer(many=True)
    answered = serializers.SerializerMethodField()

    class Meta:
        model = Wave
        fields = ["id", "title", "questions", "k", "opened_at", "closed_at", "answered"]
        read_only_fields = fields

    def get_answered(self, wave: Wave) -> int | None:
        """None where fewer than k did."""
        return wave.answered if (wave.answered or 0) >= wave.k else None


class AnswersSerializer(serializers.Serializer):
    """How a group answered a question: eNPS or a mean, its interval that of so many of all who were asked."""

    question = serializers.CharField()
    figure = FigureSerializer()
    counts = serializers.DictField(child=serializers.IntegerField(), help_text="How many gave each score.")
    change = ChangeSerializer(allow_null=True, help_text="Against the same group in the wave before.")


class GroupResultSerializer(serializers.Serializer):
    """What was published of a group: all of it, those directly in it, or all that are not shown apart."""

    group = serializers.IntegerField()
    part = serializers.ChoiceField(choices=["whole", "direct", "others"])
    name = serializers.CharField()
    teams = serializers.ListField(child=serializers.IntegerField())
    asked = serializers.IntegerField()
    answered = serializers.IntegerField()
    answers = AnswersSerializer(many=True)


class DriverSerializer(serializers.Serializer):
    """What goes with the score: an association, never a cause."""

    question = serializers.CharField()
    correlation = serializers.FloatField()
    low = serializers.FloatField()
    high = serializers.FloatField()
    share = serializers.FloatField(help_text="Of R², by Shapley.")


class AttributeValueSerializer(serializers.Serializer):
    question = serializers.CharField()
    value = serializers.CharField()
    figure = FigureSerializer()


class LensLineSerializer(serializers.Serializer):
    name = serializers.CharField()
    text = serializers.CharField()


class ResultsSerializer(serializers.Serializer):
    """A group, its parts, and what goes with their score; nothing where too few answered."""

    wave = serializers.IntegerField()
    group = serializers.IntegerField()
    whole = GroupResultSerializer(allow_null=True)
    parts = GroupResultSerializer(many=True)
    drivers_n = serializers.IntegerField(allow_null=True)
    drivers_explain = serializers.FloatField(allow_null=True, help_text="R².")
    drivers = DriverSerializer(many=True)
    by_attribute = AttributeValueSerializer(many=True)
    lens = LensLineSerializer(many=True)


class PulseCommentSerializer(serializers.ModelSerializer):
    class Meta:
        model = PulseComment
        fields = ["text", "theme"]


class PulseViewSet(ReadViewSet):
    """Waves that were closed, and what was published of them once and for all."""

    permission_required = "employees.view_result"
    queryset = Wave.objects.none()
    serializer_class = PulseWaveSerializer

    def get_queryset(self) -> Any:
        return Wave.objects.closed()

    @extend_schema(parameters=[GROUP], responses=ResultsSerializer)
    @action(detail=True, methods=["get"])
    def results(self, request: Request, pk: str | None = None) -> Response:
        """What a group answered, and its parts."""
        wave = _wave(pk)
        pulse = gather(wave, _group(request, wave, {"group"}), request.user, in_full=True)
        return Response(ResultsSerializer(_results(pulse)).data)

    @extend_schema(parameters=[GROUP, QUESTION], responses=PulseCommentSerializer(many=True))
    @action(detail=True, methods=["get"])
    def comments(self, request: Request, pk: str | None = None) -> Response:
        """What was written to an open question, shuffled; nothing where fewer than ten wrote."""
        wave = _wave(pk)
        group, key = (
            _group(request, wave, {"group", "question", "cursor", "page_size"}),
            request.query_params.get("question"),
        )
        question = next((one for one in wave.asked if one.key == key and not one.is_scored), None)
        if question is None:
            raise exceptions.ValidationError({"question": ["Name one of the wave's open questions."]})
        shown = published_comments(wave, group, question)
        page = self.paginate_queryset(comments(shown, group) if shown else PulseComment.objects.none())
        return self.get_paginated_response(PulseCommentSerializer(page, many=True).data)


def _wave(pk: str | None) -> Wave:
    """Closed, or it does not exist."""
    return get_object_or_404(Wave.objects.closed(), pk=pk)


def _group(request: Request, wave: Wave, known: set[str]) -> WaveGroup:
    """The group that was asked for, else the whole; one that is not the reader's does not exist."""
    if unknown := sorted(set(request.query_params) - known):
        raise exceptions.ValidationError({name: ["There is no such filter."] for name in unknown})
    seen, asked = (
        wave.groups.visible_to(request.user).select_related("parent"),
        request.query_params.get("group"),
    )
    if asked is None:
        return get_object_or_404(seen, parent=None)
    if not asked.isdecimal() or len(asked) > 18:
        raise exceptions.ValidationError({"group": ["A number."]})
    return get_object_or_404(seen, pk=asked)


def _results(pulse: Pulse) -> dict[str, Any]:
    found = pulse.association
    return {
        "wave": pulse.wave.pk, "group": pulse.group.pk,
        "whole": _cell(pulse, pulse.whole) if pulse.whole else None,
        "parts": [_cell(pulse, cell) for cell in pulse.parts],
        "drivers_n": found.n if found else None, "drivers_explain": found.explained if found else None,
        "drivers": [{"question": key, **driver} for key, driver in found.by_key.items()] if found else [],
        "by_attribute": [value for row in pulse.values if (value := _value(pulse, row))],
        "lens": [{"name": name, "text": text} for name, text in lens(pulse)],
    }  # fmt: skip


def _cell(pulse: Pulse, cell: Cell) -> dict[str, Any]:
    answers = [
        _answers(pulse, cell, one) for one in pulse.wave.asked if one.is_scored and one.key in cell.results
    ]
    return {
        "group": cell.group.pk, "part": cell.part, "name": name_of(cell.group, cell.part),
        "teams": cell.group.teams, "asked": cell.asked, "answered": cell.answered, "answers": answers,
    }  # fmt: skip


def _answers(pulse: Pulse, cell: Cell, question: PulseQuestion) -> dict[str, Any]:
    now = cell.figure(question)
    return {
        "question": question.key, "figure": now, "counts": cell.results[question.key].counts,
        "change": metrics.change(now, pulse.before_of(cell, question)),
    }  # fmt: skip


def _value(pulse: Pulse, row: Any) -> dict[str, Any] | None:
    question = next((one for one in pulse.wave.asked if one.key == row.question), None)
    figure = Cell(row.group, row.part, {row.question: row}).figure(question) if question else None
    return {"question": row.question, "value": row.value, "figure": figure} if figure else None
