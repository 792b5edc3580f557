"""What people do with an import: send a file, say how it is read, ask for a dry run, a run or its undo."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.core.files import File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from employees.models import Employee
from feedback.actions.responses import edit_response, open_if_due, redate_response
from feedback.models import Import, ImportIssue, ListeningPost, Mapping, PostVersion, Response
from tenants.audit.record import record
from tenants.outbox.emit import emit
from tenants.queue import enqueue

TASK = "feedback.tasks.imports.work_on_import"
LARGEST = 200 * 1024 * 1024
ATTEMPTS = 5


@transaction.atomic
def keep_file(file: UploadedFile, *, reading: dict[str, Any], by: Employee) -> Import:
    """Take a file in; nothing is read from it into the organisation's data yet."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    name = (file.name or "")[:200]
    kept = File(file, name=uuid4().hex)  # on the disk a file bears no name that somebody chose
    imported = Import.objects.create(name=name, file=kept, digest=digest.hexdigest(), reading=reading, by=by)
    record("import.sent", subject=f"feedback.Import:{imported.pk}", after={"name": name})
    return imported


@transaction.atomic
def describe(
    imported: Import,
    *,
    reading: dict[str, Any],
    mapping: dict[str, Any],
    post: ListeningPost | None,
    open_cases_since: datetime | None,
) -> bool:
    """Write down how the file is to be read; False when it is being imported already. An older dry run no
    longer says anything."""
    changed = Import.objects.filter(pk=imported.pk, job="", started_at=None).update(
        reading=reading, mapping=mapping, post=post, open_cases_since=open_cases_since,
        tried_at=None, trial={}, failed_at=None, error="",
    )  # fmt: skip
    imported.refresh_from_db()
    return bool(changed)


@transaction.atomic
def remember_mapping(imported: Import, header: str) -> None:
    """Keep how this file was read, for the next one with the same header."""
    facts = {"reading": imported.reading, "mapping": imported.mapping, "post": imported.post}
    Mapping.objects.update_or_create(header=header, defaults=facts | {"used_at": timezone.now()})


@transaction.atomic
def ask_for(imported: Import, job: Import.Job) -> bool:
    """Ask a worker for a dry run, the import or its undo; False where that cannot be, or is asked already."""
    free = Import.objects.filter(pk=imported.pk, job="", undone_at=None)
    facts: dict[str, Any] = {"job": job, "attempts": 0, "claimed_until": None, "failed_at": None, "error": ""}
    if job == Import.Job.TRY:
        free, facts = free.filter(started_at=None, post__isnull=False), facts | {"rows_read": 0}
    elif job == Import.Job.RUN:
        free = free.filter(finished_at=None, post__isnull=False)
        facts |= {"started_at": imported.started_at or timezone.now()}
    else:
        free = free.filter(started_at__isnull=False)
    if not free.update(**facts):
        return False
    imported.refresh_from_db()
    if job != Import.Job.TRY:
        record(f"import.{job}", subject=f"feedback.Import:{imported.pk}", after={"name": imported.name})
    if imported.post and not imported.post.versions.exists():
        PostVersion.objects.create(post=imported.post, number=1)
    enqueue(TASK, imported.pk)
    return True


def finish(imported: Import, **facts: Any) -> None:
    """The job is done: nothing is asked for any more."""
    Import.objects.filter(pk=imported.pk).update(job="", claimed_until=None, **facts)
    imported.refresh_from_db()


@transaction.atomic
def finish_run(imported: Import) -> None:
    """Everything of the file is stored."""
    finish(imported, finished_at=timezone.now())
    emit("import.finished", {"import": imported.pk})


@transaction.atomic
def settle_date(issue: ImportIssue, *, at: datetime, by: Employee) -> bool:
    """Say which day a response is of. A poor one that is young enough for its import opens its case."""
    if issue.response is None or not _settle(issue, at.date().isoformat(), by):
        return False
    redate_response(issue.response, received_at=at)
    since = issue.imported.open_cases_since
    if since and at >= since:
        open_if_due(issue.response)
    return True


@transaction.atomic
def settle_text(issue: ImportIssue, *, text: str, by: Employee) -> bool:
    """Put the repaired text where it belongs: behind what else was said; nothing where it is empty."""
    if issue.response is None or not _settle(issue, text, by):
        return False
    response = Response.objects.select_for_update(of=["self"]).get(pk=issue.response.pk)
    if text and issue.is_comment:
        edit_response(response, comment="\n\n".join(filter(None, [response.comment, text])))
    elif text:
        edit_response(response, answers=response.answers | {issue.field: text})
    return True


def _settle(issue: ImportIssue, settled_as: str, by: Employee) -> bool:
    return bool(
        ImportIssue.objects.open()
        .filter(pk=issue.pk)
        .update(settled_at=timezone.now(), settled_by=by, settled_as=settled_as)
    )
