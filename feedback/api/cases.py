"""Cases over the API: the four steps, by the same actions as the pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.mixins import CreateModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from employees.models import Employee
from feedback.actions import causes, handling, replies, sharing
from feedback.actions.cases import open_case
from feedback.actions.promises import reply_address
from feedback.api.causes import CasesSerializer, CauseKey, PreventionKey, PreventionSerializer, WhySerializer
from feedback.api.feed import TEXT, ShareTextSerializer
from feedback.models import Case, Message
from feedback.models import Response as Feedback
from tenants.api import OnceMixin, ReadViewSet
from tenants.rest import ConflictError


class MessageSerializer(serializers.ModelSerializer):
    class Meta:
        model = Message
        fields = ["id", "kind", "author", "body", "at"]
        read_only_fields = fields


class CaseSerializer(serializers.ModelSerializer):
    owner = serializers.IntegerField(source="owner.pk", default=None, allow_null=True, read_only=True)
    due_at = serializers.DateTimeField(source="current.due_at", default=None, allow_null=True, read_only=True)
    next_step = serializers.CharField(read_only=True)

    class Meta:
        model = Case
        fields = [
            "id", "response", "team", "subject", "danger", "owner", "due_at", "next_step", "opened_at",
            "waiting_since", "answered_at", "shared_at", "share_declined_at", "share_declined_reason",
            "cause", "analysed_at", "prevention", "no_prevention_reason", "prevented_at", "closed_at",
            "reply_score", "will_return", "judged_at",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("response", "danger")]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (request := self.context.get("request")) and request.user.is_authenticated:
            seen = Feedback.objects.visible_to(request.user).shown()
            self.fields["response"].queryset = seen
            self.fields["response"].validators = []

    def create(self, facts: dict[str, Any]) -> Case:
        found = Case.objects.filter(response=facts["response"]).first()
        if found and not Case.objects.visible_to(self.context["request"].user).filter(pk=found.pk).exists():
            raise ConflictError
        return open_case(facts["response"], by=self.context["request"].user, danger=facts.get("danger", ""))


DONE = {
    200: CaseSerializer,
    204: OpenApiResponse(description="It is done, and the case is no longer the caller's to see."),
}


class AnswerSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["mail", "call", "person"])
    body = serializers.CharField(max_length=TEXT)


class BodySerializer(serializers.Serializer):
    body = serializers.CharField(max_length=TEXT)


class CaseReasonSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class AssignSerializer(serializers.Serializer):
    to = serializers.PrimaryKeyRelatedField(queryset=Employee.objects.active())
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")


class AssignManySerializer(CasesSerializer, AssignSerializer):
    """Cases, and who takes them."""


class AssignedSerializer(serializers.Serializer):
    changed = serializers.IntegerField(help_text=_("How many changed hands."))


class DangerSerializer(serializers.Serializer):
    danger = serializers.ChoiceField(choices=Case.Danger.choices, allow_blank=True)
    reason = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class AnalysisSerializer(serializers.Serializer):
    """A known cause, or the title of a new one with its whys."""

    cause = CauseKey(required=False, allow_null=True)
    title = serializers.CharField(max_length=150, required=False)
    whys = WhySerializer(many=True, required=False, max_length=causes.WHYS)

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if bool(said.get("cause")) == bool(said.get("title")):
            raise serializers.ValidationError({"cause": _("Give a known cause, or the title of a new one.")})
        return said


class CasePreventionSerializer(PreventionSerializer):
    """A promise that stands already, or a new one."""

    known = PreventionKey(required=False, allow_null=True, write_only=True)

    class Meta(PreventionSerializer.Meta):
        fields = [*(f for f in PreventionSerializer.Meta.fields if f != "cause"), "known"]

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        return said if said.get("known") else super().validate(said)


class CaseFilter(filters.FilterSet):
    view = filters.ChoiceFilter(
        choices=[(name, name) for name in ("open", "mine", "late", "unshared", "no_cause", "closed")],
        method="in_view",
    )

    class Meta:
        model = Case
        fields = ["team", "danger", "cause", "response"]

    def in_view(self, queryset: Any, name: str, value: str) -> Any:
        return {
            "open": queryset.open, "mine": lambda: queryset.open().owned_by(self.request.user),
            "late": queryset.late, "unshared": queryset.unshared, "no_cause": queryset.unexplained,
            "closed": queryset.closed,
        }[value]()  # fmt: skip


class CaseViewSet(OnceMixin, CreateModelMixin, ReadViewSet):
    """What customers are owed: answer, share, find the cause, prevent; then close."""

    permission_required = {
        "list": "feedback.view_case", "retrieve": "feedback.view_case", "messages": "feedback.view_case",
        "share": "feedback.share_response", "decline": "feedback.share_response", "*": "feedback.change_case",
    }  # fmt: skip
    queryset = Case.objects.none()
    serializer_class = CaseSerializer
    filterset_class = CaseFilter

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # the API is described for nobody in particular
            return self.queryset
        related = "response__customer", "response__post", "current__owner", "carried_by", "team"
        return Case.objects.visible_to(self.request.user).select_related(*related)

    def locked(self, case: Case) -> Case:
        """Its response first, as sharing and danger hold it, so that two never wait for each other."""
        Feedback.objects.select_for_update(of=["self"]).get(pk=case.response_id)
        return super().locked(case)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Open a case by hand. A response has one: opened again, the first is given back."""
        return super().create(request, *args, **kwargs)

    def _asked(self, kind: type[serializers.BaseSerializer]) -> dict[str, Any]:
        asked = kind(data=self.request.data, context=self.get_serializer_context())
        asked.is_valid(raise_exception=True)
        return asked.validated_data

    def _now(self, case: Case, done: object = True) -> Response:
        """The case as it stands now, nothing where the caller sees it no more; 409 where a step before is
        missing or somebody was faster."""
        if not done:
            raise ConflictError
        found = self.get_queryset().filter(pk=case.pk).first()
        if found is None:
            return Response(status=status.HTTP_204_NO_CONTENT)
        return Response(self.get_serializer(found).data)

    @extend_schema(responses=MessageSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def messages(self, request: Request, pk: str | None = None) -> Response:
        """The thread with the customer, and the notes for staff."""
        return Response(MessageSerializer(self.get_object().messages.all(), many=True).data)

    @extend_schema(request=AnswerSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def respond(self, request: Request, pk: str | None = None) -> Response:
        """Answer by mail, or say what was said on the phone or in person. Keeps the open promises."""
        case, asked = self.get_object(), self._asked(AnswerSerializer)
        if asked["kind"] == "mail" and not reply_address(case.response.customer):
            raise serializers.ValidationError({"kind": _("This customer cannot be reached by mail.")})
        return self._now(case, replies.reply(case, by=request.user, **asked))

    @extend_schema(request=BodySerializer, responses={201: MessageSerializer})
    @action(detail=True, methods=["post"])
    def notes(self, request: Request, pk: str | None = None) -> Response:
        """A note for staff; the customer never sees it."""
        made = replies.add_note(self.get_object(), by=request.user, **self._asked(BodySerializer))
        return Response(MessageSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=AssignSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def assign(self, request: Request, pk: str | None = None) -> Response:
        """Hand the case over, with every answer that is owed on it."""
        case, asked = self.get_object(), self._asked(AssignSerializer)
        return self._now(case, handling.assign([case], by=request.user, **asked))

    @extend_schema(
        operation_id="cases_assign_many", request=AssignManySerializer, responses=AssignedSerializer
    )
    @action(detail=False, methods=["post"], url_path="assign")
    def assign_many(self, request: Request) -> Response:
        """Hand several cases over, up to 500."""
        asked = self._asked(AssignManySerializer)
        return Response({"changed": handling.assign(asked.pop("cases"), by=request.user, **asked)})

    @extend_schema(request=DangerSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def danger(self, request: Request, pk: str | None = None) -> Response:
        """Mark it as a matter of safety, abuse or law, or take the mark off."""
        case, asked = self.get_object(), self._asked(DangerSerializer)
        handling.mark_danger(case, by=request.user, **asked)
        return self._now(case)

    @extend_schema(request=ShareTextSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def share(self, request: Request, pk: str | None = None) -> Response:
        """Show it to all staff, without what identifies the customer."""
        case, asked = self.get_object(), self._asked(ShareTextSerializer)
        return self._now(case, sharing.share(case.response, by=request.user, **asked))

    @extend_schema(request=CaseReasonSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def decline(self, request: Request, pk: str | None = None) -> Response:
        """Not to share it, for a reason."""
        case, asked = self.get_object(), self._asked(CaseReasonSerializer)
        return self._now(case, sharing.decline(case, by=request.user, **asked))

    @extend_schema(request=AnalysisSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def analyse(self, request: Request, pk: str | None = None) -> Response:
        """Say why it happened: a known cause, or a new one."""
        case, asked = self.get_object(), self._asked(AnalysisSerializer)
        if case.closed_at:
            raise ConflictError
        whys = [(why["answer"], why.get("support", "")) for why in asked.get("whys", [])]
        cause = asked.get("cause") or causes.describe_cause(title=asked["title"], whys=whys, by=request.user)
        causes.join([case], cause, by=request.user)
        return self._now(case)

    @extend_schema(request=CasePreventionSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def prevent(self, request: Request, pk: str | None = None) -> Response:
        """Promise what will change, or name a promise that stands for the same cause."""
        case, asked = self.get_object(), self._asked(CasePreventionSerializer)
        if case.cause is None or case.prevented_at:
            raise ConflictError
        known = asked.pop("known", None)
        if known:
            return self._now(case, causes.use_prevention([case], known, by=request.user))
        return self._now(case, causes.promise_prevention(case.cause, by=request.user, **asked))

    @extend_schema(request=CaseReasonSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def unprevented(self, request: Request, pk: str | None = None) -> Response:
        """It cannot be prevented, and here is why."""
        case, asked = self.get_object(), self._asked(CaseReasonSerializer)
        return self._now(case, causes.excuse_prevention(case, by=request.user, **asked))

    @extend_schema(request=None, responses=DONE)
    @action(detail=True, methods=["post"])
    def close(self, request: Request, pk: str | None = None) -> Response:
        """Close a case whose four steps are done."""
        case = self.get_object()
        return self._now(case, handling.close(case, by=request.user))

    @extend_schema(request=CaseReasonSerializer, responses=DONE)
    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, pk: str | None = None) -> Response:
        """Go on with a closed case; its history stays."""
        case, asked = self.get_object(), self._asked(CaseReasonSerializer)
        return self._now(case, handling.reopen(case, by=request.user, **asked))
