"""Waves in numbers, as far as anybody may know them while they are open: how many took part, never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.models import Employee, Invited, Participation, PulseProgramme, Wave
from employees.models.pulse_cards import answer_path

AHEAD = 3


@dataclass(frozen=True)
class Round:
    """A wave that is yet to open."""

    day: date
    opens_at: datetime
    is_off: bool


@dataclass(frozen=True)
class Plan:
    """A programme and its next waves."""

    programme: PulseProgramme
    rhythm: str
    rounds: list[Round]

    @property
    def next_at(self) -> datetime | None:
        return next((each.opens_at for each in self.rounds if not each.is_off), None)


@dataclass(frozen=True)
class SoFar:
    """How many were asked, and how many answered in words that tell nothing of few."""

    asked: int
    answered: str


def plan_of(programme: PulseProgramme) -> Plan:
    off = {wave.day for wave in programme.waves.all() if wave.called_off_at}
    days = programme.rounds_ahead(timezone.now(), AHEAD)
    return Plan(programme, rhythm(programme), [Round(d, programme.begins(d), d in off) for d in days])


def rhythm(programme: PulseProgramme) -> str:
    if not programme.every:
        return _("once")
    if programme.unit == PulseProgramme.Unit.WEEKS:
        return ngettext("every week", "every %(n)d weeks", programme.every) % {"n": programme.every}
    return ngettext("every month", "every %(n)d months", programme.every) % {"n": programme.every}


def so_far(waves: Iterable[Wave]) -> list[tuple[Wave, SoFar]]:
    """Each with a total and nothing else; fewer than k is said as that."""
    found = list(waves)
    asked, took_part = _numbers(Invited, found), _numbers(Participation, found)
    return [(wave, SoFar(asked.get(wave.pk, 0), _told(took_part.get(wave.pk, 0), wave.k))) for wave in found]


def _numbers(model: type[Invited] | type[Participation], waves: list[Wave]) -> dict[int, int]:
    rows = model.objects.filter(wave__in=waves).order_by().values("wave").annotate(number=Count("employee"))
    return dict(rows.values_list("wave", "number"))


def _told(number: int, k: int) -> str:
    return str(number) if number >= k else _("fewer than %(k)d") % {"k": k}


def programmes_sentence(running: list[PulseProgramme]) -> str:
    """How things stand, to begin the page with."""
    if not running:
        return _("No pulse is planned.")
    return ngettext("One programme runs.", "%(n)d programmes run.", len(running)) % {"n": len(running)}


def open_pulses(employee: Employee) -> list[tuple[Wave, str]]:
    """The waves that wait for this person's answer, each with their own link to it."""
    return [(wave, answer_path(wave.pk, employee.pk)) for wave in Wave.objects.waiting_for(employee)]
