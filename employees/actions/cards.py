"""Codes on paper, for who has no e-mail."""

from typing import NamedTuple

from django.db import transaction

from employees.models import Employee, Invited, PulseCard, Team, Wave
from employees.models.pulse_cards import hash_of, new_code
from tenants.audit.record import record

MOST = 1000


class Card(NamedTuple):
    employee: Employee
    code: str


class TooManyCardsError(ValueError):
    """More than are printed at once."""


@transaction.atomic
def make_cards(wave: Wave, *, team: Team | None) -> list[Card]:
    """New codes for those of a team and the teams below who are asked, whether they have answered or not; the
    codes that they had open nothing any more. Only hashes are kept; that it was done is in the trail.

    Nothing for a wave that is not open; TooManyCardsError above MOST."""
    if not Wave.objects.taking_answers().select_for_update(no_key=True).filter(pk=wave.pk).exists():
        return []
    people = Employee.objects.active().filter(pk__in=Invited.objects.filter(wave=wave).values("employee"))
    if team:
        people = people.filter(team__in=Team.objects.with_below([team.pk]))
    cards = [Card(person, new_code()) for person in people.select_related("team")[: MOST + 1]]
    if len(cards) > MOST:
        raise TooManyCardsError
    PulseCard.objects.filter(wave=wave, employee__in=[card.employee for card in cards]).delete()
    PulseCard.objects.bulk_create(
        PulseCard(wave=wave, employee=card.employee, code_hash=hash_of(card.code)) for card in cards
    )
    facts = {"number": len(cards), "team": team.name if team else ""}
    record("pulse_cards.printed", subject=f"employees.Wave:{wave.pk}", after=facts)
    return cards


def forget_cards() -> None:
    """Codes of waves that have closed open nothing, and say no more who had one."""
    PulseCard.objects.filter(wave__closed_at__isnull=False).delete()
