"""The only door to the queue (django-q2, in PostgreSQL). What must happen stands in rows of our own; a task
only says "look now", may come twice, and carries keys, as the queue's table is shared and in clear."""

import logging
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import OrmQ, Schedule, Task
from django_q.tasks import async_task
from django_tenants.utils import schema_context

from tenants.here import current_schema
from tenants.models import Organisation

CHUNK = 20
BEHIND = timedelta(minutes=5)
LONGEST = 64
KEEP = timedelta(days=7)
GIVE_UP = timedelta(days=1)
log = logging.getLogger(__name__)


def enqueue(task: str, *args: object) -> None:
    """Queue "app.tasks.name" for the schema that asks, in its transaction: nothing is lost or run before
    COMMIT. Pass keys, never texts."""
    for argument in args:
        if not isinstance(argument, int | UUID | date | None) and not _is_key(argument):
            raise TypeError(f"{task}: pass keys, not {type(argument).__name__}: others can read the queue")
    async_task("tenants.queue.run", current_schema(), task, *args)


def _is_key(argument: object) -> bool:
    return isinstance(argument, str) and len(argument) <= LONGEST and not any(map(str.isspace, argument))


def wake(task: str) -> None:
    """Queue a task without arguments, once a transaction however often it is asked for."""
    if not any(getattr(entry[1], "woken", "") == task for entry in connection.run_on_commit):

        def asked() -> None:
            """Nothing is left to do at COMMIT: the row was written within the transaction."""

        asked.woken = task  # type: ignore[attr-defined]
        enqueue(task)
        transaction.on_commit(asked)


def run(schema: str, task: str, *args: object) -> None:
    """Called by a worker: the task, in the schema that queued it, unless that organisation is closed."""
    if schema == "public" or Organisation.objects.active().filter(schema_name=schema).exists():
        with schema_context(schema):
            import_string(task)(*args)


def fan_out(task: str) -> None:
    """Called by a schedule: queue the task for every active organisation, some of them at a time.
    A queue that is behind gets no more of it: the next tick will do."""
    if OrmQ.objects.filter(lock__lt=timezone.now() - BEHIND).exists():
        return
    schemas = list(Organisation.objects.active().values_list("schema_name", flat=True))
    for start in range(0, len(schemas), CHUNK):
        async_task("tenants.queue.run_in", task, *schemas[start : start + CHUNK])


def run_in(task: str, *schemas: str) -> None:
    """Called by a worker: the task in each of these schemas; one that fails does not stop the others."""
    for schema in schemas:
        try:
            run(schema, task)
        except Exception:
            log.exception("%s failed in %s", task, schema)


def install_schedules() -> None:
    """Bring the rows of the queue's clock in line with the settings; safe to repeat."""
    wanted = {
        path: ("tenants.queue.fan_out", repr((path,)), every) for path, every in settings.SCHEDULES.items()
    }
    wanted |= {path: (path, "", every) for path, every in settings.PLATFORM_SCHEDULES.items()}
    with schema_context("public"), transaction.atomic():
        Schedule.objects.exclude(name__in=wanted).delete()
        for name, (function, args, minutes) in wanted.items():
            Schedule.objects.update_or_create(
                name=name,
                defaults={
                    "func": function,
                    "args": args,
                    "schedule_type": Schedule.MINUTES,
                    "minutes": minutes,
                },
            )


def forget_old() -> None:
    """What is known of tasks that failed is kept for a week. A task that was queued a day ago and still
    stands there kills whoever takes it, or nobody can read it: it is given up."""
    Task.objects.filter(stopped__lt=timezone.now() - KEEP).delete()
    for row in OrmQ.objects.iterator():
        queued = row.task.get("started")
        if queued is None or queued < timezone.now() - GIVE_UP:
            log.error("The queue gave up %s", row.task.get("args", "a task it cannot read"))
            row.delete()
