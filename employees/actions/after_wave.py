"""You said, we did: what is promised on the result of a wave."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from employees.actions.ledger import promise
from employees.models import Employee, PulsePromise, Team, WaveGroup


class OpenWaveError(Exception):
    """The wave has no result yet."""


@transaction.atomic
def promise_action(*, group: WaveGroup, what: str, owner: Employee, due_at: datetime) -> PulsePromise:
    """Write an action on a group's result into the ledger; the promise is kept there.

    OpenWaveError while the wave is open."""
    if not group.wave.closed_at:
        raise OpenWaveError
    made = promise(
        what, kind="pulse", owner=owner, team=Team.objects.filter(pk__in=group.teams[:1]).first(),
        due_at=due_at, source_path=reverse("employees:after_wave", args=[group.wave_id]),
    )  # fmt: skip
    return PulsePromise.objects.create(wave_id=group.wave_id, group=group, commitment=made)
