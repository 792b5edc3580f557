"""Compliments and whom they name, over the API."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from employees.api.recognition import NamingSerializer
from feedback.actions import compliments
from feedback.models import Compliment
from feedback.models import Response as Feedback
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError


class FoundNameSerializer(serializers.Serializer):
    """A name as it was written, and who may be meant: one, or several to choose from."""

    said = serializers.CharField()
    people = serializers.ListField(child=serializers.IntegerField())
    teams = serializers.ListField(child=serializers.IntegerField())


class ComplimentSerializer(serializers.ModelSerializer):
    names = FoundNameSerializer(many=True, read_only=True)

    class Meta:
        model = Compliment
        fields = ["id", "response", "names", "found_at", "recognition", "settled_at", "settled_by"]
        read_only_fields = fields


class ConfirmSerializer(NamingSerializer):
    """Whom a response praises, and the words for all staff, without what identifies the customer."""

    response = serializers.PrimaryKeyRelatedField(
        queryset=Feedback.objects.none(), pk_field=serializers.UUIDField()
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (request := self.context.get("request")) and request.user.is_authenticated:
            self.fields["response"].queryset = compliments.confirmable(request.user)

    def create(self, facts: dict[str, Any]) -> Compliment:
        made = compliments.confirm(facts.pop("response"), by=self.context["request"].user, **facts)
        if made is None:
            raise ConflictError
        return made

    def to_representation(self, made: Compliment) -> dict[str, Any]:
        return ComplimentSerializer(made).data


class ComplimentFilter(filters.FilterSet):
    state = filters.ChoiceFilter(choices=[("waiting", "waiting"), ("settled", "settled")], method="in_state")

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        return {"waiting": queryset.waiting, "settled": queryset.settled}[value]()


class ComplimentViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """Praise in which names were found, and whom a person said it means."""

    permission_required = "feedback.confirm_compliment"
    queryset = Compliment.objects.none()
    filterset_class = ComplimentFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the API is described for nobody in particular
            return self.queryset
        seen = Compliment.objects.visible_to(self.request.user)
        praise = compliments.confirmable(self.request.user)
        return seen if self.action == "undo" else seen.filter(response__in=praise.values("pk"))

    def get_serializer_class(self) -> Any:
        return ConfirmSerializer if self.action == "create" else ComplimentSerializer

    @extend_schema(request=ConfirmSerializer, responses={201: ComplimentSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Confirm whom a response praises, once; names need not have been found in it."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses=ComplimentSerializer)
    @action(detail=True, methods=["post"])
    def nobody(self, request: Request, pk: str | None = None) -> Response:
        """It praises nobody in particular."""
        found = self.get_object()
        if not (settled := compliments.names_nobody(found.response, by=request.user)):
            raise ConflictError
        return Response(ComplimentSerializer(settled).data)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def undo(self, request: Request, pk: str | None = None) -> Response:
        """Take back what one said of it; the champion may take back what others said."""
        found = self.get_object()
        may = Compliment.objects.undoable_by(request.user).filter(pk=found.pk).exists()
        if not (may and compliments.undo(found, by=request.user)):
            raise ConflictError
        return Response(status=status.HTTP_204_NO_CONTENT)
