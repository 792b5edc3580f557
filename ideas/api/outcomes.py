"""What became of ideas, over the API: checks, who sees them otherwise, and the register."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.actions import checks, register
from ideas.actions.errors import MoveError, TakenError, UnjudgedError
from ideas.api.ideas import demand
from ideas.figures.verdicts import says
from ideas.models import Act, BarrierRemoved, Dissent, Idea, OutcomeCheck, Patent, Saving
from tenants.api import OnceMixin, ReadViewSet, SeenKey, ViewSet
from tenants.here import today
from tenants.rest import ConflictError


class IdeaDissentSerializer(serializers.ModelSerializer):
    reason = serializers.CharField(max_length=1000)

    class Meta:
        model = Dissent
        fields = ["id", "by", "reason", "at"]
        read_only_fields = ["by", "at"]


class IdeaCheckSerializer(serializers.ModelSerializer):
    """`counts`: how many gave each score; of the metric of cases how many answers opened one (1) and how many
    did not (0)."""

    says = serializers.SerializerMethodField()
    dissents = IdeaDissentSerializer(many=True, read_only=True)

    class Meta:
        model = OutcomeCheck
        fields = [
            "id", "idea", "metric", "touchpoint", "cause", "segment", "delivered_on", "before_from",
            "before_to", "before_counts", "before_n", "before_value", "before_low", "before_high",
            "after_from", "after_to", "after_counts", "after_n", "after_value", "after_low", "after_high",
            "difference", "difference_low", "difference_high", "verdict", "says", "judged_at", "dissents",
        ]  # fmt: skip

    def get_says(self, check: OutcomeCheck) -> str:
        """In words, in the caller's language."""
        return says(check)


class IdeaCheckViewSet(OnceMixin, ReadViewSet):
    """Whether the customers of delivered ideas are better off."""

    permission_required = {"list": "ideas.view_idea", "retrieve": "ideas.view_idea", "*": "ideas.add_idea"}
    queryset = OutcomeCheck.objects.none()
    serializer_class = IdeaCheckSerializer
    filterset_fields = ["idea", "verdict", "metric"]

    def get_queryset(self) -> Any:
        return OutcomeCheck.objects.visible_to(self.request.user).prefetch_related("dissents")

    @extend_schema(request=IdeaDissentSerializer, responses=IdeaDissentSerializer)
    @action(detail=True, methods=["post"])
    def dissent(self, request: Request, pk: str) -> Response:
        """Say why you see the verdict otherwise; what you said before is replaced. 409 without one."""
        found, asked = self.get_object(), IdeaDissentSerializer(data=request.data)
        demand(found.idea, Act.COMMENT, request.user)
        asked.is_valid(raise_exception=True)
        try:
            made = checks.dissent(found, by=request.user, **asked.validated_data)
        except UnjudgedError:
            raise ConflictError from None
        return Response(IdeaDissentSerializer(made).data)


class EntrySerializer(serializers.ModelSerializer):
    """A line of the register. Its idea is named once."""

    idea = SeenKey(queryset=Idea.objects.all())

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        days = {name: day for name, day in said.items() if name.endswith("_on") or name == "since"}
        if late := [name for name, day in days.items() if day and day > today()]:
            raise ValidationError(dict.fromkeys(late, _("That day is still to come.")))
        return said

    def create(self, facts: dict[str, Any]) -> Any:
        idea, user = facts.pop("idea"), self.context["request"].user
        if not register.may_enter(idea, user):
            self.context["view"].permission_denied(self.context["request"])
        try:
            return register.enter(self.Meta.model, idea, by=user, **facts)
        except (MoveError, TakenError):
            raise ConflictError from None

    def update(self, entry: Any, facts: dict[str, Any]) -> Any:
        facts.pop("idea", None)
        try:
            if not register.mend(entry, by=self.context["request"].user, **facts):
                raise ConflictError
        except TakenError:
            raise ConflictError from None
        return entry


LINE = ["id", "idea"]
ADDED = ["added_by", "added_at"]


class IdeaPatentSerializer(EntrySerializer):
    class Meta:
        model = Patent
        fields = [*LINE, "office", "number", "filed_on", "granted_on", "inventors", *ADDED]
        read_only_fields = ADDED
        validators: list[Any] = []

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        filed, granted = (
            said.get(name, getattr(self.instance, name, None)) for name in ("filed_on", "granted_on")
        )
        if filed and granted and granted < filed:
            raise ValidationError({"granted_on": _("It is granted on a day after it was filed.")})
        return super().validate(said)


class IdeaSavingSerializer(EntrySerializer):
    class Meta:
        model = Saving
        fields = [*LINE, "amount", "currency", "span", "measured", "confirmed_by", *ADDED]
        read_only_fields = ADDED


class IdeaBarrierSerializer(EntrySerializer):
    class Meta:
        model = BarrierRemoved
        fields = [*LINE, "whom", "since", "how", *ADDED]
        read_only_fields = ADDED


class EntryViewSet(mixins.DestroyModelMixin, ViewSet):
    """Whoever sees the idea reads it; whoever may decide about the idea enters it, and the champion."""

    permission_required = "ideas.view_idea"
    filterset_fields = ["idea"]

    def get_queryset(self) -> Any:
        return self.queryset.model.objects.visible_to(self.request.user)

    def get_object(self) -> Any:
        found = super().get_object()
        if self.request.method in ("PATCH", "DELETE") and not register.may_enter(
            found.idea, self.request.user
        ):
            self.permission_denied(self.request)
        return found

    def perform_destroy(self, entry: Any) -> None:
        if not register.remove(entry, by=self.request.user):
            raise ConflictError


class IdeaPatentViewSet(EntryViewSet):
    """Patents on what ideas proposed, applied for or granted."""

    queryset = Patent.objects.none()
    serializer_class = IdeaPatentSerializer

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("inventors")


class IdeaSavingViewSet(EntryViewSet):
    """What delivered ideas save, and who confirms it."""

    queryset = Saving.objects.none()
    serializer_class = IdeaSavingSerializer


class IdeaBarrierViewSet(EntryViewSet):
    """Barriers that hinder nobody any more."""

    queryset = BarrierRemoved.objects.none()
    serializer_class = IdeaBarrierSerializer
