"""Thanks, and compliments that were confirmed, over the API."""

from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import recognising
from employees.models import Employee, Recognition, Team
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError


class NamedSerializer(serializers.Serializer):
    """Somebody, or a team, by key and name."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class RecognitionSerializer(serializers.ModelSerializer):
    """Who is named, by whom and for what."""

    people = NamedSerializer(many=True, read_only=True)
    teams = NamedSerializer(many=True, read_only=True)
    by = NamedSerializer(read_only=True)

    class Meta:
        model = Recognition
        fields = ["id", "kind", "words", "outcome", "language", "people", "teams", "by", "at"]
        read_only_fields = fields


class NamingSerializer(serializers.Serializer):
    """People, teams, or both."""

    people = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Employee.objects.active(), required=False, default=list, allow_empty=True
    )
    teams = serializers.PrimaryKeyRelatedField(
        many=True, queryset=Team.objects.all(), required=False, default=list, allow_empty=True
    )
    words = serializers.CharField(max_length=1000)


class ThanksSerializer(NamingSerializer):
    """Thanks to colleagues."""

    outcome = serializers.CharField(max_length=300)

    def create(self, facts: dict[str, Any]) -> Recognition:
        return recognising.thank(by=self.context["request"].user, **facts)

    def to_representation(self, made: Recognition) -> dict[str, Any]:
        return RecognitionSerializer(made).data


class RecognitionFilter(filters.FilterSet):
    person = filters.ModelChoiceFilter(field_name="people", queryset=Employee.objects.all())
    team = filters.ModelChoiceFilter(field_name="teams", queryset=Team.objects.all())

    class Meta:
        model = Recognition
        fields = ["kind"]


class RecognitionViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """Who did something for a customer: thanks of colleagues, and compliments that somebody confirmed."""

    permission_required = {"list": "employees.view_recognition", "retrieve": "employees.view_recognition",
                           "*": "employees.add_recognition"}  # fmt: skip
    queryset = Recognition.objects.none()
    filterset_class = RecognitionFilter

    def get_queryset(self) -> Any:
        if self.action == "withdraw":
            return Recognition.objects.filter(by=self.request.user, kind=Recognition.Kind.THANKS)
        return Recognition.objects.visible_to(self.request.user).with_names()

    def get_serializer_class(self) -> Any:
        return ThanksSerializer if self.action == "create" else RecognitionSerializer

    @extend_schema(request=ThanksSerializer, responses={201: RecognitionSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Thank colleagues: what they did, and what it did for a customer."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take one's own thanks back, within ten minutes; 409 later."""
        given = self.get_object()
        fresh = Recognition.objects.withdrawable_by(request.user).filter(pk=given.pk).exists()
        if not (fresh and recognising.withdraw(given, by=request.user)):
            raise ConflictError
        return Response(status=status.HTTP_204_NO_CONTENT)
