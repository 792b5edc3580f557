"""Ideas in figures, over the API."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import exceptions, serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.board import FigureSerializer
from feedback.figures import snapshot
from ideas.forms.figures import DAYS, DIVIDED, FunnelForm
from tenants.rest import Filters

ASKED = [
    OpenApiParameter("days", int, OpenApiParameter.QUERY, enum=[int(days) for days in DAYS],
                     description="Handed in within so many days, 0 for ever; where left out "
                     "365, or 90 or 30 where that holds more than 12,000 ideas."),
    OpenApiParameter("by", str, OpenApiParameter.QUERY, enum=list(DIVIDED),
                     description="How they are divided; by board where left out."),
]  # fmt: skip


class IdeaFunnelPartSerializer(serializers.Serializer):
    """How many ideas came how far, and the median days of each step, null where none has passed it. Of what
    another tool brought only the steps that were taken here have days."""

    key = serializers.IntegerField(
        allow_null=True, help_text="Of the board, team or challenge; null for all others."
    )
    name = serializers.CharField()
    handed_in = serializers.IntegerField()
    answered = serializers.IntegerField()
    in_time = serializers.IntegerField()
    late = serializers.IntegerField()
    reviewed_in_time = FigureSerializer(allow_null=True)
    planned = serializers.IntegerField()
    completed = serializers.IntegerField()
    judged = serializers.IntegerField()
    proven = serializers.IntegerField()
    to_answer = serializers.FloatField(allow_null=True)
    to_start = serializers.FloatField(allow_null=True)
    to_delivery = serializers.FloatField(allow_null=True)
    to_verdict = serializers.FloatField(allow_null=True)


class IdeaFunnelSerializer(serializers.Serializer):
    whole = IdeaFunnelPartSerializer()
    parts = IdeaFunnelPartSerializer(many=True)


class IdeaFunnelViewSet(viewsets.ViewSet):
    """The funnel of ideas on the boards that the caller sees."""

    permission_required = "ideas.view_figures"

    @extend_schema(operation_id="idea_funnel", parameters=ASKED, responses=IdeaFunnelSerializer)
    def funnel(self, request: Request) -> Response:
        """Handed in, reviewed in time, planned, completed and proven, by board, team or challenge. On a
        board without names nobody's team is told."""
        if unknown := sorted(set(request.query_params) - set(FunnelForm.base_fields) - Filters.ALWAYS):
            raise exceptions.ValidationError({name: ["There is no such filter."] for name in unknown})
        form = FunnelForm(request.query_params, reader=request.user)
        if not form.is_valid():
            raise exceptions.ValidationError(form.errors)
        with snapshot():
            return Response(IdeaFunnelSerializer(form.found()).data)
