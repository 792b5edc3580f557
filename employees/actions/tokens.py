from datetime import datetime

from django.db import transaction

from employees.models import ApiToken, Employee
from tenants.audit.record import record


@transaction.atomic
def make_token(
    *, owner: Employee, name: str, scopes: list[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """A new key and its secret, which nobody can read again."""
    token = ApiToken(owner=owner, name=name, scopes=scopes, expires_at=expires_at)
    secret = token.renew_secret()
    token.save()
    record("token.made", subject=f"employees.ApiToken:{token.pk}", after={"name": name, "scopes": scopes})
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken) -> bool:
    """End a key; False when it was ended before."""
    ended = token.revoke()
    if ended:
        record("token.revoked", subject=f"employees.ApiToken:{token.pk}", before={"name": token.name})
    return ended
