"""Listening posts that nobody cites, over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.figures import snapshot
from insights.figures.uncited import uncited


class UncitedPostSerializer(serializers.Serializer):
    """`answers`: how many came in the last 90 days."""

    post = serializers.IntegerField(source="post.pk")
    name = serializers.CharField(source="post.name")
    touchpoint = serializers.IntegerField(source="post.touchpoint_id")
    team = serializers.IntegerField(source="post.team_id")
    review_on = serializers.DateField(source="post.review_on")
    answers = serializers.IntegerField()


class UncitedViewSet(viewsets.ViewSet):
    """Where customers speak and nobody uses what they say."""

    permission_required = "insights.view_uncited"

    @extend_schema(operation_id="uncited_posts", responses=UncitedPostSerializer(many=True))
    def posts(self, request: Request) -> Response:
        """Posts that no case, idea or decision rests on for 90 days, the oldest first."""
        with snapshot():
            return Response(UncitedPostSerializer(uncited(), many=True).data)
