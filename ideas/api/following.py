"""News of an idea over the API."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.actions import following


class IdeaFollowSerializer(serializers.Serializer):
    """Whether you get news of it."""

    follows = serializers.BooleanField()


class FollowMixin:
    """Of a viewset of ideas."""

    @extend_schema(request=None, responses=IdeaFollowSerializer)
    @action(detail=True, methods=["post"])
    def follow(self, request: Request, pk: str) -> Response:
        """Be told what is said about it and what becomes of it."""
        following.follow(self.get_object(), who=request.user)
        return Response({"follows": True})

    @extend_schema(request=None, responses=IdeaFollowSerializer)
    @action(detail=True, methods=["post"])
    def unfollow(self, request: Request, pk: str) -> Response:
        """Get no more news of it."""
        following.leave(self.get_object(), who=request.user)
        return Response({"follows": False})
