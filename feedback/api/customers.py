from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions.customers import (
    change_preferences,
    find_or_make_customer,
    identifiers,
    merge_customers,
)
from feedback.models import Customer, Identifier
from tenants.api import ViewSet
from tenants.rest import ConflictError


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


class MergeSerializer(serializers.Serializer):
    merged = serializers.PrimaryKeyRelatedField(queryset=Customer.objects.present())


class CustomerViewSet(ViewSet):
    """People with a history, as far as the caller may see them."""

    permission_required = {
        "*": "feedback.view_customer", "create": "feedback.merge_customer",
        "partial_update": "feedback.change_customer", "merge": "feedback.merge_customer",
    }  # fmt: skip
    serializer_class = CustomerSerializer
    filterset_fields = ["language"]

    def get_queryset(self) -> Any:
        if getattr(self, "swagger_fake_view", False):  # nobody asks: the description is being made
            return Customer.objects.none()
        return Customer.objects.visible_to(self.request.user).prefetch_related("identifiers")

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
