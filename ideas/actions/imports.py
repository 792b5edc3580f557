"""What people do with a file of ideas: send it, say how it is read, ask for a dry run, the import or its
undo."""

from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from ideas.models import Board, IdeaImport
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tenants.queue import enqueue

TASK = "ideas.tasks.work_on_import"
LARGEST = 50 * 1024 * 1024
Job = IdeaImport.Job


@transaction.atomic
def keep_file(
    file: UploadedFile, *, board: Board, source: str, reading: dict[str, Any], by: Employee
) -> IdeaImport:
    """Take a file in; no idea is made of it yet."""
    name = (file.name or "")[:200]
    kept = File(file, name=uuid4().hex)  # on the disk a file bears no name that somebody chose
    made = IdeaImport.objects.create(
        name=name, file=kept, board=board, source=source, reading=reading, by=by
    )  # fmt: skip
    record("idea_import.sent", subject=f"ideas.IdeaImport:{made.pk}", after={"name": name})
    return made


def describe(imported: IdeaImport, *, mapping: dict[str, Any], facts: dict[str, Any]) -> bool:
    """Write down how the file is read and what holds for all of it; False when it is in, or at work. An older
    dry run no longer says anything."""
    changed = IdeaImport.objects.filter(pk=imported.pk, job="", finished_at=None).update(
        mapping=mapping, facts=facts, tried_at=None, counts={}, failed_at=None, error=""
    )
    imported.refresh_from_db()
    return bool(changed)


@transaction.atomic
def ask_for(imported: IdeaImport, job: str) -> bool:
    """Ask a worker for a dry run, the import or its undo; False where that cannot be, or is asked already."""
    free = IdeaImport.objects.filter(pk=imported.pk, job="", undone_at=None)
    if job == Job.UNDO:
        free = free.filter(finished_at__isnull=False)
    else:
        free = free.filter(finished_at=None).exclude(facts={})
    if not free.update(job=job, asked_at=timezone.now(), failed_at=None, error=""):
        return False
    imported.refresh_from_db()
    if job != Job.TRY:
        record(f"idea_import.{job}", subject=f"ideas.IdeaImport:{imported.pk}", after={"name": imported.name})
    enqueue(TASK, imported.pk)
    return True


def finish(imported: IdeaImport, **facts: Any) -> None:
    """The job is done: nothing is asked for any more."""
    done = imported.job
    IdeaImport.objects.filter(pk=imported.pk).update(job="", **facts)
    if done == Job.RUN and "finished_at" in facts:
        emit("idea.imported", {"import": imported.pk})
    imported.refresh_from_db()
