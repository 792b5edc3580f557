"""What was shared with all staff, and the passages that answers begin with, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.actions import sharing
from feedback.models import Share, TextBlock
from tenants.api import OnceMixin, ReadViewSet, ViewSet
from tenants.rest import ConflictError

TEXT = 10_000


class ShareSerializer(serializers.ModelSerializer):
    class Meta:
        model = Share
        fields = ["id", "text", "is_good", "team", "touchpoint", "shared_at", "shared_by"]
        read_only_fields = fields


class ShareTextSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=TEXT)
    is_good = serializers.BooleanField()


class ShareMixin:
    """What a customer said can be shown to all staff, whether it has a case or not."""

    @extend_schema(request=ShareTextSerializer, responses=ShareSerializer)
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str | None = None) -> Response:
        """Show it to all staff, without what identifies the customer. One that is shared already is given
        back; 409 where its case is a danger or waits for its answer."""
        asked = ShareTextSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        shared = sharing.share(self.get_object(), by=request.user, **asked.validated_data)  # type: ignore[attr-defined]
        if shared is None:
            raise ConflictError
        return Response(ShareSerializer(shared).data)


class FeedViewSet(OnceMixin, ReadViewSet):
    """All that was shared, good and bad, the newest first."""

    permission_required = {"withdraw": "feedback.share_response", "*": "feedback.view_feed"}
    queryset = Share.objects.none()
    serializer_class = ShareSerializer
    filterset_fields = ["team", "touchpoint", "is_good"]

    def get_queryset(self) -> Any:
        if self.action != "withdraw":
            return Share.objects.visible()
        standing = Share.objects.standing()
        is_champion = "champion" in self.request.user.roles
        return standing if is_champion else standing.filter(shared_by=self.request.user)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take it off the feed: whoever shared it, or the champion."""
        if not sharing.withdraw(self.get_object(), by=request.user):
            raise ConflictError
        return Response(status=status.HTTP_204_NO_CONTENT)


class TextBlockSerializer(serializers.ModelSerializer):
    class Meta:
        model = TextBlock
        fields = ["id", "name", "language", "text"]


class TextBlockViewSet(ViewSet):
    """Passages to begin an answer with, by language."""

    permission_required = {
        "create": "feedback.add_textblock", "partial_update": "feedback.change_textblock",
        "*": "feedback.view_textblock",
    }  # fmt: skip
    queryset = TextBlock.objects.all()
    serializer_class = TextBlockSerializer
    filterset_fields = ["language", "name"]
    http_method_names = ["get", "post", "patch", "head", "options"]
