"""Programmes of the pulse: planned by people, opened by the clock."""

import logging
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from employees.actions.inviting import invitees, staff_tree
from employees.actions.pulse_mails import invite_all, tell_of_refusal
from employees.actions.waves import TooAlikeError, open_wave
from employees.metrics.gate import Shown, publish
from employees.metrics.groups import Group, TooFewError, pool
from employees.models import PulseProgramme, Team, Wave
from tenants.audit.record import record
from tenants.here import current_organisation, current_schema

log = logging.getLogger(__name__)


@transaction.atomic
def save_programme(
    programme: PulseProgramme, *, branches: Collection[Team] | None, changed: Collection[str] = ()
) -> PulseProgramme:
    """Keep what was planned; branches: None to leave them as they are.

    ValidationError where fewer than k would be asked, or a rule of the programme itself is broken."""
    if programme.pk:
        PulseProgramme.objects.select_for_update().get(pk=programme.pk)
    programme.full_clean()
    is_new = programme.pk is None
    programme.save()
    if branches is not None:
        programme.branches.set(branches)
    demand_enough(foresee(programme))
    name = "pulse_programme.made" if is_new else "pulse_programme.changed"
    record(name, subject=subject(programme), after={"name": programme.name, "fields": sorted(changed)})
    return programme


@transaction.atomic
def end_programme(programme: PulseProgramme) -> bool:
    """Open no further wave; one that is open stays so until it closes. False where it had ended."""
    return _settle(programme, "pulse_programme.ended", ended_at=timezone.now())


@transaction.atomic
def resume_programme(programme: PulseProgramme) -> bool:
    """Take its end back; False where it runs."""
    return _settle(programme, "pulse_programme.resumed", ended_at=None)


def _settle(programme: PulseProgramme, event: str, **facts: Any) -> bool:
    waiting = PulseProgramme.objects.filter(pk=programme.pk, ended_at__isnull=facts["ended_at"] is not None)
    done = bool(waiting.update(**facts))
    programme.refresh_from_db()
    if done:
        record(event, subject=subject(programme))
    return done


@transaction.atomic
def call_off(programme: PulseProgramme, day: date) -> bool:
    """Leave out the wave of one day, before it opens; False where it is too late, or not planned."""
    if day not in programme.rounds_ahead(timezone.now(), 12):
        return False
    facts = _facts(programme, day) | {"called_off_at": timezone.now()}
    _wave, is_new = Wave.objects.get_or_create(programme=programme, day=day, defaults=facts)
    if is_new:
        record("pulse_wave.called_off", subject=subject(programme), after={"day": day})
    return is_new


@transaction.atomic
def call_on(programme: PulseProgramme, day: date) -> bool:
    """Plan it again after all; False where its day has passed."""
    if day not in programme.rounds_ahead(timezone.now(), 12):
        return False
    off = Wave.objects.filter(programme=programme, day=day, called_off_at__isnull=False)
    if done := bool(off.delete()[0]):
        record("pulse_wave.called_on", subject=subject(programme), after={"day": day})
    return done


def open_due() -> None:
    """Open the waves whose time has come; what goes wrong with one keeps no other from opening."""
    for programme in PulseProgramme.objects.running():
        day = programme.round_due(timezone.now())
        if day is None or programme.waves.filter(day=day).exists():
            continue
        try:
            open_round(programme, day)
        except TooAlikeError:
            continue  # it opens when the other has closed, if that is in time
        except OSError:
            log.error("No key can be kept: the pulse of %s cannot open.", current_schema())


@transaction.atomic
def open_round(programme: PulseProgramme, day: date) -> Wave | None:
    """Open the wave of one day and write to all who are asked; where they are too few, tell the admins, once.
    None where it is settled already: open, called off or refused."""
    wave, is_new = Wave.objects.get_or_create(programme=programme, day=day, defaults=_facts(programme, day))
    if not is_new:
        return None
    try:
        open_wave(wave)
    except TooFewError:
        Wave.objects.filter(pk=wave.pk).update(refused_at=timezone.now())
        tell_of_refusal(wave)
    else:
        invite_all(wave)
    return wave


def _facts(programme: PulseProgramme, day: date) -> dict[str, Any]:
    """What its wave asks, of whom, and until when: whole days from when it really opens."""
    with override(current_organisation().language):
        title = f"{programme.name}, {date_format(day, 'DATE_FORMAT')}"
    opens = max(day, timezone.localdate(timezone=programme.begins(day).tzinfo))
    return {
        "title": title, "questions": programme.questions, "k": programme.k,
        "attribute": programme.attribute, "closes_at": programme.ends(opens),
        "branches": sorted(programme.branches.values_list("pk", flat=True)),
    }  # fmt: skip


@dataclass(frozen=True)
class Foresight:
    """What could be published of a wave if all who are asked now answered: of `teams` with people in them
    those `alone`, the small ones `together`, those who stand `directly` in a group that has others below, and
    how many are counted only above."""

    k: int
    people: int
    teams: int = 0
    alone: Sequence[str] = ()
    together: Sequence[str] = ()
    directly: Sequence[str] = ()
    hidden: int = 0

    @property
    def is_enough(self) -> bool:
        return self.people >= self.k


def foresee(programme: PulseProgramme) -> Foresight:
    """By the same rules as when it opens and closes, for the staff as it is now."""
    people = invitees(programme.branches.values_list("pk", flat=True))
    if len(people) < programme.k:
        return Foresight(programme.k, len(people))
    root = staff_tree(people)
    shown = publish(pool(root, programme.k), programme.k)
    assert shown is not None  # the whole is as many as k
    parts = [part for part in shown.all() if part is not shown]
    apart = [part for part in parts if not part.is_direct]
    return Foresight(
        programme.k, len(people), _filled(root) - 1, _called(part for part in apart if len(part.keys) == 1),
        _called(part for part in apart if len(part.keys) > 1), _called(p for p in parts if p.is_direct),
        _hidden(shown),
    )  # fmt: skip


def _filled(group: Group) -> int:
    """How many teams there are in which, or below which, somebody stands."""
    return bool(group.n) + sum(_filled(below) for below in group.below)


def _called(parts: Iterable[Shown]) -> list[str]:
    """What groups are called that are shown: by all their teams."""
    names: dict[Any, str] = dict(Team.objects.values_list("pk", "name"))
    whole = current_organisation().name
    return [" + ".join(names[key] if key else whole for key in part.keys) for part in parts]


def _hidden(shown: Shown) -> int:
    """How many people are counted only in the groups above them."""
    apart = sum(_hidden(part) for part in shown.parts)
    return apart + (shown.others if shown.parts else 0)


def demand_enough(seen: Foresight) -> None:
    """ValidationError, with the reason, where too few would be asked."""
    if not seen.is_enough:
        raise ValidationError(refusal(seen.people, seen.k))


def refusal(people: int, k: int) -> str:
    """Why nobody is asked."""
    would = ngettext("One person would be asked", "%(n)d people would be asked", people) % {"n": people}
    why = _("Of fewer than %(k)d, each could be guessed who said what, so nobody is asked.") % {"k": k}
    return f"{would}. {why}"


def subject(programme: PulseProgramme) -> str:
    """How the audit trail names it."""
    return f"employees.PulseProgramme:{programme.pk}"
