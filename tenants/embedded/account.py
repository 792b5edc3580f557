"""Who runs the server, and whose folders it lives in."""

import contextlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class EmbeddedError(Exception):
    """Why there is no server, in one sentence for whoever started it."""


@dataclass(frozen=True)
class Account:
    """Who runs the server: we ourselves, or `nobody` when we are root, whom PostgreSQL refuses."""

    uid: int
    gid: int

    @classmethod
    def fitting(cls) -> "Account":
        if os.geteuid():
            return cls(os.geteuid(), os.getegid())
        with contextlib.suppress(KeyError):
            nobody = pwd.getpwnam("nobody")
            return cls(nobody.pw_uid, nobody.pw_gid)
        return cls(65534, 65534)

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    def can_use(self, path: Path) -> bool:
        """Ask the kernel, in a process that has become this account."""
        if not self.is_other:
            return os.access(path, os.R_OK | os.X_OK)
        if (child := os.fork()) == 0:
            with contextlib.suppress(OSError):
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
                os._exit(0 if os.access(path, os.R_OK | os.X_OK) else 1)
            os._exit(1)
        return os.waitpid(child, 0)[1] == 0

    def as_options(self) -> dict[str, Any]:
        """Options of Popen, which changes the user before it binds the child to us: the reverse undoes it."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}

    def make_private(self, folder: Path) -> None:
        """Make a folder only this account can enter; refuse one that somebody else prepared."""
        with contextlib.suppress(FileExistsError):
            folder.mkdir(mode=0o700)
            if self.is_other:
                os.chown(folder, self.uid, self.gid)
        found = folder.lstat()
        if (
            not stat.S_ISDIR(found.st_mode)
            or found.st_uid != self.uid
            or stat.S_IMODE(found.st_mode) != 0o700
        ):
            raise EmbeddedError(
                f"{folder} is not a private folder of ours: look who made it, then remove it."
            )
