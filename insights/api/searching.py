from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.figures import snapshot
from insights.figures.searching import search
from insights.figures.setup import steps


class SearchedSerializer(serializers.Serializer):
    q = serializers.CharField(max_length=200)


class HitSerializer(serializers.Serializer):
    words = serializers.CharField()
    small = serializers.CharField(help_text="A line below.")
    url = serializers.CharField(help_text="The path of its page.")
    language = serializers.CharField()


class PartSerializer(serializers.Serializer):
    """Hits of one kind, the newest first; `more` where there are more than these."""

    key = serializers.CharField()
    title = serializers.CharField()
    hits = HitSerializer(many=True)
    more = serializers.BooleanField()


class SearchViewSet(viewsets.ViewSet):
    """Search."""

    permission_required = "insights.view_home"

    @extend_schema(
        parameters=[
            OpenApiParameter("q", {"type": "string", "minLength": 1, "maxLength": 200}, required=True)
        ],
        responses=PartSerializer(many=True),
    )
    def search(self, request: Request) -> Response:
        """Customers, cases and causes in which these words stand, as far as the caller may see them."""
        asked = SearchedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        with snapshot():
            return Response(PartSerializer(search(request.user, asked.validated_data["q"]), many=True).data)


class StepSerializer(serializers.Serializer):
    title = serializers.CharField()
    text = serializers.CharField()
    done = serializers.BooleanField()
    is_next = serializers.BooleanField()
    url = serializers.CharField(help_text="The path of its page.")


class SetupViewSet(viewsets.ViewSet):
    """What is needed before customers can speak and somebody answers."""

    permission_required = "insights.view_setup"

    @extend_schema(responses=StepSerializer(many=True))
    def steps(self, request: Request) -> Response:
        """What is there, what is missing, and what comes next."""
        with snapshot():
            return Response(StepSerializer(steps(), many=True).data)
