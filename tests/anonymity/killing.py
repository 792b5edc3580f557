"""A verb in a process of its own that is killed with -9, or whose PostgreSQL is, before any of its lines."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path

from django.db import connections

from employees.actions import rewriting, sealing, waves
from ideas.actions import anonymous, releasing
from tenants import processes
from tests.anonymity.apart import Apart

STEPS = {module.__file__ for module in (anonymous, releasing, rewriting, sealing, waves)}
DONE, FAILED, KILLED = "done", "failed", "killed"


def lines(act: Callable[[], object], note: Path) -> int:
    """How many lines of the verbs and of the sealing it runs."""
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1

    def run() -> None:
        _at_each_line(counted)
        act()
        sys.settrace(None)
        note.write_text(str(count))

    assert _apart(run) == DONE
    return int(note.read_text())


def kill_worker(act: Callable[[], object], line: int) -> str:
    """What became of it: killed before this line."""
    return _apart(lambda: (_before(line, lambda: os.kill(os.getpid(), signal.SIGKILL)), act()))


def kill_postgres(apart: Apart, act: Callable[[], object], line: int) -> str:
    """What was told to whoever asked; PostgreSQL runs again afterwards."""
    found = _apart(lambda: (_before(line, lambda: _kill(apart)), act()))
    return _again(apart, found)


def kill_postgres_after(apart: Apart, act: Callable[[], object], seconds: float) -> str:
    """The same at any moment, in the middle of a COMMIT, say."""
    found = _apart(lambda: (threading.Timer(seconds, lambda: _kill(apart)).start(), act()))
    return _again(apart, found)


def _kill(apart: Apart) -> None:
    processes.send(processes.working_in(apart.server.data), signal.SIGKILL)


def _again(apart: Apart, found: str) -> str:
    _kill(apart)
    processes.wait_until(lambda: processes.has_ended(apart.server.pid), 10)
    apart.server.start()
    return found


def _before(line: int, what: Callable[[], object]) -> None:
    count = 0

    def counted() -> None:
        nonlocal count
        count += 1
        if count == line:
            what()

    _at_each_line(counted)


def _at_each_line(what: Callable[[], object]) -> None:
    def trace(frame, event, _argument):
        if frame.f_code.co_filename not in STEPS:
            return None
        if event == "line":
            what()
        return trace

    sys.settrace(trace)


def _apart(run: Callable[[], object]) -> str:
    """In a process of its own, with connections of its own."""
    connections.close_all()
    if (child := os.fork()) == 0:
        try:
            run()
        except BaseException:
            os._exit(1)
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    return KILLED if os.WIFSIGNALED(status) else FAILED if os.WEXITSTATUS(status) else DONE
