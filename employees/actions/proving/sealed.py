"""That nobody can read an answer of an open wave, and that of a closed one no key is left."""

import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop as _

from employees.actions.proving.findings import FAILED, HELD, UNCHECKED, Finding
from employees.actions.sealing import NONCE, SIZE, key_path
from employees.models import Participation, PulseAnswer, PulseComment, Result, Sealed, Wave

CONTENT, KEYS = "content", "keys"
LENGTH = NONCE + SIZE + 16
SEALED = _("Nothing of it can be read: as many sealed blocks stand there as people took part.")
AWAY = _("It is open and its key is not here: run this where the site runs. Without it nobody reads it.")
LEFT = _(
    "It is closed and its key is still there. After a crash it goes within five minutes; if it stays, the"
    " queue does not run."
)
MOST = 100
"""Of so many bytes by chance, the same one is found so often less than once in 10^30 tries."""


def check_content(wave: Wave) -> Iterator[Finding]:
    """What stands of a wave, and that as much of it stands as people took part; looked at again where it
    closed meanwhile. Of an open wave no number is told: two runs would say how many answered between them."""
    wave.refresh_from_db(fields=["closed_at", "answered"])
    was_closed = wave.closed_at
    part, blocks = _counted(wave)
    readable, odd = _readable(wave), sum(not _is_sealed(blob) for blob in _blobs(wave))
    wave.refresh_from_db(fields=["closed_at", "answered"])
    if wave.closed_at != was_closed:
        yield from check_content(wave)
    elif wave.closed_at:
        yield from _closed(wave, blocks, readable, part)
    else:
        yield _open(wave, readable, odd, is_whole=blocks == part)


def _counted(wave: Wave) -> tuple[int, int]:
    """Who took part, and the sealed blocks: at one moment, or an answer could come between."""
    people = Participation.objects.filter(wave=OuterRef("pk")).order_by().values("wave")
    blocks = Sealed.objects.filter(wave=OuterRef("pk")).order_by().values("wave")
    found = Wave.objects.filter(pk=wave.pk).values_list(
        Coalesce(Subquery(people.annotate(n=Count("employee")).values("n")), 0),
        Coalesce(Subquery(blocks.annotate(n=Count("pk")).values("n")), 0),
    )
    return found.get()


def _blobs(wave: Wave) -> Iterator[bytes]:
    return map(bytes, Sealed.objects.filter(wave=wave).values_list("blob", flat=True).iterator())


def _open(wave: Wave, readable: int, odd: int, *, is_whole: bool) -> Finding:
    text, verdict = SEALED, HELD
    if readable:
        text, verdict = _("It is open, and answers of it can be read."), FAILED
    elif odd:
        text, verdict = _("A block of it does not look sealed."), FAILED
    elif not is_whole:
        text, verdict = _("There are not as many sealed blocks as people who took part."), FAILED
    return Finding(CONTENT, verdict, text, {}, wave.pk)


def _closed(wave: Wave, blobs: int, readable: int, part: int) -> Iterator[Finding]:
    facts = {"part": part, "answers": readable, "blocks": blobs, "k": wave.k}
    wanted = part if part >= wave.k else 0
    text, verdict = _("%(part)d took part, and %(answers)d answers of nobody stand there."), HELD
    if blobs:
        text, verdict = _("It is closed, and %(blocks)d of its sealed blocks still stand there."), FAILED
    elif part != wave.answered:
        text, verdict = _("The number of those who took part is not the one at the close."), FAILED
    elif PulseAnswer.objects.filter(group__wave=wave).count() != wanted:
        text, verdict = _("%(part)d took part, but another number of answers stands there."), FAILED
    elif not wanted:
        text, facts = _("Fewer than %(k)d took part: none of what they said was kept."), {"k": wave.k}
    yield Finding(CONTENT, verdict, text, facts, wave.pk)


def _readable(wave: Wave) -> int:
    at = {"group__wave": wave}
    return (
        PulseAnswer.objects.filter(**at).count()
        + (PulseComment.objects.filter(**at).count() if not wave.closed_at else 0)
        + (Result.objects.filter(wave=wave).count() if not wave.closed_at else 0)
    )


def _is_sealed(blob: bytes) -> bool:
    return len(blob) == LENGTH and max(Counter(blob).values()) < MOST


def check_keys(waves: Sequence[Wave]) -> Iterator[Finding]:
    """A key for each open wave, none of a closed one, in a folder that is ours alone."""
    folder = key_path(0).parent
    try:
        files = [path for path in folder.iterdir() if path.is_file()] if folder.exists() else []
        failed = [*_of_closed(waves, files), *_open_to_others(folder, files)]
    except PermissionError:
        text = _("The folder of keys cannot be read: run this as the account that runs the site.")
        yield Finding(KEYS, UNCHECKED, text)
        return
    away = [wave for wave in waves if not wave.closed_at and not key_path(wave.pk).exists()]
    yield from failed
    for wave in away:
        yield Finding(KEYS, UNCHECKED, AWAY, {}, wave.pk)
    if not failed and not away:
        text = _("No key of a closed wave exists. Keys of open waves, in files of the site alone: %(n)d.")
        yield Finding(KEYS, HELD, text, {"n": len(files)})


def _of_closed(waves: Sequence[Wave], files: list[Path]) -> Iterator[Finding]:
    """What a key was made of counts as well: a crash may leave a part of its writing."""
    left = {path.name.partition(".")[0] for path in files}
    for wave in waves:
        if wave.closed_at and str(wave.pk) in left:
            yield Finding(KEYS, FAILED, LEFT, {}, wave.pk)


def _open_to_others(folder: Path, files: list[Path]) -> Iterator[Finding]:
    """Folders and files that others may look into."""
    for path in (folder, *files) if folder.exists() else ():
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & 0o077 or found.st_uid != folder.stat().st_uid:
            text = _("Others may read %(path)s: its rights are %(mode)s.")
            yield Finding(KEYS, FAILED, text, {"path": path.name, "mode": oct(stat.S_IMODE(found.st_mode))})
