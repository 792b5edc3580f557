"""Six writers race the roll-up, and every figure that is read must be true at its moment."""

import random
import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django_tenants.utils import schema_context

from feedback.figures import Scope, read, roll_up, snapshot
from feedback.models import Mark, Response, mark
from tests.feedback.figures_place import FIRST, Place, make_place

DAYS = 3
SCOPE = Scope(FIRST, FIRST + timedelta(days=29))
Marking = Callable[[int, list], None]


def mark_once(post_id: int, days: list) -> None:
    """The obvious way, and wrong: one row a place, a second one is not written."""
    with connection.cursor() as cursor:
        for day in sorted({day for day in days if day}):
            cursor.execute(
                "INSERT INTO feedback_mark (day, post_id) VALUES (%s, %s)"
                " ON CONFLICT (day, post_id) DO NOTHING",
                [day, post_id],
            )


def one_of(choose: random.Random) -> Response | None:
    found = Response.objects.shown().select_for_update(skip_locked=True).order_by("?")
    return found.first()


class Writer:
    """Changes answers as the verbs do: the change and its marks in one transaction."""

    def __init__(self, place: Place, marking: Marking, seed: int) -> None:
        self.place, self.mark, self.random = place, marking, random.Random(seed)

    def insert(self) -> None:
        day = FIRST + timedelta(days=self.random.randrange(DAYS))
        place = self.place
        Response.objects.bulk_create([
            Response(
                post=place.posts[0], version=place.versions[0], touchpoint=place.touchpoints[0],
                team=place.teams[0], metric="nps", scale=10, score=self.random.randint(0, 10), source="race",
                received_at=timezone.now(), day=day,
            )
        ])  # fmt: skip
        self.mark(place.posts[0].pk, [day])

    def change(self, **facts: object) -> None:
        if found := one_of(self.random):
            before = found.post_id, found.day
            Response.objects.filter(pk=found.pk).update(**facts)
            found.refresh_from_db()
            for post, day in {before, (found.post_id, found.day)}:
                self.mark(post, [day])

    def edit(self) -> None:
        self.change(score=self.random.randint(0, 10))

    def hide(self) -> None:
        self.change(hidden_at=timezone.now())

    def move(self) -> None:
        self.change(post=self.random.choice(self.place.posts), team=self.random.choice(self.place.teams))

    def redate(self) -> None:
        self.change(day=FIRST + timedelta(days=self.random.randrange(DAYS)))

    def undo(self) -> None:
        if found := one_of(self.random):
            self.mark(found.post_id, [found.day])
            found.delete()


WRITERS = ("insert", "edit", "hide", "move", "redate", "undo")


def truth() -> dict:
    """The counts, straight from the answers, in one statement: by day, and by the month."""
    found: dict = {}
    rows = (
        Response.objects.shown()
        .filter(day__range=(SCOPE.start, SCOPE.end))
        .values_list("day", "post", "score")
    )
    for day, post, score in rows:
        for group in ((day, post), ("month", post)):
            counts = found.setdefault(group, {})
            counts[score] = counts.get(score, 0) + 1
    return found


def told() -> dict:
    days, months = ("day", "post"), ("month", "post")
    by_day, by_month = read(SCOPE, days)[days], read(SCOPE, months)[months]
    found = by_day | {("month", post): one for (_first, post), one in by_month.items()}
    return {group: dict(one.scores("nps")) for group, one in found.items()}


def race(place: Place, marking: Marking, seconds: float, roll: Callable[[], object]) -> tuple[int, int]:
    """Let them run; how many reads there were, and how many of them were wrong."""
    schema, stop = connection.schema_name, threading.Event()

    def keep_on(act: Callable[[], object]) -> None:
        with schema_context(schema):
            while not stop.is_set():
                try:
                    act()
                except OperationalError:  # a row that two writers wanted: the next one
                    continue
            connection.close()

    acts = [transaction.atomic(getattr(Writer(place, marking, n), name)) for n, name in enumerate(WRITERS)]
    threads = [threading.Thread(target=keep_on, args=[act]) for act in [*acts, roll]]
    for thread in threads:
        thread.start()
    reads = wrong = 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with snapshot():
            wrong += told() != truth()
        reads += 1
    stop.set()
    for thread in threads:
        thread.join()
    return reads, wrong


@pytest.mark.slow
@pytest.mark.committing
def test_every_figure_is_true_while_six_writers_race_the_roll_up(acme):
    place = make_place()
    reads, wrong = race(place, mark, 20, roll_up)
    assert (wrong, reads > 100) == (0, True)
    assert Response.objects.count() > 100
    roll_up()
    assert (Mark.objects.count(), told()) == (0, truth())


@pytest.mark.slow
@pytest.mark.committing
def test_the_race_would_find_marks_that_are_made_only_once(acme):
    place = make_place()
    with connection.cursor() as cursor:
        cursor.execute("CREATE UNIQUE INDEX once ON feedback_mark (day, post_id)")
    try:
        _reads, wrong = race(place, mark_once, 6, roll_up)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP INDEX once")
    assert wrong or told() != truth()
