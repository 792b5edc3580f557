"""Waves in numbers, as far as anybody may know them: how many took part, after the close, and never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from employees.models import Employee, Invited, PulseProgramme, Wave
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
class TakingPart:
    """How many were asked, and after the close how many answered, in words that tell nothing of few."""

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


def taking_part(waves: Iterable[Wave]) -> list[tuple[Wave, TakingPart]]:
    """Of each wave who was asked, and after its close how many answered."""
    found = list(waves)
    rows = Invited.objects.filter(wave__in=found).order_by().values("wave").annotate(number=Count("employee"))
    asked = dict(rows.values_list("wave", "number"))
    return [(wave, TakingPart(asked.get(wave.pk, 0), _told(wave))) for wave in found]


def _told(wave: Wave) -> str:
    """Nothing while it is open: whoever reads it before and after a colleague's two minutes would know."""
    if wave.answered is None:
        return ""
    return str(wave.answered) if wave.answered >= wave.k else _("fewer than %(k)d") % {"k": wave.k}


def programmes_sentence(running: list[PulseProgramme]) -> str:
    """How things stand, to begin the page with."""
    if not running:
        return _("No pulse is planned.")
    return ngettext("One programme runs.", "%(n)d programmes run.", len(running)) % {"n": len(running)}


def open_pulses(employee: Employee) -> list[tuple[Wave, str]]:
    """The waves that wait for this person's answer, each with their own link to it."""
    return [(wave, answer_path(wave.pk, employee.pk)) for wave in Wave.objects.waiting_for(employee)]
