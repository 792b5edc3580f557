"""A wave opens, takes answers and closes. While it is open an answer is a sealed block; afterwards it has
neither a person nor an order: all that is left of it was written by the one transaction that closed it."""

import logging
from collections.abc import Iterable, Sequence, Set
from functools import partial
from random import SystemRandom
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables
from psycopg.types.json import Jsonb

from employees.actions.inviting import invitees, staff_tree, values_of
from employees.actions.publishing import publish_results
from employees.actions.rewriting import copy_in, rewrite
from employees.actions.sealing import KeyAwayError, delete_key, kept_keys, make_key, seal, unseal
from employees.metrics.comments import theme_of
from employees.metrics.groups import Group, pool
from employees.models import (
    Employee,
    Invited,
    Participation,
    PulseAnswer,
    PulseComment,
    Sealed,
    Team,
    Wave,
    WaveGroup,
)
from tenants.database import prepared_cursor
from tenants.here import current_organisation, current_schema
from tenants.limits import Limit, demand_and_find

log = logging.getLogger(__name__)
chance = SystemRandom()
ASKED = """FROM employees_invited AS asked JOIN employees_wave AS wave ON wave.id = asked.wave_id
    WHERE wave.id = $1::bigint AND asked.employee_id = $2::bigint
    AND wave.opened_at IS NOT NULL AND wave.closed_at IS NULL AND wave.closes_at > $3::timestamptz"""
PLACE = f"SELECT asked.group_id, asked.attribute {ASKED}"
TAKE = f"""WITH asked AS (SELECT {ASKED}),
part AS (INSERT INTO employees_participation (wave_id, employee_id)
    SELECT $1::bigint, $2::bigint FROM asked ON CONFLICT DO NOTHING RETURNING wave_id),
sealed AS (INSERT INTO employees_sealed (wave_id, blob) SELECT wave_id, $4::bytea FROM part)
SELECT EXISTS (SELECT FROM asked), EXISTS (SELECT FROM part)"""
"""One statement, which is a transaction by itself. PostgreSQL locks its tables before it looks at any row: it
is done before whoever closes a wave may begin, or finds the wave closed."""
PARTICIPATION = {"wave_id": "int8", "employee_id": "int8"}
SEALED = {"wave_id": "int8", "blob": "bytea"}


class ClosedError(Exception):
    """The wave takes no answers: not yet, or no more."""


class AnsweredError(Exception):
    """This person's answer is there already."""


class TooAlikeError(ValueError):
    """Another wave is open for the same people but a few: what they answer could be subtracted."""


@transaction.atomic
def open_wave(wave: Wave) -> bool:
    """Freeze who is asked, in which group, and make the key; False where it was opened before.

    TooFewError where all who would be asked are fewer than k, TooAlikeError; nothing is changed."""
    locked = Wave.objects.select_for_update().get(pk=wave.pk)
    if locked.opened_at:
        return False
    people = invitees(locked.branches)
    _demand_apart(people.keys(), locked.k)
    groups = _freeze(locked, pool(staff_tree(people), locked.k))
    values = values_of(locked.attribute, people, locked.k)
    Invited.objects.bulk_create(
        [
            Invited(wave=locked, employee_id=pk, group_id=groups[key], attribute=values.get(pk, ""))
            for pk, key in people.items()
        ],
        5000,
    )
    make_key(locked.pk)
    locked.opened_at = timezone.now()
    locked.save(update_fields=["opened_at"])
    wave.refresh_from_db()
    return True


def _demand_apart(people: Set[int], k: int) -> None:
    """Of an open wave and this one neither asks all that the other does and a few more."""
    for other in Wave.objects.taking_answers():
        asked = set(Invited.objects.filter(wave=other).values_list("employee", flat=True))
        more, fewer = len(people - asked), len(asked - people)
        if min(more, fewer) == 0 and 0 < max(more, fewer) < max(k, other.k):
            raise TooAlikeError


def _freeze(wave: Wave, root: Group) -> dict[Any, int]:
    """Write the groups; the group of each team's people."""
    names: dict[Any, str] = dict(Team.objects.values_list("pk", "name"))
    found: dict[Any, int] = {}

    def write(group: Group, parent: WaveGroup | None) -> None:
        called = [names[key] if key else current_organisation().name for key in group.keys]
        row = WaveGroup.objects.create(
            wave=wave, parent=parent, teams=[key for key in group.keys if key],
            name=" + ".join(called)[:300], direct=group.direct,
        )  # fmt: skip
        found.update(dict.fromkeys(group.teams, row.pk))
        for below in group.below:
            write(below, row)

    write(root, None)
    return found


