"""Duplicates over the API."""

from collections.abc import Callable
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.actions import merging
from ideas.actions.errors import MergeError
from ideas.models import Idea, Move
from tenants.api import SeenKey
from tenants.rest import ConflictError


class IdeaMergeSerializer(serializers.Serializer):
    """`into`: the idea of the same board with which it goes on."""

    into = SeenKey(queryset=Idea.objects.exclude(status=Idea.Status.DUPLICATE))
    reason = serializers.CharField(max_length=1000)


class IdeaUnmergeSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=1000)


class MergeMixin:
    """Two ideas that say the same are one, until somebody takes that back."""

    @extend_schema(request=IdeaMergeSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Response:
        """It is a duplicate: its votes count at the other one. 403 for who may not answer it, 409 where it is
        decided already, has duplicates itself, or the other one is on another board."""
        asked = self._asked(IdeaMergeSerializer)
        return self._done(
            lambda found: merging.hold_both(found, asked["into"], by=request.user),
            lambda found: merging.merge(found, by=request.user, **asked),
        )

    @extend_schema(request=IdeaUnmergeSerializer)
    @action(detail=True, methods=["post"])
    def unmerge(self, request: Request, pk: str) -> Response:
        """It is open again, with the votes that came from it. 409 where it is no duplicate."""
        asked = self._asked(IdeaUnmergeSerializer)
        return self._done(
            lambda found: merging.hold_family(found, by=request.user),
            lambda found: merging.unmerge(found, by=request.user, **asked),
        )

    def _asked(self, serializer: type[serializers.Serializer]) -> dict[str, Any]:
        view: Any = self
        if not view.find_one().may_be_decided_by(view.request.user):
            view.permission_denied(view.request)
        asked = serializer(data=view.request.data, context={"request": view.request})
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _done(self, hold: Callable[[Idea], Any], act: Callable[[Idea], Move]) -> Response:
        """All that it touches is held before this one is, for in that order nobody waits in a circle."""
        view: Any = self
        try:
            hold(view.find_one())
            act(view.get_object())
        except MergeError as refused:
            raise ConflictError(str(refused)) from None
        return Response(view.get_serializer(view.find_one()).data)
