"""The screen in the break room, over the API."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions.wall import change_wall, renew_wall, revoke_wall
from employees.models import Wall
from tenants.api import OneViewSet
from tenants.here import absolute
from tenants.rest import ConflictError


class WallSerializer(serializers.ModelSerializer):
    address = serializers.SerializerMethodField(help_text="Whoever has it sees the wall; empty: revoked.")

    class Meta:
        model = Wall
        fields = ["names", "theme", "address", "made_at"]
        read_only_fields = ["made_at"]

    def get_address(self, wall: Wall) -> str:
        return absolute(wall.path) if wall.path else ""

    def update(self, wall: Wall, facts: dict[str, Any]) -> Wall:
        return change_wall(**({"names": wall.names, "theme": wall.theme} | facts))


class WallViewSet(OneViewSet):
    """What the wall shows, and its address."""

    permission_required = "employees.change_wall"
    queryset = Wall.objects.none()
    serializer_class = WallSerializer
    http_method_names = ["get", "post", "patch", "head", "options"]

    def find_one(self) -> Wall:
        if self.request.method in ("GET", "HEAD"):
            return Wall.current()
        return Wall.objects.get_or_create(pk=1)[0]

    @extend_schema(request=None, responses=WallSerializer)
    def renew(self, request: Request) -> Response:
        """Make the address, or make it anew; the old one opens nothing any more."""
        return Response(self.get_serializer(renew_wall()).data)

    @extend_schema(request=None, responses=WallSerializer)
    def revoke(self, request: Request) -> Response:
        """End the address; 409 where there is none."""
        if not revoke_wall():
            raise ConflictError
        return Response(self.get_serializer(Wall.current()).data)
