from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from employees.models import Team
from feedback.actions import responses as verbs
from feedback.actions.customers import find_or_make_customer, identifiers
from feedback.actions.intake import receive_response
from feedback.api.feed import ShareMixin
from feedback.models import SCALES, ListeningPost, Question, Response, Touchpoint
from feedback.models.questions import LONGEST
from feedback.models.remembered import find_open_post
from feedback.models.responses import OWN_SOURCES, Metric
from tenants.api import ViewSet
from tenants.rest import ConflictError

MOST = 1_000


def is_key(data: Any) -> bool:
    """Whether it can be one; what is wrong with another is said by the field."""
    return type(data) in (int, str) and str(data).isascii() and str(data).isdecimal() and len(str(data)) < 19


class OpenPost(serializers.PrimaryKeyRelatedField):
    """A post that listens, as this process remembers it."""

    def to_internal_value(self, data: Any) -> Any:
        return (is_key(data) and find_open_post(str(data))) or super().to_internal_value(data)


class PlaceKey(serializers.PrimaryKeyRelatedField):
    """A team or touchpoint. Of a thousand rows, which name the same few, it is looked up once a request, and
    not remembered beyond it: it may be deleted."""

    def to_internal_value(self, data: Any) -> Any:
        if not is_key(data):
            return super().to_internal_value(data)
        found, key = self.root.context.get("found", {}), (self.field_name, str(data))
        if key not in found:
            found[key] = super().to_internal_value(data)
        return found[key]


def is_past(moment: datetime) -> bool:
    """A moment at which something can have been received: by now, and by a clock that had whole minutes."""
    return moment.year >= 1900 and moment <= timezone.now()


def answer_problem(question: Question | None, value: Any) -> str:
    """What is wrong with the answer to a question; nothing where it is right."""
    if question is None:
        return _("This post asks no such question.")
    return "" if question.accepts(value) else _("This is not an answer to that question.")


@extend_schema_serializer(component_name="CustomerResponse")  # made clients have a Response of their own
class ResponseSerializer(serializers.ModelSerializer):
    """A response as it is read and corrected."""

    class Meta:
        model = Response
        fields = [
            "id",
            "post",
            "team",
            "touchpoint",
            "customer",
            "metric",
            "scale",
            "score",
            "segment",
            "comment",
            "answers",
            "language",
            "channel",
            "source",
            "external_id",
            "received_at",
            "day",
            "hidden_at",
            "hidden_reason",
        ]
        read_only_fields = [
            "id",
            "post",
            "customer",
            "metric",
            "scale",
            "segment",
            "answers",
            "channel",
            "source",
            "external_id",
            "day",
            "hidden_at",
            "hidden_reason",
        ]
        extra_kwargs = {"comment": {"max_length": LONGEST}}

    def validate_score(self, value: int | None) -> int | None:
        low, high = SCALES.get(self.instance.metric, (0, 0))
        if value is not None and (not self.instance.metric or not low <= value <= high):
            raise serializers.ValidationError(_("This score does not stand on its scale."))
        return value

    def validate_received_at(self, value: Any) -> Any:
        if value is None or not is_past(value):
            raise serializers.ValidationError(_("It must have been received by now."))
        return value

    def update(self, response: Response, facts: dict[str, Any]) -> Response:
        place = {name: facts.pop(name) for name in ("team", "touchpoint") if name in facts}
        if place:
            verbs.move_response(response, **place)
        if "received_at" in facts:
            verbs.redate_response(response, received_at=facts.pop("received_at"))
        if facts:
            verbs.edit_response(response, **facts)
        return response


class NewResponseSerializer(serializers.Serializer):
    """A response as it is sent. With the same source and external_id again, the first one is given back."""

    post = OpenPost(queryset=ListeningPost.objects.open())
    metric = serializers.ChoiceField(
        Metric.choices, required=False, help_text="The post's own, where left out."
    )
    score = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=10)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST)
    answers = serializers.DictField(child=serializers.JSONField(), required=False, default=dict)
    language = serializers.CharField(required=False, allow_blank=True, default="", max_length=10)
    channel = serializers.CharField(required=False, allow_blank=True, default="api", max_length=20)
    source = serializers.CharField(required=False, default="api", max_length=40)
    external_id = serializers.CharField(required=False, allow_null=True, default=None, max_length=120)
    received_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    team = PlaceKey(queryset=Team.objects.all(), required=False, allow_null=True, default=None)
    touchpoint = PlaceKey(queryset=Touchpoint.objects.all(), required=False, allow_null=True, default=None)
    customer_email = serializers.CharField(required=False, allow_blank=True, default="", max_length=254)
    customer_phone = serializers.CharField(required=False, allow_blank=True, default="", max_length=40)
    customer_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=254)
    customer_name = serializers.CharField(required=False, allow_blank=True, default="", max_length=150)
    opens_case = serializers.BooleanField(required=False, default=True, help_text="By the rules of its post.")

    def validate_source(self, value: str) -> str:
        if value in OWN_SOURCES:
            raise serializers.ValidationError(_("This name is used for our own forms."))
        return value

    def validate_received_at(self, value: Any) -> Any:
        if value is not None and not is_past(value):
            raise serializers.ValidationError(_("It must have been received by now."))
        return value

    def validate(self, facts: dict[str, Any]) -> dict[str, Any]:
        version = facts["post"].version
        score = facts.setdefault("score", None)
        metric = facts.get("metric") or (version.primary.kind if version.primary else "")
        low, high = SCALES.get(metric, (0, -1))
        if score is not None and not low <= score <= high:
            raise serializers.ValidationError({"score": _("This score does not stand on its scale.")})
        facts["metric"] = metric if score is not None else ""
        asked = {question.key: question for question in version.asked}
        wrong = {key: answer_problem(asked.get(key), value) for key, value in facts["answers"].items()}
        if wrong := {key: problem for key, problem in wrong.items() if problem}:
            raise serializers.ValidationError({"answers": wrong})
        facts["known_by"] = identifiers(
            email=facts.pop("customer_email"),
            phone=facts.pop("customer_phone"),
            external=facts.pop("customer_number"),
        )
        return facts


