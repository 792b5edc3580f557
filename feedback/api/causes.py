"""Causes and what prevents them, over the API."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from employees.models.dates import validate_due_on, validate_reach
from feedback.actions import causes
from feedback.actions.handling import TOGETHER
from feedback.models import Case, Cause, Prevention, Why
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError


class CauseKey(serializers.PrimaryKeyRelatedField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"queryset": Cause.objects.all()} | kwargs))


class PreventionKey(serializers.PrimaryKeyRelatedField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"queryset": Prevention.objects.standing()} | kwargs))


class WhySerializer(serializers.ModelSerializer):
    class Meta:
        model = Why
        fields = ["answer", "support"]


class CauseSerializer(serializers.ModelSerializer):
    whys = WhySerializer(many=True, required=False, max_length=causes.WHYS)
    case_count = serializers.IntegerField(read_only=True)
    open_count = serializers.IntegerField(read_only=True)

    class Meta:
        model = Cause
        fields = [
            "id",
            "title",
            "description",
            "whys",
            "created_at",
            "created_by",
            "case_count",
            "open_count",
        ]
        read_only_fields = ["created_at", "created_by"]

    def create(self, facts: dict[str, Any]) -> Cause:
        facts["whys"] = _pairs(facts.pop("whys", []))
        made = causes.describe_cause(by=self.context["request"].user, **facts)
        return Cause.objects.with_counts().get(pk=made.pk)


def _pairs(whys: list[dict[str, str]]) -> list[tuple[str, str]]:
    return [(why["answer"], why.get("support", "")) for why in whys]


class WhysSerializer(serializers.Serializer):
    whys = WhySerializer(many=True, max_length=causes.WHYS)


class CasesSerializer(serializers.Serializer):
    """Several cases, as far as the caller may see them."""

    cases = serializers.PrimaryKeyRelatedField(many=True, queryset=Case.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (request := self.context.get("request")) and request.user.is_authenticated:
            seen = Case.objects.visible_to(request.user)
            self.fields["cases"].child_relation.queryset = seen  # type: ignore[attr-defined]

    def validate_cases(self, cases: list[Case]) -> list[Case]:
        if len(cases) > TOGETHER:
            raise serializers.ValidationError(_("These are too many at once."))
        return cases


class PreventionSerializer(serializers.ModelSerializer):
    owner = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active(), source="commitment.owner")
    due_on = serializers.DateField(write_only=True, validators=[validate_due_on])
    due_at = serializers.DateTimeField(source="commitment.due_at", read_only=True)
    kept_at = serializers.DateTimeField(source="commitment.kept_at", allow_null=True, read_only=True)

    class Meta:
        model = Prevention
        fields = ["id", "cause", "action", "owner", "due_on", "due_at", "effective_on", "kept_at"]
        extra_kwargs = {"effective_on": {"validators": [validate_reach]}}

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        said["owner"] = said.pop("commitment")["owner"]
        return said

    def create(self, facts: dict[str, Any]) -> Prevention:
        return causes.promise_prevention(facts.pop("cause"), by=self.context["request"].user, **facts)


class CauseFilter(filters.FilterSet):
    words = filters.CharFilter(method="matching", max_length=200, help_text=_("Words of its title or text."))

    class Meta:
        model = Cause
        fields = ["title"]

    def matching(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.matching(value)


class CauseViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """Why things went wrong, with the number of cases."""

    permission_required = {
        "list": "feedback.view_cause", "retrieve": "feedback.view_cause", "*": "feedback.change_cause",
    }  # fmt: skip
    queryset = Cause.objects.none()
    serializer_class = CauseSerializer
    filterset_class = CauseFilter

    def get_queryset(self) -> Any:
        return Cause.objects.with_counts().prefetch_related("whys")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write down why something went wrong: a title, and up to five whys."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=WhysSerializer, responses=CauseSerializer)
    @action(detail=True, methods=["post"])
    def whys(self, request: Request, pk: str | None = None) -> Response:
        """The five whys as they are known now."""
        cause, asked = self.get_object(), WhysSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        causes.ask_why(cause, _pairs(asked.validated_data["whys"]))
        return Response(self.get_serializer(self.get_queryset().get(pk=cause.pk)).data)

    @extend_schema(request=CasesSerializer, responses=CauseSerializer)
    @action(detail=True, methods=["post"])
    def join(self, request: Request, pk: str | None = None) -> Response:
        """Say of several cases at once that this is why they happened."""
        cause = self.get_object()
        asked = CasesSerializer(data=request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        causes.join(asked.validated_data["cases"], cause, by=request.user)
        return Response(self.get_serializer(self.get_queryset().get(pk=cause.pk)).data)


class PreventionViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """What was promised so that a cause does not come back."""

    permission_required = {
        "list": "feedback.view_cause", "retrieve": "feedback.view_cause", "*": "feedback.change_cause",
    }  # fmt: skip
    queryset = Prevention.objects.none()
    serializer_class = PreventionSerializer
    filterset_fields = ["cause"]

    def get_queryset(self) -> Any:
        found = Prevention.objects.select_related("commitment__owner")
        if self.action == "keep" and "champion" not in self.request.user.roles:
            return found.filter(commitment__owner=self.request.user)
        return found

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Promise what will change; it stands in the ledger, for every open case of the cause."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses=PreventionSerializer)
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, pk: str | None = None) -> Response:
        """It is done: whoever promised it says so, or the champion."""
        prevention = self.get_object()
        if not causes.keep_prevention(prevention, by=request.user):
            raise ConflictError
        return Response(self.get_serializer(self.get_queryset().get(pk=prevention.pk)).data)
