"""The front-line log over the API."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import frontline as actions
from employees.models import Commitment, FrontlineDay
from employees.models.dates import validate_due_on
from tenants.api import OnceMixin, ReadViewSet
from tenants.here import today


class OwnPromise(serializers.PrimaryKeyRelatedField):
    """An open promise of the caller's."""

    def get_queryset(self) -> Any:
        user = getattr(self.context.get("request"), "user", None)
        return Commitment.objects.open().filter(owner=user) if user else Commitment.objects.none()


class FrontlineDaySerializer(serializers.ModelSerializer):
    """`promise` and `due_on` make a promise; `commitment` names one that is made already."""

    saw = serializers.CharField(max_length=4000)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    commitment = OwnPromise(allow_null=True, required=False)
    promise = serializers.CharField(max_length=200, required=False, write_only=True)
    due_on = serializers.DateField(required=False, write_only=True, validators=[validate_due_on])
    promised = serializers.CharField(
        source="commitment.promise", read_only=True, allow_null=True, default=None
    )
    kept_at = serializers.DateTimeField(
        source="commitment.kept_at", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = FrontlineDay
        fields = ["id", "by", "on", "place", "saw", "language", "commitment", "promised", "kept_at", "at",
                  "promise", "due_on"]  # fmt: skip
        read_only_fields = ["by", "at"]

    def validate_on(self, day: Any) -> Any:
        if day > today():
            raise serializers.ValidationError(_("This day has not come yet."))
        return day

    def validate(self, facts: dict[str, Any]) -> dict[str, Any]:
        what, due_on = facts.pop("promise", ""), facts.pop("due_on", None)
        if what and facts.get("commitment"):
            raise serializers.ValidationError(
                {"commitment": _("A new promise, or one that is made already: not both.")}
            )
        if what and due_on is None:
            raise serializers.ValidationError({"due_on": _("By which day will it be kept?")})
        return facts | {"promised": actions.Promised(what, due_on) if what else None}

    def create(self, facts: dict[str, Any]) -> FrontlineDay:
        return actions.note_day(by=self.context["request"].user, **facts)


class FrontlineDayViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """Days that executives and leads spent with customers, for all to read."""

    permission_required = {"create": "employees.add_frontlineday", "*": "employees.view_frontlineday"}
    queryset = FrontlineDay.objects.none()
    serializer_class = FrontlineDaySerializer
    filterset_fields = ["by"]

    def get_queryset(self) -> Any:
        user = self.request.user
        days = (
            actions.removable(user) if self.action == "take_back" else FrontlineDay.objects.visible_to(user)
        )
        return days.select_related("commitment")

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """It was a slip of the last quarter of an hour; the champion may at any time."""
        actions.take_back(self.get_object(), by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)