@cache
def as_it_is_read() -> ResponseSerializer:
    """Its fields are worked out once in the life of a process; it is shared, and shows only."""
    return ResponseSerializer()


@cache
def as_it_is_sent() -> NewResponseSerializer:
    """The same of a new one: it looks at what was sent, and keeps nothing of it."""
    return NewResponseSerializer()


def store(facts: dict[str, Any]) -> Response:
    """Receive a response that was looked at, with whose it is."""
    known_by, name = facts.pop("known_by"), facts.pop("customer_name")
    opens_cases = facts.pop("opens_case")
    if not known_by:
        return receive_response(opens_cases=opens_cases, **facts)
    with transaction.atomic():
        customer = find_or_make_customer(
            known_by=known_by, name=name, language=facts["language"], is_vouched=True
        )
        return receive_response(customer=customer, opens_cases=opens_cases, **facts)


class BulkSerializer(serializers.Serializer):
    """Up to 1,000 responses. Those that are wrong are named by their row; with all_or_nothing, one that is
    wrong keeps all from being stored."""

    responses = serializers.ListField(child=serializers.DictField(), min_length=1, max_length=MOST)
    all_or_nothing = serializers.BooleanField(required=False, default=False)


class RowErrorSerializer(serializers.Serializer):
    row = serializers.IntegerField(help_text="Counted from 0.")
    errors = serializers.DictField()


class BulkReportSerializer(serializers.Serializer):
    stored = serializers.IntegerField()
    repeated = serializers.IntegerField(help_text="Known already by their source and external_id.")
    ids = serializers.ListField(child=serializers.UUIDField(allow_null=True), help_text="In the order sent.")
    errors = RowErrorSerializer(many=True)


class HidingSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=300)


class ResponseViewSet(ShareMixin, ViewSet):
    """What customers said, as far as the caller may see it, newest first."""

    whole_by_themselves = frozenset({"create"})

    permission_required = {
        "*": "feedback.view_response",
        "create": "feedback.receive_response",
        "bulk": "feedback.receive_response",
        "partial_update": "feedback.change_response",
        "share": "feedback.share_response",
        "hide": "feedback.hide_response",
        "unhide": "feedback.hide_response",
    }
    filterset_fields = [
        "post",
        "team",
        "touchpoint",
        "customer",
        "metric",
        "score",
        "day",
        "source",
        "external_id",
    ]

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # nobody asks: the description is being made
            return Response.objects.none()
        return Response.objects.visible_to(self.request.user)

    def get_serializer_class(self) -> Any:
        return NewResponseSerializer if self.action == "create" else ResponseSerializer

    @extend_schema(request=NewResponseSerializer, responses={201: ResponseSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Receive a response. A poor one opens a case: an answer is promised within 24 hours."""
        stored = store(as_it_is_sent().run_validation(request.data))
        return Answer(as_it_is_read().to_representation(stored), status=status.HTTP_201_CREATED)

    @extend_schema(request=BulkSerializer, responses={200: BulkReportSerializer})
    @action(detail=False, methods=["post"])
    def bulk(self, request: Request) -> Answer:
        """Receive up to 1,000 responses in one transaction. Rows that are wrong are reported by number and
        the others stored, unless all_or_nothing is true: then nothing is stored, and it is a 400."""
        asked = BulkSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        rows, errors = self._read(asked.validated_data["responses"])
        if errors and asked.validated_data["all_or_nothing"]:
            raise serializers.ValidationError({"responses": errors})
        found = [store(row) if row else None for row in rows]
        repeated = sum(1 for each in found if each and each.is_repeat)
        stored = sum(1 for each in found if each) - repeated
        ids = [each.pk if each else None for each in found]
        return Answer({"stored": stored, "repeated": repeated, "ids": ids, "errors": errors})

    def _read(self, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any] | None], list[dict[str, Any]]]:
        """The facts of each row, nothing for one that is wrong, and what is wrong with those."""
        reading = NewResponseSerializer(context={"found": {}})
        facts: list[dict[str, Any] | None] = []
        errors = []
        for number, row in enumerate(rows):
            try:
                facts.append(reading.run_validation(row))
            except serializers.ValidationError as wrong:
                facts.append(None)
                errors.append({"row": number, "errors": wrong.detail})
        return facts, errors

    @extend_schema(request=HidingSerializer, responses=ResponseSerializer)
    @action(detail=True, methods=["post"])
    def hide(self, request: Request, pk: str) -> Answer:
        """Take a response out of every list and figure, with a reason."""
        reason = HidingSerializer(data=request.data)
        reason.is_valid(raise_exception=True)
        response = self.get_object()
        if not verbs.hide_response(response, reason=reason.validated_data["reason"], by=request.user):
            raise ConflictError
        return Answer(self.get_serializer(response).data)

    @extend_schema(request=None, responses=ResponseSerializer)
    @action(detail=True, methods=["post"])
    def unhide(self, request: Request, pk: str) -> Answer:
        """Put a hidden response back."""
        response = self.get_object()
        if not verbs.unhide_response(response):
            raise ConflictError
        return Answer(self.get_serializer(response).data, status=status.HTTP_200_OK)
