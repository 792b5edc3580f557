"""What somebody hands in without a name: sealed, and stored with nothing beside it. Nothing else is written,
and nobody is asked who it is."""

from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model
from django.views.decorators.debug import sensitive_variables

from employees.actions.sealing import KeyAwayError, make_key, seal
from ideas.models import Board, Comment, Idea, SealedBatch
from ideas.models.crowds import name_of
from ideas.models.receipts import hash_of
from tenants.database import prepared_cursor
from tenants.here import today

SIZE = 65_536
"""All texts as long as the form takes them, and of the letters that need most bytes, fit in it."""
TRIES = 3
KEEP = """INSERT INTO ideas_sealedentry (batch_id, blob)
SELECT batch.id, $2::bytea FROM ideas_sealedbatch AS batch WHERE batch.id = $1::uuid RETURNING id"""
"""One statement, which is a transaction by itself. PostgreSQL locks its tables before it looks at any row: it
is done before the batch is published, or finds it gone."""


class NotTakenError(Exception):
    """The board takes no ideas without a name, or no more."""


class PublishedError(Exception):
    """What was sent with this code is an idea by now."""


@transaction.atomic
def open_batch() -> None:
    """Make the key of the first batch, before anybody hands in; nothing where there is one."""
    keep_others_out()
    if SealedBatch.objects.current() is None:
        make_key(SealedBatch.objects.create(opened_on=today()).key)


def keep_others_out() -> None:
    """One at a time opens and publishes batches; they are read meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {SealedBatch._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")


@sensitive_variables()
def hand_in(board: Board, *, code: str, **facts: Any) -> None:
    """Seal an idea; sent again with the same code it replaces what was sent before.

    facts: what the form asks, by the names of the model's fields.
    NotTakenError; PublishedError; KeyAwayError, and nothing is stored, where nothing can be sealed."""
    if not board.takes_anonymous:
        raise NotTakenError
    if Idea.objects.filter(receipt=hash_of(code)).exists():
        raise PublishedError
    _keep_sealed(
        {
            "receipt": hash_of(code), "day": today().toordinal(), "board": board.pk,
            "crowd": name_of(board.crowd),
            "facts": dict(_plain(name, value) for name, value in facts.items()),
        }
    )  # fmt: skip


@sensitive_variables()
def answer_as_author(idea: Idea, *, text: str, parent: Comment | None = None) -> None:
    """Seal what the author of an idea without a name says about it. KeyAwayError."""
    above = parent and (parent.parent or parent)
    _keep_sealed({"answer_to": idea.pk, "text": text, "parent": above.pk if above else None})


@sensitive_variables()
def _keep_sealed(said: dict[str, Any]) -> None:
    """Tried again where the batch was published meanwhile: then its key is gone, or it takes no more."""
    for _time in range(TRIES):
        batch = SealedBatch.objects.current()
        if batch is None:
            break
        with suppress(KeyAwayError):
            if _is_kept(batch.pk, seal(batch.key, said, SIZE)):
                return
    raise KeyAwayError


def _is_kept(batch: UUID, blob: bytes) -> bool:
    with prepared_cursor() as cursor:
        cursor.execute(KEEP, [batch, blob])
        return cursor.fetchone() is not None


def _plain(name: str, value: Any) -> tuple[str, Any]:
    """As JSON takes it: of a row its key, of a day its name."""
    if isinstance(value, Model):
        return f"{name}_id", value.pk
    return name, value.isoformat() if isinstance(value, date) else value
