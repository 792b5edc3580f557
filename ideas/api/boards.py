"""Boards over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from ideas.actions import boards as actions
from ideas.models import Act, Audience, Board
from ideas.models.crowds import NO_CUSTOMERS, TOO_SMALL, Rule, crowd_of, is_too_small
from tenants.api import ViewSet
from tenants.rest import ConflictError

CUSTOMER = Audience.Role.CUSTOMER


class IdeaAudienceSerializer(serializers.ModelSerializer):
    """One team, with those below it, or one role that may `act`."""

    class Meta:
        model = Audience
        fields = ["act", "team", "role"]
        validators: list[Any] = []

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if bool(said.get("team")) == bool(said.get("role")):
            raise serializers.ValidationError({"team": _("Give a team or a role.")})
        if said["act"] == Act.SEE and said.get("role") == CUSTOMER:
            raise serializers.ValidationError({"role": _("Customers see it by their link only.")})
        return said


class IdeaBoardSerializer(serializers.ModelSerializer):
    """`audiences`: who may do what, of an act without one everybody who sees the board; a change replaces all
    of them. `open_to_you`: what you may do here. `reviewers` answer by turns, in a crisis `crisis_reviewers`,
    if there are any. `is_for_customers`: those
    who are invited take part, as far as an act is not for others. Ideas without a name are handed in on the
    board's page only: a key would say whose they are."""

    reviewers = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Employee.objects.active(), required=False
    )
    crisis_reviewers = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Employee.objects.active(), required=False
    )
    audiences = IdeaAudienceSerializer(many=True, required=False, max_length=1000)
    open_to_you = serializers.SerializerMethodField()

    class Meta:
        model = Board
        fields = [
            "id", "name", "about", "audiences", "open_to_you", "is_for_customers", "is_one_way",
            "shows_names", "allows_anonymous", "budget", "review_days", "crisis_hours", "reviewers",
            "crisis_reviewers", "closed_at", "created_at",
        ]  # fmt: skip
        read_only_fields = ["closed_at", "created_at"]

    @extend_schema_field(serializers.ListField(child=serializers.ChoiceField(choices=Act.choices)))
    def get_open_to_you(self, board: Board) -> list[str]:
        return sorted(board.open_to(self.context["request"].user))

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if self.instance and (broken := self.instance.broken_word(said)):
            raise serializers.ValidationError(broken)
        rules = self._rules(said)
        if not self._asked(said, "is_for_customers") and any(role == CUSTOMER for _act, _team, role in rules):
            raise serializers.ValidationError({"audiences": NO_CUSTOMERS})
        if self._asked(said, "allows_anonymous") and is_too_small(crowd_of(rules)):
            raise serializers.ValidationError({"allows_anonymous": TOO_SMALL})
        return said

    def _asked(self, said: dict[str, Any], name: str) -> bool:
        return bool(said.get(name, self.instance and getattr(self.instance, name)))

    def _rules(self, said: dict[str, Any]) -> list[Rule]:
        if "audiences" not in said and self.instance:
            return [one.rule for one in self.instance.audiences.all()]
        return [actions.Some(**one).rule for one in said.get("audiences", ())]

    def save(self, **facts: Any) -> Board:
        whom = self.validated_data.pop("audiences", None)
        before = actions.facts_of(self.instance)
        made: Board = super().save(**facts)
        actions.arrange(made, None if whom is None else [actions.Some(**one) for one in whom], before)
        self.instance = Board.objects.get(pk=made.pk)
        return self.instance


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
        boards = Board.objects.visible_to(self.request.user)
        return boards.prefetch_related("audiences__team", "reviewers", "crisis_reviewers")

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
