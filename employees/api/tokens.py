from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from employees.actions import tokens
from employees.models import ApiToken
from employees.models.dates import validate_due_at
from tenants.api import ViewSet


class TokenSerializer(serializers.ModelSerializer):
    secret = serializers.SerializerMethodField(help_text=_("Only in the answer to its making."))
    scopes = serializers.MultipleChoiceField(choices=ApiToken.Scope.choices, allow_empty=False)

    class Meta:
        model = ApiToken
        fields = ["id", "owner", "name", "scopes", "hint", "created_at", "expires_at", "used_at",
                  "revoked_at", "secret"]  # fmt: skip
        read_only_fields = ["owner", "hint", "created_at", "used_at", "revoked_at"]
        extra_kwargs = {"expires_at": {"validators": [validate_due_at]}}

    def get_secret(self, token: ApiToken) -> str:
        return getattr(token, "secret", "")

    def to_representation(self, token: ApiToken) -> dict[str, Any]:
        return super().to_representation(token) | {"scopes": sorted(token.scopes)}

    def create(self, facts: dict[str, Any]) -> ApiToken:
        request = self.context["request"]
        if request.auth is not None:
            raise ValidationError(_("A key cannot make another one: sign in."))
        facts["scopes"] = sorted(facts["scopes"])
        token, secret = tokens.make_token(owner=request.user, **facts)
        token.secret = secret
        return token


class TokenViewSet(ViewSet):
    """Keys for programs. The secret is shown once, in the answer to its making."""

    permission_required = {
        "create": "employees.add_apitoken", "destroy": "employees.delete_apitoken",
        "*": "employees.view_apitoken",
    }  # fmt: skip
    answers_again = False
    queryset = ApiToken.objects.none()
    serializer_class = TokenSerializer
    filterset_fields = ["owner"]
    http_method_names = ["get", "post", "delete", "head", "options"]

    def get_queryset(self):
        return ApiToken.objects.visible_to(self.request.user)

    def destroy(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Revoke it."""
        tokens.revoke_token(self.get_object())
        return Response(status=status.HTTP_204_NO_CONTENT)
