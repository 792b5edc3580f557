from typing import Any

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.http import base36_to_int, int_to_base36

from employees.models.people import Employee
from tenants.here import current_schema

LASTS = 7 * 24 * 60 * 60


class SchemaTokens(PasswordResetTokenGenerator):
    """Signed for one purpose in one organisation: a cloned row's is worth nothing at another."""

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{self.purpose}:{current_schema()}:{super()._make_hash_value(user, timestamp)}"


class InvitationTokens(SchemaTokens):
    """Good until a password is chosen, or another invitation is sent, for seven days at most."""

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}:{user.invited_at}"

    def opens(self, employee: Employee, token: str) -> bool:
        """Whether this token lets this person in for the first time."""
        if employee.deactivated_at or employee.has_usable_password() or not self.check_token(employee, token):
            return False
        made_at = base36_to_int(token.split("-")[0])
        return self._num_seconds(self._now()) - made_at <= LASTS


invitation_tokens = InvitationTokens("invitation")


def invitation_path(employee: Employee) -> str:
    """The page on which this person chooses a password; made when the mail is written, stored nowhere."""
    return reverse(
        "employees:join", args=[int_to_base36(employee.pk), invitation_tokens.make_token(employee)]
    )


def invited(key: str, token: str) -> Employee | None:
    """Whom the link of an invitation lets in; None when it is used, old, forged or another's."""
    try:
        employee = Employee.objects.filter(pk=base36_to_int(key)).first()
    except ValueError:
        return None
    return employee if employee and invitation_tokens.opens(employee, token) else None
