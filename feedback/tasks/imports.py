"""What the queue's workers do for feedback. Keys in; safe to run twice."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.actions.imports import ATTEMPTS, TASK, finish, finish_run
from feedback.actions.storing import lease
from feedback.actions.undoing import undo
from feedback.connectors.importing import run_import, try_import
from feedback.connectors.mapping import BadMapping
from feedback.connectors.sheet import BadFile
from feedback.models import Import
from tenants.queue import enqueue

Job = Import.Job


def resume_imports() -> None:
    """Queue again what was asked for and has no worker: its worker died, or the queue lost it."""
    for pk in Import.objects.unclaimed().values_list("pk", flat=True):
        enqueue(TASK, pk)


def work_on_import(pk: int) -> None:
    """Do what is asked for an import, unless another worker is at it. After a crash it goes on there."""
    claimed = Import.objects.unclaimed().filter(pk=pk)
    if not claimed.update(claimed_until=lease(), attempts=F("attempts") + 1):
        return
    imported = Import.objects.select_related("post").get(pk=pk)
    if imported.attempts > ATTEMPTS:
        finish(
            imported, failed_at=timezone.now(), error=_("It was begun five times and never came to its end.")
        )
        return
    try:
        _work(imported)
    except (BadFile, BadMapping) as error:
        finish(imported, failed_at=timezone.now(), error=str(error)[:300])


def _work(imported: Import) -> None:
    if imported.job == Job.TRY:
        counts = try_import(imported)
        finish(imported, tried_at=timezone.now(), trial=counts)
    elif imported.job == Job.RUN:
        run_import(imported)
        finish_run(imported)
    else:
        counts = undo(imported)
        imported.refresh_from_db()
        finish(imported, undone_at=timezone.now(), counts=imported.counts | counts)
