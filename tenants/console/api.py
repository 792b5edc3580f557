"""The console's twin: organisations by API, on operators' hosts only."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import mixins, routers, serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from tenants import actions
from tenants.api import OnceMixin, ReadViewSet
from tenants.models import Organisation


class OrganisationSerializer(serializers.ModelSerializer):
    domains = serializers.SlugRelatedField("domain", many=True, read_only=True)
    state = serializers.ChoiceField(["open", "suspended", "deleted"], read_only=True)

    class Meta:
        model = Organisation
        fields = ["id", "name", "slug", "language", "time_zone", "is_operator", "domains", "state",
                  "created_at", "suspended_at", "suspended_reason", "deleted_at", "drop_after"]  # fmt: skip
        read_only_fields = fields


class NewOrganisationSerializer(serializers.ModelSerializer):
    domain = serializers.CharField(max_length=253, required=False)
    admin_email = serializers.EmailField()

    class Meta:
        model = Organisation
        fields = ["name", "slug", "domain", "language", "time_zone", "admin_email"]

    def create(self, validated_data: dict[str, Any]) -> Organisation:
        return actions.create_organisation(**validated_data)

    def to_representation(self, made: Organisation) -> dict[str, Any]:
        return OrganisationSerializer(made, context=self.context).data


class SuspensionSerializer(serializers.Serializer):
    reason = serializers.CharField(max_length=200)


class DeletionSerializer(serializers.Serializer):
    typed_name = serializers.CharField(max_length=100)


class ZoneSerializer(serializers.Serializer):
    time_zone = serializers.CharField(max_length=64)


class DomainSerializer(serializers.Serializer):
    domain = serializers.CharField(max_length=253)
    primary = serializers.BooleanField(default=False)


class OrganisationViewSet(OnceMixin, mixins.CreateModelMixin, ReadViewSet):
    """The organisations of this platform."""

    permission_required = "tenants.run_platform"
    filterset_fields = ["slug", "is_operator"]

    def get_queryset(self) -> Any:
        return Organisation.objects.customers().prefetch_related("domains")

    def get_serializer_class(self) -> type[serializers.BaseSerializer]:
        return NewOrganisationSerializer if self.action == "create" else OrganisationSerializer

    @extend_schema(request=NewOrganisationSerializer, responses={201: OrganisationSerializer})
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make an organisation; its first admin is invited by mail."""
        return super().create(request, *args, **kwargs)

    @extend_schema(request=SuspensionSerializer, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"])
    def suspend(self, request: Request, pk: int | None = None) -> Response:
        """Close its hosts, everywhere within two seconds."""
        return self._do(actions.suspend, **self._sent(SuspensionSerializer))

    @extend_schema(request=None, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"])
    def resume(self, request: Request, pk: int | None = None) -> Response:
        """Open its hosts again."""
        return self._do(actions.resume)

    @extend_schema(request=DeletionSerializer, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"])
    def remove(self, request: Request, pk: int | None = None) -> Response:
        """Close it and let 30 days of grace begin, after which all of it is dropped."""
        return self._do(actions.delete, **self._sent(DeletionSerializer))

    @extend_schema(request=None, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: int | None = None) -> Response:
        """Take a deletion back within the days of grace."""
        return self._do(actions.restore)

    @extend_schema(request=ZoneSerializer, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"], url_path="time-zone")
    def time_zone(self, request: Request, pk: int | None = None) -> Response:
        """Count its days in another zone; those that are past are counted anew."""
        return self._do(actions.change_time_zone, **self._sent(ZoneSerializer))

    @extend_schema(request=DomainSerializer, responses=OrganisationSerializer)
    @action(detail=True, methods=["post"])
    def domains(self, request: Request, pk: int | None = None) -> Response:
        """Add a host."""
        return self._do(actions.add_domain, **self._sent(DomainSerializer))

    def _sent(self, kind: type[serializers.Serializer]) -> dict[str, Any]:
        sent = kind(data=self.request.data)
        sent.is_valid(raise_exception=True)
        return sent.validated_data

    def _do(self, act: Any, **facts: Any) -> Response:
        act(self.get_object(), **facts)
        return Response(OrganisationSerializer(self.get_object()).data)


router = routers.SimpleRouter()
router.register("organisations", OrganisationViewSet, "organisation")
