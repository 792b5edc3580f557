"""What higher floors know of a customer, told on the customer's own timeline."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from employees.models import Employee
from feedback.models import Customer


@dataclass(frozen=True)
class Elsewhere:
    """One thing that a customer did: `of` is its key, `mark` says what it is, `text` in whose words."""

    kind: str
    of: int
    at: datetime
    text: str
    mark: str
    url: str = ""
    language: str = ""
    by: int | None = None


def told_elsewhere(customer: Customer, reader: Employee) -> list[Elsewhere]:
    """As far as this reader may see it."""
    return [row for path in settings.TIMELINES for row in import_string(path)(customer, reader)]
