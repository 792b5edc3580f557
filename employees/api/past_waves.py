from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import past_waves
from employees.api.people import RowProblemSerializer
from employees.figures import past
from employees.models import PastLine, PastWave
from employees.models.past_waves import Scale
from tenants.api import OnceMixin, ReadViewSet


class PastFigureSerializer(serializers.Serializer):
    """The score as the tool counts; with an interval where the parts make it."""

    value = serializers.FloatField()
    n = serializers.IntegerField()
    low = serializers.FloatField(allow_null=True)
    high = serializers.FloatField(allow_null=True)


class PastLineSerializer(serializers.ModelSerializer):
    figure = serializers.SerializerMethodField()

    class Meta:
        model = PastLine
        fields = ["id", "team", "name", "asked", "n", "promoters", "passives", "detractors", "score", "mean",
                  "counts", "figure"]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(PastFigureSerializer(allow_null=True))
    def get_figure(self, line: PastLine) -> Any:
        found = past.figure_of(line, self.context["scale"])
        return found and PastFigureSerializer(found).data


class AgainstSerializer(serializers.Serializer):
    """What speaks against a way of counting."""

    scale = serializers.ChoiceField(choices=Scale.choices)
    words = serializers.CharField()


class PastWaveSerializer(serializers.ModelSerializer):
    reasons = serializers.SerializerMethodField()

    class Meta:
        model = PastWave
        fields = ["id", "title", "closed_on", "tool", "scale", "is_chosen", "reasons", "left_out", "file",
                  "brought_in_by", "brought_in_at"]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(AgainstSerializer(many=True))
    def get_reasons(self, wave: PastWave) -> Any:
        return AgainstSerializer(past.reasons(wave.evidence), many=True).data


class PastTableSerializer(serializers.Serializer):
    """A CSV table as text: team, and as far as there is: key, parent, wave, closed, asked, n, promoters,
    passives, detractors, score, mean, and 0 to 10 for how many gave each score."""

    tool = serializers.CharField(max_length=100)
    title = serializers.CharField(max_length=150, allow_blank=True, default="")
    closed_on = serializers.DateField(allow_null=True, default=None)
    text = serializers.CharField(max_length=2_000_000, trim_whitespace=False)
    scales = serializers.DictField(
        child=serializers.ChoiceField(choices=Scale.choices), default=dict,
        help_text=_("By a wave's title how its tool counts, where its figures leave that open."),
    )  # fmt: skip
    dry_run = serializers.BooleanField(default=True, help_text=_("Only say what would be; nothing is kept."))


class LeftOutSerializer(serializers.Serializer):
    """A group of the file that is not brought in: it is small itself, or would tell of others."""

    name = serializers.CharField()
    is_small = serializers.BooleanField()


class DraftSerializer(serializers.Serializer):
    """A wave of the table as it would come in."""

    title = serializers.CharField()
    closed_on = serializers.DateField()
    groups = serializers.SerializerMethodField()
    left_out = LeftOutSerializer(many=True)
    scale = serializers.ChoiceField(choices=Scale.choices)
    may_be = serializers.SerializerMethodField()
    reasons = serializers.SerializerMethodField()

    def get_groups(self, draft: past_waves.Draft) -> int:
        return len(draft.rows)

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Scale.choices)))
    def get_may_be(self, draft: past_waves.Draft) -> Any:
        """The ways of counting that the figures allow."""
        return list(draft.detection.possible)

    @extend_schema_field(AgainstSerializer(many=True))
    def get_reasons(self, draft: past_waves.Draft) -> Any:
        return AgainstSerializer(past.reasons(draft.evidence), many=True).data


class PastOutcomeSerializer(serializers.Serializer):
    """What a table would do, or did. With an error nothing of it is kept."""

    kept = serializers.ListField(child=serializers.IntegerField(), help_text=_("The keys of its waves."))
    waves = DraftSerializer(many=True)
    errors = RowProblemSerializer(many=True)


class PastWaveViewSet(OnceMixin, mixins.DestroyModelMixin, ReadViewSet):
    """Waves that were asked with another tool. Those that it did not count as we count stand apart."""

    permission_required = {
        "bring_in": "employees.add_pastwave", "destroy": "employees.delete_pastwave",
        "*": "employees.view_pastwave",
    }  # fmt: skip
    queryset = PastWave.objects.none()
    serializer_class = PastWaveSerializer
    filterset_fields = ["scale", "tool"]
    http_method_names = ["get", "post", "delete", "head", "options"]

    def get_queryset(self):
        return PastWave.objects.visible_to(self.request.user)

    def perform_destroy(self, wave: PastWave) -> None:
        past_waves.take_back(waves=[wave])

    @extend_schema(responses=PastLineSerializer(many=True))
    @action(detail=True, methods=["get"], filterset_fields=(), serializer_class=PastLineSerializer)
    def lines(self, request: Request, pk: str | None = None) -> Response:
        """The wave group by group."""
        wave = self.get_object()
        page = self.paginate_queryset(wave.lines.all())
        return self.get_paginated_response(
            PastLineSerializer(page, many=True, context={"scale": wave.scale}).data
        )

    @extend_schema(request=PastTableSerializer, responses=PastOutcomeSerializer)
    @action(detail=False, methods=["post"], url_path="import")
    def bring_in(self, request: Request) -> Response:
        """Take in a table of past waves: all of them, or with an error none."""
        asked = PastTableSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        outcome = past_waves.bring_in(**asked.validated_data, by=request.user)
        errors = [{"row": row, "problem": problem} for row, problem in outcome.errors]
        waves = DraftSerializer(outcome.drafts, many=True).data
        kept = [wave.pk for wave in outcome.waves]
        return Response({"kept": kept, "waves": waves, "errors": errors}, status=status.HTTP_200_OK)
