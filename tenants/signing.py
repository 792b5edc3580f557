"""Signed links and tokens that hold for one purpose in one organisation: what one signs, no other accepts."""

from datetime import timedelta
from typing import Any

from django.core import signing

from tenants.here import current_schema


def salt(purpose: str) -> str:
    return f"heed:{current_schema()}:{purpose}"


def sign(facts: Any, *, purpose: str) -> str:
    return signing.dumps(facts, salt=salt(purpose), compress=True)


def unsign(token: str, *, purpose: str, max_age: timedelta | None = None) -> Any:
    """The facts; BadSignature for a token of another purpose or organisation, or one that is too old."""
    return signing.loads(token, salt=salt(purpose), max_age=max_age)
