"""What staff learned from customers, over the API."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions import learnings as actions
from feedback.forms.learnings import MOST_TEXT
from feedback.models import Customer, Learning
from tenants.api import OnceMixin, ReadViewSet, SeenKey
from tenants.rest import ConflictError


class LearningSerializer(serializers.ModelSerializer):
    """`customer` is null for whoever may not see them; the text names nobody."""

    text = serializers.CharField(max_length=MOST_TEXT)
    language = serializers.ChoiceField(choices=settings.LANGUAGES, required=False, allow_blank=True)
    customer = SeenKey(queryset=Customer.objects.present(), allow_null=True, required=False)

    class Meta:
        model = Learning
        fields = ["id", "text", "language", "customer", "touchpoint", "by", "at"]
        read_only_fields = ["by", "at"]

    def create(self, facts: dict[str, Any]) -> Learning:
        by = self.context["request"].user
        kept = actions.learn(by=by, **facts)
        return Learning.objects.with_seen_customers(by).get(pk=kept.pk)

    def to_representation(self, learning: Learning) -> dict[str, Any]:
        shown = super().to_representation(learning)
        return shown | {"customer": shown["customer"] if learning.is_customer_seen else None}


class LearningViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """What staff learned in conversations with customers, for all staff."""

    permission_required = {
        "create": "feedback.add_learning", "take_back": "feedback.add_learning",
        "*": "feedback.view_learning",
    }  # fmt: skip
    queryset = Learning.objects.none()
    serializer_class = LearningSerializer
    filterset_fields = ["touchpoint", "by"]

    def get_queryset(self) -> Any:
        user = self.request.user
        if self.action == "take_back":
            return actions.removable(user)
        return Learning.objects.standing().with_seen_customers(user)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Answer:
        """Note something. What tells who a customer is, is taken out of the text."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses={204: None})
    @action(detail=True, methods=["post"], url_path="take-back")
    def take_back(self, request: Request, pk: str) -> Answer:
        """It was a slip of the last quarter of an hour; the champion may at any time."""
        if not actions.take_back(self.get_object(), by=request.user):
            raise ConflictError
        return Answer(status=status.HTTP_204_NO_CONTENT)
