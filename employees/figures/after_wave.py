"""What became of what was promised after a wave, and who promised nothing."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from employees.models import Employee, PulsePromise, Result, Team, Wave


@dataclass(frozen=True)
class Fate:
    """How many actions were promised after a wave, and what became of them."""

    promised: int
    kept: int
    open: int
    late: int


def promised_after(wave: Wave) -> QuerySet[PulsePromise]:
    """What was promised on its results and not taken back, the nearest date first."""
    found = wave.promises.filter(commitment__withdrawn_at=None)
    return found.select_related("commitment__owner", "commitment__team", "group")


def fate_of(promises: list[PulsePromise]) -> Fate:
    now = timezone.now()
    kept = sum(one.commitment.kept_at is not None for one in promises)
    late = sum(one.commitment.kept_at is None and one.commitment.due_at < now for one in promises)
    return Fate(len(promises), kept, len(promises) - kept, late)


def silent_after(wave: Wave) -> QuerySet[Employee]:
    """The leads who work here, whose team's result is shown, and who promised nothing on the wave."""
    shown = Result.objects.filter(wave=wave, question="", part=Result.Part.WHOLE)
    teams = {team for teams in shown.values_list("group__teams", flat=True) for team in teams}
    leads = Team.objects.filter(pk__in=teams).values("lead")
    owned = wave.promises.filter(commitment__withdrawn_at=None, commitment__owner__isnull=False)
    spoke = owned.values("commitment__owner")
    return Employee.objects.active().filter(pk__in=leads).exclude(pk__in=spoke).order_by("name", "pk")