@sensitive_variables()
def take_answer(
    wave: Wave,
    employee: Employee,
    *,
    scores: dict[str, int],
    comments: dict[str, str],
    within: Limit | None = None,
) -> None:
    """Seal what somebody who was asked says, and that they did; once.

    within: a limit that the answer counts towards.
    ClosedError, AnsweredError, KeyAwayError, TooLongError, TooManyError; nothing is stored then."""
    asked: list[Any] = [wave.pk, employee.pk, timezone.now()]
    if (place := _place_of(asked, within)) is None:
        raise ClosedError
    group, attribute = place
    said = {"group": group, "scores": scores, "comments": comments}
    blob = seal(wave.pk, said | ({"attribute": attribute} if attribute else {}))
    with prepared_cursor() as cursor:
        cursor.execute(TAKE, [*asked, blob])
        is_open, is_first = cursor.fetchone()
    if not is_open:
        raise ClosedError
    if not is_first:
        raise AnsweredError


@sensitive_variables()
@transaction.atomic
def close_wave(wave: Wave) -> bool:
    """Unseal, shuffle and store the answers, and write anew who answered; the key goes when all of it is
    there for good. False where it was closed before.

    ClosedError where it was never opened; KeyAwayError, and it stays as it is, where its key is away."""
    locked = Wave.objects.select_for_update(no_key=True).get(pk=wave.pk)
    if not locked.opened_at:
        raise ClosedError
    if locked.closed_at:
        return False
    transaction.on_commit(partial(delete_key, locked.pk))
    _keep_answers_out()
    said = _unsealed(locked)
    locked.closed_at, locked.answered = timezone.now(), len(said)
    locked.save(update_fields=["closed_at", "answered"])
    if len(said) >= locked.k:
        _store(said)
        publish_results(locked, said)
    rewrite(Participation, PARTICIPATION, sorted)
    wave.refresh_from_db()
    return True


def _place_of(asked: Sequence[Any], within: Limit | None) -> Sequence[Any] | None:
    """The group and the attribute of who was asked; None where the wave does not take their answer."""
    if within:
        return demand_and_find(within, PLACE, asked)
    with prepared_cursor() as cursor:
        cursor.execute(PLACE, asked)
        found: Sequence[Any] | None = cursor.fetchone()
    return found


def _keep_answers_out() -> None:
    """Until the end of this transaction. Answers lock participation first and then what is sealed; so does
    the close, or each would wait for the other. Who took part may be read meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {Participation._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


def close_due() -> None:
    """Close all waves whose time is over; one whose key is away stays sealed and keeps no other open."""
    for wave in Wave.objects.due_to_close():
        try:
            close_wave(wave)
        except KeyAwayError:
            log.error("The key of wave %s of %s is away: it cannot close.", wave.pk, current_schema())


def forget_keys() -> None:
    """Delete the keys of closed waves: a crash came between the COMMIT and the deletion."""
    for closed in Wave.objects.filter(pk__in=kept_keys(), closed_at__isnull=False):
        delete_key(closed.pk)


def _unsealed(wave: Wave) -> list[dict[str, Any]]:
    """The wave's answers in no order. The blocks of all waves are written anew but for those: what is deleted
    is still there to be read, what is truncated is not."""
    found: list[bytes] = []

    def without_these(rows: Iterable[tuple[int, bytes]]) -> list[tuple]:
        others = []
        for number, blob in rows:
            if number == wave.pk:
                found.append(bytes(blob))
            else:
                others.append((number, bytes(blob)))
        chance.shuffle(others)
        return others

    rewrite(Sealed, SEALED, without_these)
    said = unseal(wave.pk, found)
    chance.shuffle(said)
    return said


def _store(said: Sequence[dict[str, Any]]) -> None:
    scores = [(uuid4(), one["group"], Jsonb(one["scores"])) for one in said]
    words = [
        (uuid4(), one["group"], question, theme_of(text), text)
        for one in said
        for question, text in one["comments"].items()
    ]
    chance.shuffle(words)
    copy_in(PulseAnswer, {"id": "uuid", "group_id": "int8", "scores": "jsonb"}, scores)
    columns = {"id": "uuid", "group_id": "int8"} | dict.fromkeys(["question", "theme"], "varchar")
    copy_in(PulseComment, columns | {"text": "text"}, words)
