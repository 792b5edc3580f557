"""Boards over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from ideas.actions import boards as actions
from ideas.models import Board
from tenants.api import ViewSet
from tenants.rest import ConflictError


class IdeaBoardSerializer(serializers.ModelSerializer):
    """`teams`: for whom it is, none for everybody; `reviewers` answer by turns."""

    reviewers = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Employee.objects.active(), required=False
    )

    class Meta:
        model = Board
        fields = [
            "id", "name", "about", "teams", "is_one_way", "shows_names", "budget", "review_days",
            "crisis_hours", "reviewers", "closed_at", "created_at",
        ]  # fmt: skip
        read_only_fields = ["closed_at", "created_at"]
        extra_kwargs = {"teams": {"required": False}}


class BoardViewSet(ViewSet):
    """Where ideas of one kind are handed in: by whom, and who answers them by when."""

    permission_required = {
        "list": "ideas.view_idea", "retrieve": "ideas.view_idea", "*": "ideas.change_board",
    }  # fmt: skip
    queryset = Board.objects.none()
    serializer_class = IdeaBoardSerializer
    filterset_fields = ["is_one_way"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Board.objects.visible_to(self.request.user).prefetch_related("teams", "reviewers")

    @extend_schema(request=None, responses=IdeaBoardSerializer)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str) -> Response:
        """Let it take no more ideas."""
        return self._answer(actions.close_board(self.get_object()))

    @extend_schema(request=None, responses=IdeaBoardSerializer)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str) -> Response:
        """Let it take ideas again."""
        return self._answer(actions.reopen_board(self.get_object()))

    def _answer(self, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)
