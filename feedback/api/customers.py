from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from employees.models import Employee
from feedback.actions.customers import (
    change_preferences,
    find_or_make_customer,
    identifiers,
    merge_customers,
    record_consent,
)
from feedback.figures.elsewhere import told_elsewhere
from feedback.models import Consent, Customer, Identifier, Message
from tenants.api import ViewSet
from tenants.rest import ConflictError

MOST = 100


class IdentifierSerializer(serializers.ModelSerializer):
    class Meta:
        model = Identifier
        fields = ["kind", "value"]


class CustomerSerializer(serializers.ModelSerializer):
    """A customer. `email`, `phone` and `number` are given when one is made: who is known by them is found."""

    identifiers = IdentifierSerializer(many=True, read_only=True)
    email = serializers.CharField(write_only=True, required=False, max_length=254)
    phone = serializers.CharField(write_only=True, required=False, max_length=40)
    number = serializers.CharField(write_only=True, required=False, max_length=254)

    class Meta:
        model = Customer
        fields = [
            "id", "name", "language", "salutation", "reach_by", "needs", "created_at", "merged_into",
            "identifiers", "email", "phone", "number",
        ]  # fmt: skip
        read_only_fields = ["created_at", "merged_into"]

    def validate(self, facts: dict[str, Any]) -> dict[str, Any]:
        said = {name: facts.pop(name, "") for name in ("email", "phone", "number")}
        facts["known_by"] = identifiers(email=said["email"], phone=said["phone"], external=said["number"])
        if not self.instance and not facts["known_by"]:
            raise serializers.ValidationError({"email": "Give an e-mail, a phone or a number."})
        return facts

    def create(self, facts: dict[str, Any]) -> Customer:
        known_by = facts.pop("known_by")
        name, language = facts.pop("name", ""), facts.pop("language", "")
        customer = find_or_make_customer(known_by=known_by, name=name, language=language, is_vouched=True)
        if facts:
            change_preferences(customer, facts)
        return customer

    def update(self, customer: Customer, facts: dict[str, Any]) -> Customer:
        facts.pop("known_by")
        change_preferences(customer, facts)
        return customer


class HappenedSerializer(serializers.Serializer):
    """One entry of a timeline. `of` is the key of the response, case, learning, message, idea, vote or
    comment; `by` of the member of staff who wrote, null where the customer did."""

    kind = serializers.ChoiceField(
        choices=["response", "case", "learning", *Message.Kind.values, "idea", "idea_vote", "idea_comment"]
    )
    at = serializers.DateTimeField()
    of = serializers.CharField()
    text = serializers.CharField()
    by = serializers.IntegerField(allow_null=True)
    score = serializers.IntegerField(allow_null=True)
    scale = serializers.IntegerField(allow_null=True)


class ConsentSerializer(serializers.ModelSerializer):
    purpose = serializers.ChoiceField(choices=["reply", "survey", "tester", "panel", "panel_mail"])
    text = serializers.CharField(max_length=2_000, help_text="What the customer was shown or told.")

    class Meta:
        model = Consent
        fields = ["id", "purpose", "given", "text", "text_version", "source", "at"]
        read_only_fields = ["source", "at"]


class MergeSerializer(serializers.Serializer):
    merged = serializers.PrimaryKeyRelatedField(queryset=Customer.objects.present())


def happened(customer: Customer, reader: Employee) -> list[dict[str, Any]]:
    responses, cases, messages = customer.history(reader)
    nothing: dict[str, Any] = {"by": None, "score": None, "scale": None}
    rows = [
        nothing | {"kind": "response", "at": row.received_at or row.created_at, "of": row.pk,
                   "text": row.comment, "score": row.score, "scale": row.scale}
        for row in responses.order_by("-created_at")[:MOST]
    ] + [
        nothing | {"kind": "case", "at": case.opened_at, "of": case.pk, "text": str(case),
                   "by": case.opened_by_id}
        for case in cases.order_by("-opened_at")[:MOST]
    ] + [
        nothing | {"kind": row.kind, "at": row.at, "of": row.pk, "text": row.body, "by": row.author_id}
        for row in messages.order_by("-at")[:MOST]
    ] + [
        nothing | {"kind": "learning", "at": row.at, "of": row.pk, "text": row.text, "by": row.by_id}
        for row in customer.learnings.standing()[:MOST]
    ] + [
        nothing | {"kind": row.kind, "at": row.at, "of": row.of, "text": row.text, "by": row.by}
        for row in told_elsewhere(customer, reader)
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row["at"], reverse=True)[:MOST]


class CustomerViewSet(ViewSet):
    """People with a history, as far as the caller may see them."""

    permission_required = {
        "*": "feedback.view_customer", "create": "feedback.merge_customer",
        "partial_update": "feedback.change_customer", "merge": "feedback.merge_customer",
        "consent": "feedback.change_customer",
    }  # fmt: skip
    serializer_class = CustomerSerializer
    filterset_fields = ["language"]

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # nobody asks: the description is being made
            return Customer.objects.none()
        return Customer.objects.visible_to(self.request.user).prefetch_related("identifiers")

    @extend_schema(responses=HappenedSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def timeline(self, request: Request, pk: str) -> Answer:
        """What happened with this customer, as far as the caller may see it: the newest hundred."""
        return Answer(HappenedSerializer(happened(self.get_object(), request.user), many=True).data)

    @extend_schema(responses=ConsentSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filter_backends=[])
    def consents(self, request: Request, pk: str) -> Answer:
        """Each yes and no, the newest first; the last one counts."""
        return Answer(ConsentSerializer(self.get_object().consents.all()[:MOST], many=True).data)

    @extend_schema(request=ConsentSerializer, responses={201: ConsentSerializer})
    @consents.mapping.post
    def consent(self, request: Request, pk: str) -> Answer:
        """Write down what the customer agreed to, or took back."""
        asked = ConsentSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        made = record_consent(
            self.get_object(), purpose=said["purpose"], given=said["given"], text=said["text"],
            version=said["text_version"], source=f"told to {request.user}",
        )  # fmt: skip
        return Answer(ConsentSerializer(made).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=MergeSerializer, responses=CustomerSerializer)
    @action(detail=True, methods=["post"])
    def merge(self, request: Request, pk: str) -> Answer:
        """Take another record of the same person into this one."""
        asked = MergeSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        kept = self.get_object()
        if not merge_customers(kept=kept, merged=asked.validated_data["merged"], by=request.user):
            raise ConflictError
        return Answer(self.get_serializer(kept).data)
