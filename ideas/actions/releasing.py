"""Once a day what was handed in without a name is published together, in no order, by one transaction; what
waits for others is sealed anew under another key. Then the key that it was sealed with is deleted."""

import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from random import SystemRandom
from typing import Any
from uuid import UUID

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from employees.actions.rewriting import read_alone, write_anew
from employees.actions.sealing import KeyAwayError, delete_key, kept_in, make_key, seal, unseal
from employees.metrics.groups import K
from ideas.actions.anonymous import SIZE, keep_others_out
from ideas.actions.mentioning import mention
from ideas.actions.submitting import TEXTS, found_by, hand_in
from ideas.models import Comment, Idea, SealedBatch, SealedEntry
from ideas.models.crowds import name_of
from ideas.models.sealed import FOLDER
from tenants.here import current_schema, today
from tenants.outbox.emit import emit
from tenants.queue import enqueue

log = logging.getLogger(__name__)
chance = SystemRandom()
LONGEST = 7
"""Days after which an idea waits for no others."""
ENTRY = {"batch_id": "uuid", "blob": "bytea"}
Said = dict[str, Any]


@sensitive_variables()
@transaction.atomic
def release_due() -> int:
    """Publish what is due of the days before today; how many ideas. Safe to run twice, and by two at once.

    What cannot be unsealed, as its key is away, stays as it is, and hinders nobody who hands in."""
    keep_others_out()
    forget_keys()
    current = SealedBatch.objects.current()
    if current is None or current.opened_on >= today():
        return 0
    if not SealedEntry.objects.exists():
        SealedBatch.objects.filter(pk=current.pk).update(opened_on=today())
        return 0
    fresh = SealedBatch.objects.create(opened_on=today())
    make_key(fresh.key)
    opened, closed = _unsealed(read_alone(SealedEntry, ENTRY))
    published, waiting = _publish(opened)
    rows = closed + [(fresh.pk, seal(fresh.key, said, SIZE)) for said in waiting]
    chance.shuffle(rows)
    write_anew(SealedEntry, ENTRY, rows)
    _end_batches({batch for batch, _blob in rows} | {fresh.pk})
    return published


def forget_keys() -> None:
    """Delete the keys of no batch: a crash came before the COMMIT of one, or after it."""
    for stale in kept_in(FOLDER) - {batch.key for batch in SealedBatch.objects.all()}:
        delete_key(stale)


def _end_batches(kept: set[UUID]) -> None:
    for ended in SealedBatch.objects.exclude(pk__in=kept):
        transaction.on_commit(partial(delete_key, ended.key))
        ended.delete()


def _unsealed(rows: Sequence[tuple[UUID, bytes]]) -> tuple[list[Said], list[tuple[UUID, bytes]]]:
    """What is said in them, in their order, and those that cannot be opened."""
    said, closed = [], []
    for batch, blob in rows:
        try:
            said += unseal(SealedBatch(pk=batch).key, [blob])
        except KeyAwayError:
            closed.append((batch, bytes(blob)))
    if closed:
        log.error("The key of %d sealed ideas of %s is away: they wait.", len(closed), current_schema())
    return said, closed


def _publish(opened: Iterable[Said]) -> tuple[int, list[Said]]:
    """How many ideas are published now, and what waits."""
    ideas: dict[str, Said] = {}
    answers = {}
    for said in opened:
        if "receipt" in said:
            ideas[said["receipt"]] = said  # the last that was sent with a code stands
        else:
            answers[said["answer_to"], said["parent"], said["text"]] = said
    there = set(Idea.objects.filter(receipt__in=ideas).values_list("receipt", flat=True))
    due, waiting = _divided([said for code, said in ideas.items() if code not in there])
    now = timezone.now()  # of all: nothing came before another
    stuck = [said for said in _shuffled(due) if not _stored(_publish_idea, said, now)]
    stuck += [said for said in _shuffled(answers.values()) if not _stored(_publish_answer, said, now)]
    return len(due) - sum("receipt" in said for said in stuck), waiting + stuck


def _divided(ideas: Iterable[Said]) -> tuple[list[Said], list[Said]]:
    """Those that are due, and those that wait for others. Only such count together as the same people could
    have written: an idea on a board of one team is not hidden by four that others wrote."""
    due: list[Said] = []
    waiting: list[Said] = []
    together = defaultdict(list)
    for said in ideas:
        crowd = said["crowd"]  # its rules themselves, in what was sealed before they had a name
        together[crowd if isinstance(crowd, str) else name_of(map(tuple, crowd))].append(said)
    for group in together.values():
        waited = today().toordinal() - min(said["day"] for said in group)
        (due if len(group) >= K or waited >= LONGEST else waiting).extend(group)
    return due, waiting


def _shuffled(rows: Iterable[Said]) -> list[Said]:
    found = list(rows)
    chance.shuffle(found)
    return found


def _stored(publish: Callable[[Said, datetime], None], said: Said, at: datetime) -> bool:
    """False where the database refuses it, as a touchpoint is gone, say: it keeps no other from being
    published."""
    with suppress(DatabaseError, LookupError, TypeError, ValueError), transaction.atomic():
        publish(said, at)
        return True
    log.error("Something sealed of %s could not be published, and stays sealed.", current_schema())
    return False


def _publish_idea(said: Said, at: datetime) -> None:
    facts = said["facts"] | {"judge_on": date.fromisoformat(said["facts"]["judge_on"])}
    texts = {name: facts[name] for name in TEXTS}
    hand_in(
        Idea(board_id=said["board"], receipt=said["receipt"], submitted_at=at, **facts, **found_by(texts))
    )


def _publish_answer(said: Said, at: datetime) -> None:
    made = Comment.objects.create(
        idea_id=said["answer_to"], parent_id=said["parent"], text=said["text"], is_authors=True, at=at
    )
    mention(made)
    emit("idea.commented", {"idea": made.idea_id, "comment": made.pk})
    enqueue("ideas.tasks.tell_of_comment", made.pk)
