"""What an import left for a person: damaged texts and dates with two readings, and rows that were refused."""

from datetime import datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response as Answer

from feedback.actions.imports import settle_date, settle_text
from feedback.connectors.report import raw_text
from feedback.models import Import, ImportIssue
from tenants.api import OnceMixin, ReadViewSet
from tenants.here import current_zone, today
from tenants.rest import ConflictError


class IssueSerializer(serializers.ModelSerializer):
    value = serializers.SerializerMethodField(help_text=_("As it reads in the import's charset."))

    class Meta:
        model = ImportIssue
        fields = ["id", "imported", "response", "kind", "row", "field", "value", "proposal", "reason",
                  "settled_at", "settled_by", "settled_as"]  # fmt: skip
        read_only_fields = fields

    def get_value(self, issue: ImportIssue) -> str:
        return raw_text(issue)


class SettleSerializer(serializers.Serializer):
    """`day` for a date, `text` for a text; an empty text leaves it out."""

    text = serializers.CharField(max_length=5_000, required=False, allow_blank=True)
    day = serializers.DateField(required=False)

    def validate_day(self, day: Any) -> Any:
        if day.year < 1900 or day > today():
            raise serializers.ValidationError(_("It must have been received by now."))
        return day

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        needed = "day" if self.context["issue"].kind == ImportIssue.Kind.DATE else "text"
        if needed not in said:
            raise serializers.ValidationError({needed: _("Say what it should be.")})
        return said


class IssueFilter(filters.FilterSet):
    is_open = filters.BooleanFilter(field_name="settled_at", lookup_expr="isnull")

    class Meta:
        model = ImportIssue
        fields = ["imported", "kind"]


class IssueViewSet(OnceMixin, ReadViewSet):
    """Values of imports that a person must settle, and rows that were refused."""

    permission_required = {"settle": "feedback.add_import", "*": "feedback.view_import"}
    queryset = ImportIssue.objects.none()
    serializer_class = IssueSerializer
    filterset_class = IssueFilter

    def get_queryset(self) -> Any:
        seen = Import.objects.visible_to(self.request.user)
        return ImportIssue.objects.filter(imported__in=seen).select_related("imported", "response")

    @extend_schema(request=SettleSerializer, responses=IssueSerializer)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, pk: str) -> Answer:
        """Say which day a date means, or how a damaged text reads."""
        issue = self.get_object()
        asked = SettleSerializer(data=request.data, context={"issue": issue})
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if issue.kind == ImportIssue.Kind.DATE:
            at = datetime.combine(said["day"], time(12), current_zone())
            done = settle_date(issue, at=at, by=request.user)
        else:
            done = settle_text(issue, text=said["text"].strip(), by=request.user)
        if not done:
            raise ConflictError
        issue.refresh_from_db()
        return Answer(IssueSerializer(issue).data)
