"""Personal invitations to a listening post, over the API."""

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions.customers import normal_email
from feedback.actions.invitations import Invitee, invite
from feedback.connectors.invitees import MOST
from feedback.models import Invitation, ListeningPost
from tenants.api import OnceMixin, ReadViewSet


class InvitationSerializer(serializers.ModelSerializer):
    """`follows`: what they had said before, because of which they are asked once more; `response`: what they
    answered."""

    class Meta:
        model = Invitation
        fields = ["id", "post", "customer", "email", "language", "created_at", "created_by", "sent_at",
                  "reminded_at", "answered_at", "follows", "response"]  # fmt: skip
        read_only_fields = fields


class InviteSerializer(serializers.Serializer):
    """To whom, and in which language. Nobody is asked twice within 30 days."""

    post = serializers.PrimaryKeyRelatedField(queryset=ListeningPost.objects.open().public())
    addresses = serializers.ListField(
        child=serializers.EmailField(max_length=254), min_length=1, max_length=MOST
    )
    language = serializers.ChoiceField(choices=settings.LANGUAGES)


class InvitedSerializer(serializers.Serializer):
    """How many were invited, were asked within 30 days, and do not wish it."""

    sent = serializers.IntegerField()
    throttled = serializers.IntegerField()
    refused = serializers.IntegerField()


class InvitationViewSet(OnceMixin, ReadViewSet):
    """Customers who were asked by a personal link, and whether they answered. The champion sees all, others
    those whom they invited."""

    permission_required = {"create": "feedback.add_invitation", "*": "feedback.view_invitation"}
    queryset = Invitation.objects.none()
    serializer_class = InvitationSerializer
    filterset_fields = ["post", "customer", "follows"]

    def get_queryset(self) -> Any:
        return Invitation.objects.visible_to(self.request.user)

    @extend_schema(request=InviteSerializer, responses={201: InvitedSerializer})
    def create(self, request: Request) -> Answer:
        """Send up to 2,000 customers a link of their own, with one answer each."""
        asked = InviteSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        invitees = [Invitee(normal_email(address)) for address in said["addresses"]]
        fates = invite(post=said["post"], invitees=invitees, language=said["language"], by=request.user)
        counts = {fate: len(addresses) for fate, addresses in fates.items()}
        return Answer(InvitedSerializer(counts).data, status=status.HTTP_201_CREATED)
