"""Gestures of goodwill and their limits, over the API."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin, DestroyModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.board import FigureSerializer
from employees.models import Team
from feedback.actions import gestures
from feedback.figures.gestures import gesture_sums
from feedback.models import Case, Gesture, Goodwill, GoodwillLimit
from tenants.api import OnceMixin, OneViewSet, ReadViewSet, ViewSet
from tenants.rest import ConflictError

LEAST = Decimal("0.01")


def amount_field() -> serializers.DecimalField:
    return serializers.DecimalField(max_digits=9, decimal_places=2, min_value=LEAST)


class GestureSerializer(serializers.ModelSerializer):
    amount = amount_field()
    state = serializers.CharField(read_only=True, help_text=_("asked, given, refused or withdrawn"))
    came_back = serializers.BooleanField(
        read_only=True, help_text=_("Whether the customer has answered us again since.")
    )
    will_return = serializers.BooleanField(source="case.will_return", read_only=True, allow_null=True)
    reply_score = serializers.IntegerField(source="case.reply_score", read_only=True, allow_null=True)

    class Meta:
        model = Gesture
        fields = ["id", "case", "kind", "amount", "currency", "note", "by", "team", "made_at", "state",
                  "given_at", "commitment", "decided_at", "decided_by", "reason", "withdrawn_at", "came_back",
                  "will_return", "reply_score"]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("case", "kind", "amount", "note")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (request := self.context.get("request")) and request.user.is_authenticated:
            self.fields["case"].queryset = Case.objects.visible_to(request.user)

    def create(self, facts: dict[str, Any]) -> Gesture:
        made = gestures.give(facts.pop("case"), by=self.context["request"].user, **facts)
        return Gesture.objects.with_outcome().select_related("case").get(pk=made.pk)


class DecideSerializer(serializers.Serializer):
    """The lead's yes or no."""

    yes = serializers.BooleanField()
    reason = serializers.CharField(max_length=300)


class GestureSumSerializer(serializers.Serializer):
    """The gestures of a team in a month, and what became of them."""

    month = serializers.DateField()
    team = serializers.IntegerField()
    team_name = serializers.CharField()
    currency = serializers.CharField()
    number = serializers.IntegerField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    judged = FigureSerializer(allow_null=True, help_text=_("How good our answer was, 1 to 5."))
    returning = FigureSerializer(allow_null=True, help_text=_("Will come back, they say; in a hundred."))
    came_back = FigureSerializer(allow_null=True, help_text=_("Answered us again since; in a hundred."))


class GestureFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=[("asked", "asked"), ("given", "given")], method="in_state")

    class Meta:
        model = Gesture
        fields = ["case", "team", "by", "month"]

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return {"asked": queryset.asked, "given": queryset.given}[value]()


class GestureViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """The ledger of gestures of goodwill: who gave what to the customer of which case, and what became of
    it."""

    permission_required = {"list": "feedback.view_gesture", "retrieve": "feedback.view_gesture",
                           "sums": "feedback.view_gesture", "*": "feedback.add_gesture"}  # fmt: skip
    queryset = Gesture.objects.none()
    serializer_class = GestureSerializer
    filterset_class = GestureFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the API is described for nobody in particular
            return self.queryset
        user = self.request.user
        seen = Gesture.objects.visible_to(user)
        seen = seen.filter(by=user) if self.action == "take_back" else seen
        return seen.with_outcome().select_related("case", "commitment")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Give a gesture; over the limit its state is `asked`, and the lead owes an answer."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=DecideSerializer, responses=GestureSerializer)
    @action(detail=True, methods=["post"])
    def decide(self, request: Request, pk: str | None = None) -> Response:
        """Say yes, and it is given, or no; 409 where it is settled, or not the caller's to decide."""
        found, asked = self.get_object(), DecideSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        may = Gesture.objects.decidable_by(request.user).filter(pk=found.pk).exists()
        if not (may and gestures.decide(found, by=request.user, **asked.validated_data)):
            raise ConflictError
        return self._now(found)

    @extend_schema(request=None, responses=GestureSerializer)
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str | None = None) -> Response:
        """Take back what one gave a moment ago or asks for; 409 later."""
        found = self.get_object()
        if not gestures.take_back(found, by=request.user):
            raise ConflictError
        return self._now(found)

    def _now(self, gesture: Gesture) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=gesture.pk)).data)

    @extend_schema(responses=GestureSumSerializer(many=True))
    @action(detail=False, methods=["get"], pagination_class=None, filterset_class=None)
    def sums(self, request: Request) -> Response:
        """What was given by team and month, and what became of it."""
        return Response(GestureSumSerializer(gesture_sums(self.get_queryset()), many=True).data)


class LimitSerializer(serializers.ModelSerializer):
    """A limit of a role or of a team; set again, it is changed."""

    role = serializers.ChoiceField(choices=GoodwillLimit.Role.choices, required=False, allow_blank=True)
    team = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), required=False, allow_null=True)
    amount = amount_field()
    number = serializers.IntegerField(min_value=1, max_value=1000)

    class Meta:
        model = GoodwillLimit
        fields = ["id", "role", "team", "amount", "number"]

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if not self.instance and bool(said.get("role")) == bool(said.get("team")):
            raise serializers.ValidationError({"role": _("Give a role or a team.")})
        return said

    def create(self, said: dict[str, Any]) -> GoodwillLimit:
        team = said.get("team")
        return gestures.set_limit(
            role=said.get("role", ""), team=team and team.pk, amount=said["amount"], number=said["number"]
        )

    def update(self, limit: GoodwillLimit, said: dict[str, Any]) -> GoodwillLimit:
        """Whose it is stays."""
        return gestures.set_limit(
            role=limit.role, team=limit.team_id, amount=said.get("amount", limit.amount),
            number=said.get("number", limit.number),
        )  # fmt: skip


class LimitViewSet(DestroyModelMixin, ViewSet):
    """Up to what amount, and how often a month, a role or a team gives without asking."""

    permission_required = "feedback.change_goodwilllimit"
    queryset = GoodwillLimit.objects.all()
    serializer_class = LimitSerializer
    filterset_fields = ["role", "team"]

    def perform_destroy(self, limit: GoodwillLimit) -> None:
        gestures.remove_limit(limit)


class GoodwillSerializer(serializers.ModelSerializer):
    class Meta:
        model = Goodwill
        fields = ["currency"]

    def update(self, goodwill: Goodwill, said: dict[str, Any]) -> Goodwill:
        gestures.set_currency(said.get("currency", goodwill.currency))
        return Goodwill.current()


class GoodwillViewSet(OneViewSet):
    """The currency of gestures."""

    permission_required = "feedback.change_goodwilllimit"
    queryset = Goodwill.objects.none()
    serializer_class = GoodwillSerializer

    def find_one(self) -> Goodwill:
        if self.request.method in ("GET", "HEAD"):
            return Goodwill.current()
        return Goodwill.objects.get_or_create(pk=1)[0]
