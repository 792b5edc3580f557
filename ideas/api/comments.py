"""Comments on ideas, over the API."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.actions import commenting
from ideas.api.ideas import demand
from ideas.models import Act, Comment, Idea
from tenants.api import OnceMixin, ReadViewSet, SeenKey
from tenants.rest import ConflictError


class IdeaCommentSerializer(serializers.ModelSerializer):
    """`parent`: the comment that it answers. Of one that is hidden the reason stands, and no text.
    `is_authors`: by the author of an idea without a name."""

    idea = SeenKey(queryset=Idea.objects.all())
    parent = SeenKey(queryset=Comment.objects.filter(hidden_at=None), required=False, allow_null=True)
    said_by = serializers.CharField(read_only=True)
    text = serializers.CharField(max_length=2000)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    mentions = serializers.SerializerMethodField()

    class Meta:
        model = Comment
        fields = [
            "id", "idea", "parent", "by", "said_by", "is_authors", "is_customers", "customer", "text",
            "language", "at", "edited_at", "hidden_at", "hidden_reason", "mentions",
        ]  # fmt: skip
        read_only_fields = [
            "by", "is_authors", "is_customers", "customer", "at", "edited_at", "hidden_at", "hidden_reason",
        ]  # fmt: skip

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_mentions(self, comment: Comment) -> list[int]:
        """Who is named in it, by an @ and a name that means one person."""
        return sorted(mention.employee_id for mention in comment.mentions.all())

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        parent = said.get("parent")
        if parent and parent.idea_id != said["idea"].pk:
            raise serializers.ValidationError({"parent": SeenKey.default_error_messages["does_not_exist"]})
        return said

    def to_representation(self, comment: Comment) -> dict[str, Any]:
        shown = super().to_representation(comment)
        return shown | {"text": ""} if comment.hidden_at else shown

    def create(self, facts: dict[str, Any]) -> Comment:
        idea, user = facts.pop("idea"), self.context["request"].user
        demand(idea, Act.COMMENT, user)
        return commenting.comment_on(idea, by=user, **facts)


class MendCommentSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=2000)


class HideCommentSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class CommentViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """What people say about ideas."""

    permission_required = {
        "list": "ideas.view_idea", "retrieve": "ideas.view_idea", "hide": "ideas.hide_comment",
        "*": "ideas.add_idea",
    }  # fmt: skip
    queryset = Comment.objects.none()
    serializer_class = IdeaCommentSerializer
    filterset_fields = ["idea"]

    def get_queryset(self) -> Any:
        user, rows = self.request.user, Comment.objects.select_related("by").prefetch_related("mentions")
        seen = rows.visible_to(user)
        return seen.filter(by=user) if self.action == "mend" else seen

    @extend_schema(request=MendCommentSerializer, responses=IdeaCommentSerializer)
    @action(detail=True, methods=["post"])
    def mend(self, request: Request, pk: str) -> Response:
        """Say it better: one's own, within ten minutes; 409 later, or where it was hidden."""
        asked = MendCommentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        found = self.get_object()
        if not commenting.edit_comment(found, by=request.user, **asked.validated_data):
            raise ConflictError(found.refusal)
        return Response(self.get_serializer(self.find_one()).data)

    @extend_schema(request=HideCommentSerializer, responses=IdeaCommentSerializer)
    @action(detail=True, methods=["post"])
    def hide(self, request: Request, pk: str) -> Response:
        """Take away what should not be read; the reason stays."""
        asked = HideCommentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        if not commenting.hide_comment(self.get_object(), by=request.user, **asked.validated_data):
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)
