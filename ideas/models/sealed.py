"""What was handed in without a name and is not published yet."""

from uuid import uuid4

from django.db import models

FOLDER = "ideas"
"""Of their keys."""


class SealedBatchQuerySet(models.QuerySet["SealedBatch"]):
    def current(self) -> "SealedBatch | None":
        """That which takes what is handed in now."""
        return self.order_by("opened_on").last()


class SealedBatch(models.Model):
    """What is handed in from one day to the next is sealed with one key, which is gone after that day."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    opened_on = models.DateField(unique=True)

    objects = SealedBatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"of {self.opened_on}"

    @property
    def key(self) -> str:
        """The name of its key."""
        return f"{FOLDER}/{self.pk}"


class SealedEntry(models.Model):
    """An idea, or its author's answer, that only the key outside the database can read. It says neither which
    board nor when; the table is only ever read and written anew as a whole."""

    batch = models.ForeignKey(  # a constraint would write beside the batch which transaction looked at it
        SealedBatch, models.DO_NOTHING, related_name="+", db_index=False, db_constraint=False
    )
    blob = models.BinaryField()

    def __str__(self) -> str:
        return f"of batch {self.batch_id}"
