"""What is done behind a page. Each may run twice."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.connectors.sheet import BadFile
from ideas.actions import (
    anonymous,
    bringing_in,
    challenging,
    checks,
    concluding,
    customers,
    drafting,
    filing,
    news,
    outcomes,
    panel,
    releasing,
    telling,
    trending,
)
from ideas.actions.imports import TASK, finish
from ideas.connectors.opening import read
from ideas.models import Board, IdeaImport, OutcomeCheck, RefusedRow
from tenants.queue import enqueue

GIVEN_UP = timedelta(hours=1)


def tell_of_move(key: int) -> None:
    """Tell the author and the voters of an idea where it went."""
    telling.tell_of_move(key)


def follow_customers() -> None:
    """Give what customers said who are another one by now to that one, and their votes."""
    customers.follow_customers()


def resume_imports() -> None:
    """Queue again what was asked for: its worker died, or the queue lost it. What never comes to its end is
    given up."""
    long_ago = timezone.now() - GIVEN_UP
    lost = _("It was begun and never came to its end.")
    waiting = IdeaImport.objects.working()
    waiting.filter(asked_at__lt=long_ago).update(job="", failed_at=timezone.now(), error=lost)
    for pk in waiting.values_list("pk", flat=True):
        enqueue(TASK, pk)


@transaction.atomic
def work_on_import(pk: int) -> None:
    """Do what is asked for an import, unless another worker is at it, who holds its row."""
    found = IdeaImport.objects.working().select_for_update(of=("self",), skip_locked=True)
    if (imported := found.filter(pk=pk).first()) is None:
        return
    try:
        _work(imported)
    except BadFile as error:
        finish(imported, failed_at=timezone.now(), error=str(error)[:300])


@transaction.atomic
def _work(imported: IdeaImport) -> None:
    now, job = timezone.now(), imported.job
    if job == IdeaImport.Job.UNDO:
        finish(imported, undone_at=now, counts=imported.counts | bringing_in.take_out(imported))
        return
    dry_run = job == IdeaImport.Job.TRY
    counts, refused = bringing_in.bring_in(imported, read(imported), dry_run=dry_run)
    imported.refused.all().delete()
    RefusedRow.objects.bulk_create(
        RefusedRow(imported=imported, row=row, title=title, reason=reason[:300])
        for row, title, reason in refused
    )
    finish(imported, counts=counts, **{"tried_at" if dry_run else "finished_at": now})


def judge_checks() -> None:
    """Queue each check whose time is over, so that one that fails stops only itself."""
    for key in OutcomeCheck.objects.due().order_by("after_to", "pk").values_list("pk", flat=True)[:1000]:
        enqueue("ideas.tasks.judge_check", key)


def judge_check(key: int) -> None:
    """Judge it, if nobody has."""
    checks.judge(key)


def tell_of_outcome(key: int) -> None:
    """Tell all whom it concerns what a check found."""
    outcomes.tell_of_outcome(key)


def tell_of_comment(key: int) -> None:
    """Tell those who follow an idea that something was said about it."""
    news.tell_of_comment(key)


def tell_mentioned(key: int) -> None:
    """Tell those who are named in a comment."""
    news.tell_mentioned(key)


def clean_up() -> None:
    """Forget what was discarded or taken away long ago, and the bytes that belong to nothing."""
    drafting.forget_discarded()
    filing.forget_files()


def watch_challenges() -> None:
    """Open and end the challenges whose day has come."""
    challenging.open_due()
    challenging.end_due()


def tell_of_announcement(key: int) -> None:
    """Tell those who took part in a challenge what became of it."""
    concluding.tell_of_announcement(key)


def remind_panel() -> None:
    """Remind customers who were invited to a board and have said neither yes nor no."""
    panel.remind_invited()


def release_anonymous() -> None:
    """Publish what was handed in without a name and is due; make a key where it may be handed in."""
    if Board.objects.open().filter(allows_anonymous=True).exists():
        anonymous.open_batch()
    releasing.release_due()


def count_trends() -> None:
    """Count which ideas people care about now."""
    trending.count_trends()
