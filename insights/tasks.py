"""What time brings about."""

from django.db import transaction
from django.utils import timezone

from employees.actions.telling import MORNING, claim_letter
from employees.models import Employee, letter_readers
from tenants.here import current_zone
from tenants.outbox.emit import emit


def send_letters() -> None:
    """On the organisation's Monday, from the morning on: the letter to the champion and the sponsor."""
    now = timezone.now().astimezone(current_zone())
    if now.weekday() == 0 and now.time() >= MORNING:
        for reader in letter_readers():
            send_letter(reader)


@transaction.atomic
def send_letter(reader: Employee) -> None:
    """Once a week and person, however often this runs."""
    monday = timezone.now().astimezone(current_zone()).date()
    if claim_letter(reader, monday):
        payload = {"employee": reader.pk, "monday": monday.isoformat()}
        emit("commitment.weekly", payload, to=reader.email, language=reader.language)
