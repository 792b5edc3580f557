from typing import Any

from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from employees import figures
from employees.actions import keeping, ledger, nudging
from employees.api.board import BoardSerializer, HistorySerializer, board_data
from employees.models import Commitment, Employee, Nudge
from employees.models.dates import validate_due_at
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError


class CommitmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Commitment
        fields = ["id", "owner", "team", "kind", "promise", "source_path", "made_at", "first_due_at",
                  "due_at", "kept_at", "withdrawn_at", "withdrawn_reason"]  # fmt: skip
        read_only_fields = fields


class ReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class RenegotiateSerializer(ReasonSerializer):
    due_at = serializers.DateTimeField(validators=[validate_due_at])


class TakerKey(serializers.PrimaryKeyRelatedField):
    """Somebody who may take a promise: whom the giver sees, or who is of the promise's team."""

    def get_queryset(self):
        commitment, user = self.context.get("commitment"), self.context.get("user")
        if not commitment:
            return Employee.objects.none()
        return Employee.objects.takers(commitment.team_id, user)


class HandOverSerializer(serializers.Serializer):
    to = TakerKey(pk_field=serializers.IntegerField())
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class NoteSerializer(serializers.Serializer):
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class NudgeSerializer(serializers.ModelSerializer):
    class Meta:
        model = Nudge
        fields = ["id", "commitment", "by", "to", "at", "note", "acknowledged_at", "answer"]
        read_only_fields = ["commitment", "by", "to", "at", "note", "acknowledged_at"]


class CommitmentFilter(filters.FilterSet):
    state = filters.ChoiceFilter(
        choices=[(name, name) for name in ("open", "today", "overdue", "kept", "unowned")], method="in_state"
    )

    class Meta:
        model = Commitment
        fields = ["owner", "team", "kind"]

    def in_state(self, queryset, name, value):
        return {
            "open": queryset.open, "overdue": queryset.overdue, "kept": queryset.kept,
            "unowned": queryset.unowned, "today": lambda: queryset.due_before(figures.day_ends()),
        }[value]()  # fmt: skip


class CommitmentViewSet(OnceMixin, ReadViewSet):
    """The ledger: who promised what by when. A promise is made where it belongs, at a case, say, and kept
    there; what nothing there keeps is kept here."""

    permission_required = {
        "list": "employees.view_commitment", "retrieve": "employees.view_commitment",
        "board": "employees.view_commitment", "history": "employees.view_commitment",
        "nudge": "employees.nudge_commitment", "*": "employees.change_commitment",
    }  # fmt: skip
    queryset = Commitment.objects.none()
    serializer_class = CommitmentSerializer
    filterset_class = CommitmentFilter
    ordering_fields = ["due_at"]

    def get_queryset(self):
        if self.action in ("keep", "undo_keep"):
            return keeping.keepable(self.request.user)
        return Commitment.objects.visible_to(self.request.user)

    def _settled(self, commitment: Commitment, done: bool) -> Response:
        """409 where the promise was settled meanwhile, or nothing would change."""
        if not done:
            raise ConflictError
        return Response(CommitmentSerializer(commitment).data)

    def _asked(self, kind: type[serializers.Serializer], **context: Any) -> dict[str, Any]:
        asked = kind(data=self.request.data, context=context)
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    @extend_schema(responses=BoardSerializer(many=False))
    @action(detail=False, methods=["get"], pagination_class=None, ordering_fields=())
    def board(self, request: Request) -> Response:
        """The promises in numbers: what stands open now, and the share that was kept in the last 90 days, in
        all and by person, team and kind."""
        return Response(board_data(self.filter_queryset(self.get_queryset())))

    @extend_schema(responses=HistorySerializer)
    @action(detail=True, methods=["get"])
    def history(self, request: Request, pk: str | None = None) -> Response:
        """Who had the promise and for how long, how its date moved, and who was told when it was broken."""
        return Response(HistorySerializer(self.get_object()).data)

    @extend_schema(request=None, responses=CommitmentSerializer)
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, pk: str | None = None) -> Response:
        """What was promised is done: a prevention, or a promise of another kind that nothing else keeps."""
        commitment = self.get_object()
        return self._settled(commitment, keeping.keep_by_hand(commitment, by=request.user))

    @extend_schema(request=None, responses=CommitmentSerializer)
    @action(detail=True, methods=["post"], url_path="undo-keep")
    def undo_keep(self, request: Request, pk: str | None = None) -> Response:
        """It was a slip, of the caller and of the last quarter of an hour: the promise is open again."""
        commitment = self.get_object()
        return self._settled(commitment, keeping.undo_keep(commitment, by=request.user))

    @extend_schema(request=ReasonSerializer, responses=CommitmentSerializer)
    @action(detail=True, methods=["post"])
    def withdraw(self, request: Request, pk: str | None = None) -> Response:
        """Take the promise back, with a reason."""
        commitment, asked = self.get_object(), self._asked(ReasonSerializer)
        return self._settled(commitment, ledger.withdraw(commitment, by=request.user, **asked))

    @extend_schema(request=RenegotiateSerializer, responses=CommitmentSerializer)
    @action(detail=True, methods=["post"])
    def renegotiate(self, request: Request, pk: str | None = None) -> Response:
        """Promise another date, with a reason; the first one stays."""
        commitment, asked = self.get_object(), self._asked(RenegotiateSerializer)
        return self._settled(commitment, ledger.renegotiate(commitment, by=request.user, **asked))

    @extend_schema(request=HandOverSerializer, responses=CommitmentSerializer)
    @action(detail=True, methods=["post"], url_path="hand-over")
    def hand_over(self, request: Request, pk: str | None = None) -> Response:
        """Pass the promise on, with its date."""
        commitment = self.get_object()
        asked = self._asked(HandOverSerializer, commitment=commitment, user=request.user)
        return self._settled(commitment, ledger.hand_over(commitment, by=request.user, **asked))

    @extend_schema(request=NoteSerializer, responses={201: NudgeSerializer})
    @action(detail=True, methods=["post"])
    def nudge(self, request: Request, pk: str | None = None) -> Response:
        """Ask the owner, who must acknowledge."""
        commitment, asked = self.get_object(), self._asked(NoteSerializer)
        if not (made := nudging.nudge(commitment, by=request.user, **asked)):
            raise ConflictError
        return Response(NudgeSerializer(made).data, status=status.HTTP_201_CREATED)


class NudgeViewSet(OnceMixin, ReadViewSet):
    """What the champion asked the owners of promises."""

    permission_required = {"acknowledge": "employees.change_commitment", "*": "employees.view_commitment"}
    queryset = Nudge.objects.none()
    serializer_class = NudgeSerializer
    filterset_fields = ["commitment", "to"]

    def get_queryset(self):
        return Nudge.objects.visible_to(self.request.user)

    @extend_schema(request=NudgeSerializer, responses=NudgeSerializer)
    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, pk: str | None = None) -> Response:
        """The owner has seen it."""
        asked, found = NudgeSerializer(data=request.data), self.get_object()
        asked.is_valid(raise_exception=True)
        if found.to_id != request.user.pk:
            raise Http404
        if not nudging.acknowledge(found, **asked.validated_data):
            raise ConflictError
        return Response(NudgeSerializer(found).data)
