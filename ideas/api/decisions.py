"""Decisions over the API."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from employees.models import Employee
from employees.models.dates import validate_due_on
from ideas.actions import decisions as actions
from ideas.actions import evidence
from ideas.actions.errors import FullError, UnchangedError
from ideas.actions.snapshots import keep_value
from ideas.api.decision_parts import (
    AskForValueSerializer,
    AttachSerializer,
    CiteSerializer,
    DecisionCitedSerializer,
    DecisionEvidenceSerializer,
    DecisionFollowUpSerializer,
    DecisionValueSerializer,
    EvidenceKeySerializer,
    PromiseSerializer,
    RevisitSerializer,
)
from ideas.figures.evidence import pieces_of
from ideas.forms.decisions import validate_past
from ideas.models import Decision, DecisionEvidence, Idea
from tenants.api import OnceMixin, ReadViewSet, SeenKey, UpdateMixin
from tenants.rest import ConflictError

WITHDRAWN = _("It is withdrawn.")


class DecisionRecordSerializer(serializers.ModelSerializer):
    """`rests_on_customers`: whether its evidence is what customers said; `open_promises`: how many of those
    that follow from it are not kept yet. `revisit_on`: the day on which it is looked at again."""

    by = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    idea = SeenKey(queryset=Idea.objects.all(), required=False, allow_null=True)
    decided_on = serializers.DateField(validators=[validate_past])
    revisit_on = serializers.DateField(validators=[validate_due_on], write_only=True)
    revisit_at = serializers.DateTimeField(
        source="revisit.due_at", read_only=True, allow_null=True, default=None
    )
    rests_on_customers = serializers.BooleanField(source="rests", read_only=True)
    open_promises = serializers.IntegerField(source="owed", read_only=True)

    class Meta:
        model = Decision
        fields = [
            "id", "what", "why", "by", "decided_on", "idea", "revisit_on", "revisit_at", "made_at", "made_by",
            "withdrawn_at", "rests_on_customers", "open_promises",
        ]  # fmt: skip
        read_only_fields = ["made_at", "made_by", "withdrawn_at"]

    def create(self, facts: dict[str, Any]) -> Decision:
        made = actions.make_decision(made_by=self.context["request"].user, **facts)
        return Decision.objects.counted().get(pk=made.pk)


class MendDecisionSerializer(serializers.ModelSerializer):
    """Said better; on which day it is looked at again the ledger agrees."""

    by = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    decided_on = serializers.DateField(validators=[validate_past])

    class Meta:
        model = Decision
        fields = ["what", "why", "by", "decided_on"]

    def update(self, decision: Decision, facts: dict[str, Any]) -> Decision:
        if not actions.edit_decision(decision, **facts):
            raise ConflictError(WITHDRAWN)
        return decision

    def to_representation(self, decision: Decision) -> dict[str, Any]:
        """As it is read: a row that was held for the change knows nothing of what rests on it."""
        found = Decision.objects.counted().select_related("revisit").get(pk=decision.pk)
        return DecisionRecordSerializer(found, context=self.context).data


class DecisionViewSet(OnceMixin, mixins.CreateModelMixin, UpdateMixin, ReadViewSet):
    """What was decided, on what it rests, what follows from it, and when it is looked at again."""

    permission_required = {"create": "ideas.add_decision", "*": "ideas.view_decision"}
    queryset = Decision.objects.none()
    serializer_class = DecisionRecordSerializer
    filterset_fields = ["by", "idea"]
    http_method_names = ["get", "post", "patch", "head", "options"]

    def get_queryset(self) -> Any:
        return Decision.objects.visible_to(self.request.user).counted().select_related("revisit")

    def get_serializer_class(self) -> Any:
        return MendDecisionSerializer if self.action == "partial_update" else DecisionRecordSerializer

    def perform_update(self, serializer: Any) -> None:
        self._may_keep(serializer.instance)
        serializer.save()

    @extend_schema(request=MendDecisionSerializer, responses=DecisionRecordSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Say it better; 409 once it is withdrawn."""
        return super().partial_update(request, *args, **kwargs)

    @extend_schema(request=RevisitSerializer, responses=DecisionRecordSerializer)
    @action(detail=True, methods=["post"])
    def revisit(self, request: Request, pk: str) -> Answer:
        """Look at it again: it holds, is changed or withdrawn, and why; 409 once it is withdrawn."""
        found, said = self._asked(RevisitSerializer)
        try:
            made = actions.revisit(found, by=request.user, **said)
        except UnchangedError:
            message = _("That stands already. What is decided now?")
            raise serializers.ValidationError({"what": message}) from None
        if made is None:
            raise ConflictError(WITHDRAWN)
        return Answer(DecisionRecordSerializer(self.find_one(), context=self.get_serializer_context()).data)

    @extend_schema(responses=DecisionEvidenceSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def evidence(self, request: Request, pk: str) -> Answer:
        """On what customers said it rests, as far as you see it."""
        rows = self.get_object().evidence.standing().with_things()
        return Answer(DecisionEvidenceSerializer(pieces_of(rows, reader=request.user), many=True).data)

    @extend_schema(request=AttachSerializer, responses={201: DecisionEvidenceSerializer})
    @evidence.mapping.post
    def attach(self, request: Request, pk: str) -> Answer:
        """Let it rest on an answer, a case or a cause; 409 once it is withdrawn, or where it rests on so much
        already that nobody reads one more."""
        found, said = self._asked(AttachSerializer)
        if found.withdrawn_at:
            raise ConflictError(WITHDRAWN)
        try:
            made = evidence.attach(found, by=request.user, **said)
        except FullError:
            raise ConflictError(_("So many are attached already that nobody reads one more.")) from None
        piece = pieces_of([made], reader=request.user)[0]
        return Answer(DecisionEvidenceSerializer(piece).data, status=201)

    @extend_schema(request=EvidenceKeySerializer, responses=DecisionEvidenceSerializer(many=True))
    @action(
        detail=True, methods=["post"], url_path="evidence/remove", pagination_class=None, filter_backends=[]
    )
    def remove_evidence(self, request: Request, pk: str) -> Answer:
        """Take a piece away; 409 where it was taken away before."""
        return self._changed_evidence(lambda piece, found: evidence.remove(piece, by=request.user))

    @extend_schema(request=EvidenceKeySerializer, responses=DecisionEvidenceSerializer(many=True))
    @action(
        detail=True, methods=["post"], url_path="evidence/restore", pagination_class=None, filter_backends=[]
    )
    def restore_evidence(self, request: Request, pk: str) -> Answer:
        """Bring a piece back; 409 where it stands, or the same was attached since."""
        return self._changed_evidence(evidence.restore)

    def _changed_evidence(self, change: Callable[[DecisionEvidence, Decision], bool]) -> Answer:
        found, said = self._asked(EvidenceKeySerializer)
        piece = found.evidence.filter(pk=said["evidence"]).first()
        if piece is None:
            raise NotFound
        if found.withdrawn_at or not change(piece, found):
            raise ConflictError
        rows = found.evidence.standing().with_things()
        return Answer(DecisionEvidenceSerializer(pieces_of(rows, reader=self.request.user), many=True).data)

    @extend_schema(responses=DecisionFollowUpSerializer(many=True))
    @action(detail=True, url_path="follow-ups", pagination_class=None, filter_backends=[])
    def follow_ups(self, request: Request, pk: str) -> Answer:
        """What is promised because of it."""
        rows = self.get_object().follow_ups.select_related("commitment")
        return Answer(DecisionFollowUpSerializer(rows, many=True).data)

    @extend_schema(request=PromiseSerializer, responses={201: DecisionFollowUpSerializer})
    @follow_ups.mapping.post
    def promise(self, request: Request, pk: str) -> Answer:
        """Promise something because of it; 409 once it is withdrawn."""
        found, said = self._asked(PromiseSerializer)
        made = actions.promise_follow_up(found, **said)
        if made is None:
            raise ConflictError(WITHDRAWN)
        return Answer(DecisionFollowUpSerializer(made).data, status=201)

    @extend_schema(responses=DecisionValueSerializer(many=True))
    @action(detail=True, url_path="values", pagination_class=None, filter_backends=[])
    def kept_values(self, request: Request, pk: str) -> Answer:
        """Metrics as they stood on the day when it was decided."""
        return Answer(DecisionValueSerializer(self.get_object().values.all(), many=True).data)

    @extend_schema(request=AskForValueSerializer, responses={201: DecisionValueSerializer})
    @kept_values.mapping.post
    def keep_value(self, request: Request, pk: str) -> Answer:
        """Keep a metric with its value on the day of the decision, where you may see it; 409 where nobody had
        answered."""
        if not request.user.has_perm("insights.view_dashboard"):
            self.permission_denied(request)
        found, said = self._asked(AskForValueSerializer)
        made = None if found.withdrawn_at else keep_value(found, by=request.user, **said)
        if made is None:
            raise ConflictError(_("Nobody answered this in that time and place."))
        return Answer(DecisionValueSerializer(made).data, status=201)

    @extend_schema(responses=DecisionCitedSerializer(many=True))
    @action(detail=True, pagination_class=None, filter_backends=[])
    def cited(self, request: Request, pk: str) -> Answer:
        """Ideas that it rests on, and what was said about them, as far as you see them."""
        rows = self.get_object().cited.seen_by(request.user).filter(is_seen=True)
        return Answer(DecisionCitedSerializer(rows, many=True).data)

    @extend_schema(request=CiteSerializer, responses={201: DecisionCitedSerializer})
    @cited.mapping.post
    def cite(self, request: Request, pk: str) -> Answer:
        """Cite an idea, or a comment on one; 409 once it is withdrawn."""
        found, said = self._asked(CiteSerializer)
        if found.withdrawn_at:
            raise ConflictError(WITHDRAWN)
        made = actions.cite(found, said["idea"], comment=said.get("comment"), by=request.user)
        return Answer(DecisionCitedSerializer(made).data, status=201)

    def _may_keep(self, found: Decision) -> None:
        if not found.may_be_kept_by(self.request.user):
            self.permission_denied(self.request)

    def _asked(self, form: type[serializers.Serializer]) -> tuple[Decision, dict[str, Any]]:
        """The decision that the caller may add to, and what they said."""
        found = self.get_object()
        self._may_keep(found)
        asked = form(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return found, asked.validated_data
