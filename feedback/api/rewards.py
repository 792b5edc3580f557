"""What rewards are tied to, over the API."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.board import FigureSerializer
from feedback.figures import snapshot
from feedback.figures.rewards import ASKED, outcomes, read_quarter
from tenants.here import current_zone, today


class QuarterSerializer(serializers.Serializer):
    quarter = serializers.RegexField(ASKED, required=False, help_text=_("As 2026-3; this one if left out."))


class OutcomeOfTeamSerializer(serializers.Serializer):
    """What a team did for customers; a figure of fewer than ten is null, and its n is told."""

    team = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    won_back = FigureSerializer(allow_null=True)
    won_back_n = serializers.IntegerField()
    quality = FigureSerializer(allow_null=True)
    quality_n = serializers.IntegerField()
    prevented = FigureSerializer(allow_null=True)
    prevented_n = serializers.IntegerField(help_text=_("Promises of prevention that were kept."))
    held = serializers.IntegerField(help_text=_("Those whose cause has brought no case since."))


class RewardsSerializer(serializers.Serializer):
    quarter = serializers.CharField()
    whole = OutcomeOfTeamSerializer()
    teams = OutcomeOfTeamSerializer(many=True)


class RewardsViewSet(viewsets.ViewSet):
    """What counts for rewards."""

    permission_required = "feedback.view_rewards"

    @extend_schema(
        parameters=[OpenApiParameter("quarter", {"type": "string", "pattern": "^20[0-9]{2}-[1-4]$"})],
        responses=RewardsSerializer,
    )
    def outcomes(self, request: Request) -> Response:
        """Outcomes for customers, by team over a quarter: customers won back, answers judged good, causes
        prevented. Never revenue or speed, and never a person."""
        asked = QuarterSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        quarter = read_quarter(asked.validated_data.get("quarter", ""), today())
        with snapshot():
            whole, teams = outcomes(quarter, current_zone())
        facts = {"quarter": str(quarter), "whole": whole, "teams": teams}
        return Response(RewardsSerializer(facts).data)
