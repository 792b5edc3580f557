from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from employees.models import ApiToken, Employee
from tenants.audit.record import acting, actor_of


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer heed_…`: a program that acts for the token's owner, within its scopes."""

    keyword = "Bearer"

    def authenticate(self, request: Request) -> tuple[Employee, ApiToken] | None:
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        secret = words[1].decode("latin-1") if len(words) == 2 else ""
        if not (token := ApiToken.objects.find(secret)):
            raise AuthenticationFailed(_("This token is unknown, revoked or expired."))
        acting.set(actor_of(token.owner, acting.get().address))
        return token.owner, token

    def authenticate_header(self, request: Any) -> str:
        return self.keyword
