"""Where this copy of the project keeps what it makes.

The standard library only: bootstrap.py reads it before anything is installed."""

import hashlib
import os
import tempfile
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
RUN = PROJECT / ".run"
DATABASE_URL = RUN / "database-url"
DEMO_STATE = RUN / "demo.json"
SYSTEM_STATE = Path("/var/lib/heed")
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107


def key(path: Path = PROJECT) -> str:
    """Name a folder in twelve letters, so that two copies of the project never meet."""
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def demo_database() -> str:
    """The server of this copy's demo, so that manage.py reaches it without being told."""
    try:
        return DATABASE_URL.read_text()
    except OSError:
        return ""


def system_home() -> Path:
    """What an unprivileged server must reach when root's project is closed to it."""
    return SYSTEM_STATE / key()


def temp_folders() -> list[Path]:
    return list(dict.fromkeys([Path(tempfile.gettempdir()), Path("/tmp")]))  # noqa: S108


def socket_folder(temp: Path, home: Path) -> Path:
    return temp / f"heed-{os.getuid()}-{key(home)}"


def fits(folder: Path) -> bool:
    """A socket's path has 107 bytes at most."""
    return len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET


def is_full(complaint: str) -> bool:
    """Whether a program's words mean a full disk."""
    words = ("No space left on device", "Check free disk space", "Disk quota exceeded")
    return any(word in complaint for word in words)


def write_private(path: Path, text: str) -> None:
    """For our eyes only, from the first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
