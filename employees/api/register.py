from typing import Any

from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees import figures
from employees.actions import register
from employees.api.board import FigureSerializer, MoveSerializer
from employees.figures.register import by_person
from employees.models import Commitment
from employees.models.dates import validate_due_at
from tenants.api import OnceMixin, ReadViewSet


class PledgeSerializer(serializers.ModelSerializer):
    moves = MoveSerializer(source="renegotiations", many=True, read_only=True)

    class Meta:
        model = Commitment
        fields = ["id", "owner", "promise", "made_at", "first_due_at", "due_at", "kept_at", "withdrawn_at",
                  "withdrawn_reason", "moves"]  # fmt: skip
        read_only_fields = ["owner", "made_at", "first_due_at", "kept_at", "withdrawn_at", "withdrawn_reason"]
        extra_kwargs = {"due_at": {"validators": [validate_due_at]}}

    def create(self, facts: dict[str, Any]) -> Commitment:
        by = self.context["request"].user
        return register.pledge(facts["promise"], due_at=facts["due_at"], by=by)


class PledgeFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=[(name, name) for name in ("open", "late", "kept", "withdrawn")], method="in_state"
    )

    class Meta:
        model = Commitment
        fields = ["owner"]

    def in_state(self, queryset, name, value):
        return {"open": queryset.open, "late": queryset.overdue, "kept": queryset.kept,
                "withdrawn": queryset.withdrawn}[value]()  # fmt: skip


class PledgePersonSerializer(serializers.Serializer):
    """Somebody's part; the share that was kept is told of ten promises and more."""

    key = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    kept = FigureSerializer(allow_null=True)


class RegisterSerializer(serializers.Serializer):
    """The register in numbers; shares are of the last 90 days, people stand by name."""

    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    kept_as_first_promised = FigureSerializer(allow_null=True)
    kept_as_renegotiated = FigureSerializer(allow_null=True)
    people = PledgePersonSerializer(many=True)


class RegisterViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """What champion, sponsors and executives promised, for everybody to read. They keep and move it as any
    promise of the ledger."""

    permission_required = {"create": "employees.add_pledge", "*": "employees.view_pledge"}
    queryset = Commitment.objects.none()
    serializer_class = PledgeSerializer
    filterset_class = PledgeFilter
    ordering_fields = ["due_at"]

    def get_queryset(self):
        return Commitment.objects.pledges().prefetch_related("renegotiations")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Promise something before everybody: for those whose promises stand here."""
        return super().create(request, *args, **kwargs)

    @extend_schema(responses=RegisterSerializer(many=False))
    @action(detail=False, methods=["get"], pagination_class=None, filter_backends=[])
    def numbers(self, request: Request) -> Response:
        """What stands open and late, and the share that was kept, with interval and n."""
        pledges = Commitment.objects.pledges()
        sums = figures.sums(pledges)
        facts = {
            "open": sums.standing.open, "overdue": sums.standing.overdue, "people": by_person(pledges),
            "kept_as_first_promised": sums.kept.first, "kept_as_renegotiated": sums.kept.moved,
        }  # fmt: skip
        return Response(RegisterSerializer(facts).data)
