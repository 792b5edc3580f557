"""Pictures and documents of an idea: kept, described, taken away, brought back, and cleaned up after."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from employees.actions.twice import a_moment_ago
from employees.models import Employee
from ideas.actions.errors import FullError
from ideas.actions.locking import held
from ideas.metrics.bare import Bare
from ideas.models import Idea, IdeaFile
from ideas.models.files import MOST
from tenants.audit.record import record

UNDO, ORPHAN = timedelta(days=7), timedelta(days=1)
"""So long what was taken away can be brought back; and so old a file without a row belongs to nothing, as
whoever sent it has had no answer."""
FOLDER = "ideas"


@transaction.atomic
def add_file(idea: Idea, *, file: Bare, name: str, by: Employee, caption: str = "") -> IdeaFile:
    """Keep a file of an idea; the same, sent again at once, is given back. FullError."""
    held(idea.pk)
    facts = {"name": name[-150:], "size": len(file.data), "kind": file.kind, "by": by}
    standing = idea.files.standing()
    if just_now := standing.filter(at__gt=a_moment_ago(), **facts).first():
        return just_now
    if standing.count() >= MOST:
        raise FullError
    made = IdeaFile(idea=idea, caption=caption[:300], width=file.width, height=file.height, **facts)
    made.file.save("new", ContentFile(file.data), save=False)
    made.save(force_insert=True)
    record("idea.file_added", subject=f"ideas.IdeaFile:{made.pk}", after={"kind": file.kind, "idea": idea.pk})
    return made


def describe_file(file: IdeaFile, *, caption: str) -> None:
    """Say what is to be seen on it."""
    IdeaFile.objects.filter(pk=file.pk).update(caption=caption[:300])


@transaction.atomic
def remove_file(file: IdeaFile, *, by: Employee) -> bool:
    """It is shown to nobody any more; False when it was taken away before."""
    rows = IdeaFile.objects.standing().filter(pk=file.pk)
    removed = rows.update(removed_at=timezone.now(), removed_by=by)
    if removed:
        record("idea.file_removed", subject=f"ideas.IdeaFile:{file.pk}", after={"idea": file.idea_id})
    return bool(removed)


@transaction.atomic
def restore_file(file: IdeaFile) -> bool:
    """It is shown again; False where it is, or there is no room."""
    held(file.idea_id)
    if IdeaFile.objects.standing().filter(idea=file.idea_id).count() >= MOST:
        return False
    rows = IdeaFile.objects.filter(pk=file.pk, removed_at__isnull=False)
    return bool(rows.update(removed_at=None, removed_by=None))


def forget_files() -> int:
    """The rows of what was taken away long ago, then the bytes without a row; how many of these."""
    IdeaFile.objects.filter(removed_at__lt=timezone.now() - UNDO).delete()
    if not default_storage.exists(FOLDER):
        return 0
    _folders, names = default_storage.listdir(FOLDER)
    paths = [f"{FOLDER}/{name}" for name in names]
    known = set(IdeaFile.objects.values_list("file", flat=True))
    orphans = [path for path in paths if path not in known and _is_old(path)]
    for path in orphans:
        default_storage.delete(path)
    return len(orphans)


def _is_old(path: str) -> bool:
    return default_storage.get_modified_time(path) < timezone.now() - ORPHAN
