"""Keeping a family of processes together, with what Linux offers for it; the standard library only."""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

DIE_WITH_PARENT, ADOPT_ORPHANS = 1, 36
LARGEST_LOG = 10_000_000
LINUX = sys.platform == "linux"
_libc = ctypes.CDLL(None, use_errno=True)


def adopt_orphans() -> None:
    """Make this process the parent of whatever its descendants leave behind, so that nothing escapes."""
    if LINUX:
        _libc.prctl(ADOPT_ORPHANS, 1, 0, 0, 0)


def die_with(parent: int, death_signal: signal.Signals) -> None:
    """Have the kernel send this process a signal when its parent is gone, kill -9 included."""
    if LINUX:
        _libc.prctl(DIE_WITH_PARENT, int(death_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def bound_to_me(death_signal: signal.Signals) -> Callable[[], None]:
    """What a child runs between fork and exec; after a change of user, which would undo it."""
    parent = os.getpid()
    return lambda: die_with(parent, death_signal)


def parents() -> Iterator[tuple[int, int]]:
    """Every process of the machine with its parent."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            fields = entry.read_text(errors="replace").rpartition(")")[2].split()
            yield int(entry.parent.name), int(fields[1])


def children(of: int) -> set[int]:
    return {pid for pid, parent in parents() if parent == of}


def descendants(of: int) -> set[int]:
    family, tree = {of}, list(parents())
    while found := {pid for pid, parent in tree if parent in family} - family:
        family |= found
    return family - {of}


def with_environment(name: str, value: str) -> set[int]:
    """Processes that were started with this variable: how leftovers of a killed run are recognised."""
    entry, found = os.fsencode(f"{name}={value}"), set()
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if entry in path.read_bytes().split(b"\0"):
                found.add(int(path.parent.name))
    return found - {os.getpid()}


def working_in(folder: Path) -> set[int]:
    """Processes whose current directory this is; PostgreSQL stands in its data folder."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/cwd"):
        with contextlib.suppress(OSError):
            if os.path.samefile(path, folder):
                found.add(int(path.parent.name))
    return found


def end_those_in(folder: Path) -> None:
    """Ask them to end, and kill what does not within five seconds."""
    for number in (signal.SIGINT, signal.SIGKILL):
        send(working_in(folder), number)
        if wait_until(lambda: not working_in(folder), 5):
            return


def send(pids: set[int], number: signal.Signals) -> None:
    for pid in pids - {0}:  # 0 would be our own group
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def released(process: subprocess.Popen[Any]) -> int:
    """The pid of a child that `reap` alone collects. Python keeps a forgotten Popen, and the next one that is
    made would collect the dead child in passing, so that its end was never noticed."""
    process.returncode = 0
    return process.pid


def reap() -> dict[int, int]:
    """Collect the children that have ended, with their exit codes (minus the signal that ended them)."""
    ended: dict[int, int] = {}
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended[found[0]] = os.waitstatus_to_exitcode(found[1])
    return ended


def has_ended(child: int) -> bool:
    """Whether this child is gone, collecting it alone."""
    with contextlib.suppress(ChildProcessError):
        return os.waitpid(child, os.WNOHANG)[0] == child
    return True


def wait_until(done: Callable[[], bool], seconds: float, step: float = 0.05) -> bool:
    """Ask again and again; False when the time is up."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(step)
    return True


def open_log(path: Path) -> IO[str]:
    """Append, but never for ever."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.open("w" if path.exists() and path.stat().st_size > LARGEST_LOG else "a")


class Signals:
    """Signals as things to wait for, so that nothing happens in the middle of something else."""

    STOP = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

    def __init__(self) -> None:
        self.pipe, writer = os.pipe()
        os.set_blocking(self.pipe, False)
        os.set_blocking(writer, False)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        for number in (*self.STOP, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        self.received: set[int] = set()

    def wait(self, seconds: float) -> None:
        """Sleep until a signal comes or the time is up."""
        if select.select([self.pipe], [], [], max(seconds, 0))[0]:
            self.received |= set(os.read(self.pipe, 512))

    @property
    def stop_asked(self) -> bool:
        return not self.received.isdisjoint(self.STOP)
