from collections.abc import Iterator

from django.utils.module_loading import import_string
from django_q.tasks import async_task
from django_tenants.utils import schema_context

from tenants.here import current_schema
from tenants.models import Organisation


def enqueue(task: str, *args: object) -> None:
    """Queue "app.tasks.name" for the schema that asks, in its transaction: nothing is lost or run before
    COMMIT.
    Pass keys, never texts: the queue's table is shared and in clear."""
    async_task("tenants.queue.run", current_schema(), task, *args)


def run(schema: str, task: str, *args: object) -> None:
    """Called by a worker: the task, in the schema that queued it."""
    with schema_context(schema):
        import_string(task)(*args)


def fan_out(task: str) -> None:
    """Called by a schedule: queue the task once for each active organisation."""
    for schema in active_schemas():
        async_task("tenants.queue.run", schema, task)


def active_schemas() -> Iterator[str]:
    """The schemas of organisations that are neither suspended nor deleted."""
    with schema_context("public"):
        schemas = list(Organisation.objects.active().values_list("schema_name", flat=True))
    yield from schemas
