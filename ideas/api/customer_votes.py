"""Which customers want an idea, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ideas.models import Vote
from tenants.rest import Pagination


class IdeaCustomerVoteSerializer(serializers.ModelSerializer):
    """`by`: to whom the customer said it; null where they said it themselves."""

    class Meta:
        model = Vote
        fields = ["id", "customer", "by", "at"]


class CustomerVotesMixin:
    """Of a viewset of ideas."""

    @extend_schema(responses=IdeaCustomerVoteSerializer(many=True))
    @action(
        detail=True, url_path="customer-votes", filterset_fields=(), ordering_fields=(),
        pagination_class=Pagination,
    )  # fmt: skip
    def customer_votes(self, request: Request, pk: str) -> Response:
        """The customers whom you may see and who want it, the last one on top."""
        view: Any = self
        rows = view.get_object().vote_rows.of_customers_seen_by(request.user)
        page = view.paginate_queryset(rows)
        return view.get_paginated_response(IdeaCustomerVoteSerializer(page, many=True).data)
