"""You said, we did: what is promised on the result of a wave."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from employees.actions.ledger import promise
from employees.actions.twice import a_moment_ago
from employees.models import Employee, PulsePromise, Team, WaveGroup


class OpenWaveError(Exception):
    """The wave has no result yet."""


@transaction.atomic
def promise_action(*, group: WaveGroup, what: str, owner: Employee, due_at: datetime) -> PulsePromise:
    """Write an action on a group's result into the ledger; the promise is kept there. The
    same, sent again at once, is given back.

    OpenWaveError while the wave is open."""
    if not group.wave.closed_at:
        raise OpenWaveError
    WaveGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    said = {"commitment__promise": what[:200], "commitment__owner": owner, "commitment__due_at": due_at}
    same = PulsePromise.objects.filter(group=group, commitment__withdrawn_at=None, **said)
    if just_now := same.filter(commitment__made_at__gt=a_moment_ago()).first():
        return just_now
    made = promise(
        what, kind="pulse", owner=owner, team=Team.objects.filter(pk__in=group.teams[:1]).first(),
        due_at=due_at, source_path=reverse("employees:after_wave", args=[group.wave_id]),
    )  # fmt: skip
    return PulsePromise.objects.create(wave_id=group.wave_id, group=group, commitment=made)
