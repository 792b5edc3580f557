"""Which customers take part on boards, over the API."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from feedback.models import Customer
from ideas.actions import panel as actions
from ideas.models import Board, PanelMember
from ideas.models.panel import Fate
from tenants.api import OnceMixin, ReadViewSet, SeenKey
from tenants.rest import ConflictError


class IdeaBoardMemberSerializer(serializers.ModelSerializer):
    """`agreed_at` without `left_at`: they take part. `ended_at`: their link was taken back."""

    board = SeenKey(queryset=Board.objects.for_customers().open())
    customer = SeenKey(queryset=Customer.objects.present())

    class Meta:
        model = PanelMember
        fields = [
            "id", "board", "customer", "email", "language", "link_until", "invited_by", "invited_at",
            "sent_at", "reminded_at", "agreed_at", "left_at", "stopped_at", "ended_at",
        ]  # fmt: skip
        read_only_fields = [name for name in fields if name not in ("board", "customer")]
        validators: list[Any] = []

    def create(self, facts: dict[str, Any]) -> PanelMember:
        board, customer = facts["board"], facts["customer"]
        fates = actions.invite_customers(board, customers=[customer], by=self.context["request"].user)
        fate = fates.get(customer.pk, Fate.UNREACHABLE)
        if fate != Fate.INVITED:
            raise ConflictError(_("The customer %(why)s.") % {"why": fate.label})
        return PanelMember.objects.get(board=board, customer=customer)


class MemberViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """Customers who were invited to take part on a board by a link of their own: those whom the caller
    invited, and those whom they may see."""

    permission_required = {"*": "ideas.invite_customer"}
    queryset = PanelMember.objects.none()
    serializer_class = IdeaBoardMemberSerializer
    filterset_fields = ["board", "customer"]

    def get_queryset(self) -> Any:
        return PanelMember.objects.visible_to(self.request.user)

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Invite a customer by mail; 409 where they said no, were asked within 30 days, or have no mail."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=None, responses=IdeaBoardMemberSerializer)
    @action(detail=True, methods=["post"])
    def renew(self, request: Request, pk: str) -> Response:
        """Send a new link; the older one opens nothing. 409 where they wish none, or got one today."""
        return self._answer(actions.renew_link(self.get_object()))

    @extend_schema(request=None, responses=IdeaBoardMemberSerializer)
    @action(detail=True, methods=["post"])
    def end(self, request: Request, pk: str) -> Response:
        """Take the link back; what was said stays."""
        return self._answer(actions.end_link(self.get_object()))

    @extend_schema(request=None, responses=IdeaBoardMemberSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Let the link work again."""
        return self._answer(actions.restore_link(self.get_object()))

    def _answer(self, done: bool) -> Response:
        if not done:
            raise ConflictError
        return Response(self.get_serializer(self.find_one()).data)
