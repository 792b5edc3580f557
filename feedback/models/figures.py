from collections.abc import Iterable
from datetime import date

from django.db import models

COUNTED_BY = ("post", "touchpoint", "team", "metric", "scale")


class Counts(models.Model):
    """How many responses of a place and metric had each score, and how many of all were shared with all staff
    as good news or as bad."""

    post = models.ForeignKey("feedback.ListeningPost", models.CASCADE, related_name="+")
    touchpoint = models.ForeignKey("feedback.Touchpoint", models.PROTECT, related_name="+", db_index=False)
    team = models.ForeignKey("employees.Team", models.PROTECT, related_name="+", db_index=False)
    metric = models.CharField(max_length=6, blank=True)
    scale = models.PositiveSmallIntegerField(null=True)
    unscored = models.IntegerField(default=0)
    s0 = models.IntegerField(default=0)
    s1 = models.IntegerField(default=0)
    s2 = models.IntegerField(default=0)
    s3 = models.IntegerField(default=0)
    s4 = models.IntegerField(default=0)
    s5 = models.IntegerField(default=0)
    s6 = models.IntegerField(default=0)
    s7 = models.IntegerField(default=0)
    s8 = models.IntegerField(default=0)
    s9 = models.IntegerField(default=0)
    s10 = models.IntegerField(default=0)
    good = models.IntegerField(default=0, db_default=0)
    bad = models.IntegerField(default=0, db_default=0)

    class Meta:
        abstract = True


class DayCount(Counts):
    """A roll-up row of one day."""

    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "day", *COUNTED_BY, name="one_count_a_day_and_place", nulls_distinct=False,
            )
        ]  # fmt: skip
        indexes = [models.Index(fields=["post", "day"], name="daycount_post_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.post_id}"


class SpanCount(Counts):
    """The sum of the day counts of a week or month, stale ones among them: at every moment exactly what those
    rows add up to, so that a long time is read from few rows and stale days are exchanged singly."""

    unit = models.CharField(max_length=5, choices=[("week", "week"), ("month", "month")])
    day = models.DateField(help_text="The first one.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "unit", "day", *COUNTED_BY, name="one_count_a_span_and_place", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.day} {self.post_id}"


class Mark(models.Model):
    """A day of a post whose roll-up is stale. A plain row for each change: no unique key, so that no two
    transactions ever wait for one another; the roll-up deletes those it has read, by id.

    Each answer writes one, so it costs as little as a row can: no index but its key's, as there are never
    more than came since the last roll-up, and no constraint, as the mark of a post that is gone only counts
    it as empty."""

    day = models.DateField()
    post = models.ForeignKey(
        "feedback.ListeningPost", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )

    def __str__(self) -> str:
        return f"{self.day} {self.post_id}"


def mark(post_id: int, days: Iterable[date | None]) -> None:
    """Say that these days of a post changed. Call it in the transaction of the change, for the old place and
    for the new; a response without a day is in no figure."""
    Mark.objects.bulk_create([Mark(post_id=post_id, day=day) for day in sorted({d for d in days if d})])
