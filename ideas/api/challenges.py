"""Challenges over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from ideas.actions import challenging
from ideas.actions.errors import OverError
from ideas.models import Board, Challenge, Idea
from tenants.api import SeenKey, ViewSet
from tenants.rest import ConflictError


class IdeaChallengeSerializer(serializers.ModelSerializer):
    """From its first day to its last one it takes ideas. `promised_for`: when its sponsor says what became of
    it; `named`: the ideas that were named then."""

    board = SeenKey(queryset=Board.objects.open())
    sponsor = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    state = serializers.ChoiceField(choices=Challenge.State.choices, read_only=True)
    promised_for = serializers.DateTimeField(read_only=True, allow_null=True)

    class Meta:
        model = Challenge
        fields = [
            "id", "board", "question", "about", "opens_on", "closes_on", "sponsor", "budget", "announce_days",
            "state", "promised_for", "announcement", "named", "announced_at", "called_off_at",
            "called_off_reason", "created_at",
        ]  # fmt: skip
        read_only_fields = [
            "announcement", "named", "announced_at", "called_off_at", "called_off_reason", "created_at",
        ]  # fmt: skip
        validators: list[Any] = []

    def create(self, facts: dict[str, Any]) -> Challenge:
        return challenging.ask(facts.pop("board"), **facts)

    def update(self, challenge: Challenge, facts: dict[str, Any]) -> Challenge:
        facts.pop("board", None)  # where it was asked
        if not challenging.change(challenge, **facts):
            raise ConflictError
        return challenge


class IdeaCallOffSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class IdeaAnnouncementSerializer(serializers.Serializer):
    text = serializers.CharField(max_length=4000)
    named = serializers.ListField(
        child=SeenKey(queryset=Idea.objects.all()), required=False, max_length=100, default=list
    )


class ChallengeViewSet(ViewSet):
    """Questions with dates to the people of a board."""

    permission_required = {
        "list": "ideas.view_idea", "retrieve": "ideas.view_idea", "announce": "ideas.view_idea",
        "*": "ideas.change_challenge",
    }  # fmt: skip
    queryset = Challenge.objects.none()
    serializer_class = IdeaChallengeSerializer
    filterset_fields = ["board", "sponsor"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        rows = Challenge.objects.visible_to(self.request.user)
        return rows.select_related("board", "promise").prefetch_related("named")

    @extend_schema(request=IdeaCallOffSerializer, responses=IdeaChallengeSerializer)
    @action(detail=True, methods=["post"], url_path="call-off")
    def call_off(self, request: Request, pk: str) -> Response:
        """Let it not go on, for a reason that everybody reads; 409 once it is over."""
        found, asked = self.get_object(), IdeaCallOffSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        return self._answer(challenging.call_off(found, by=request.user, **asked.validated_data))

    @extend_schema(request=None, responses=IdeaChallengeSerializer)
    @action(detail=True, methods=["post"], url_path="go-on")
    def go_on(self, request: Request, pk: str) -> Response:
        """Let it go on after all; 409 once those who took part were told that it is off."""
        return self._answer(challenging.go_on(self.get_object()))

    @extend_schema(request=IdeaAnnouncementSerializer, responses=IdeaChallengeSerializer)
    @action(detail=True, methods=["post"])
    def announce(self, request: Request, pk: str) -> Response:
        """Say what became of it, as its sponsor or the champion; 409 unless it has ended and nothing was
        said."""
        found = self.get_object()
        asked = IdeaAnnouncementSerializer(data=request.data, context={"request": request})
        if not found.may_be_announced_by(request.user):
            raise PermissionDenied(_("What became of a challenge is said by its sponsor, or the champion."))
        asked.is_valid(raise_exception=True)
        try:
            return self._answer(challenging.announce(found, by=request.user, **asked.validated_data))
        except OverError:
            raise ConflictError from None

    def _answer(self, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)
