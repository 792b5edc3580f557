"""Several programs run as one: started, restarted and ended together, in one process with one thread.

Each program runs under a guard (tenants/guard.py) in a process group of its own, bound to the supervisor by
the kernel: whatever ends the supervisor ends them, and no program is started again before all of its old
processes are gone.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.management import get_commands

from tenants import places, processes

MARK = "HEED_SUPERVISED"
GRACE = 4.0
RESTART_CLUSTER = 75


class StopAskedError(Exception):
    """Somebody wants the end of it all, in the middle of a step."""


@dataclass
class Program:
    """One thing that has to run: how it is started, and how it has fared."""

    name: str
    start: Callable[[], int]
    stop_signal: signal.Signals = signal.SIGTERM
    pid: int = 0
    started_at: float = 0
    due_at: float = 0
    quick_ends: int = 0

    def has_ended(self) -> None:
        """Start it again at once, but ever later when it keeps ending."""
        now = time.monotonic()
        self.quick_ends = 0 if now - self.started_at > 20 else self.quick_ends + 1
        self.pid, self.due_at = 0, now + min(0.1 * 2**self.quick_ends, 10)


class Supervisor:
    """Owns the programs; `say` tells the person at the terminal.

    One that is `alone`, for which its caller holds a lock, clears away what a killed one of its purpose left
    behind, and writes logs to files; others write where we write.
    """

    def __init__(
        self,
        purpose: str,
        *,
        environment: dict[str, str],
        say: Callable[[str], object],
        alone: bool = True,
    ) -> None:
        processes.adopt_orphans()
        self.signals = processes.Signals()
        mark = f"{purpose} {places.RUN if alone else os.getpid()}"
        self.environment = environment | {MARK: mark}
        self.say, self.alone = say, alone
        self.programs: list[Program] = []
        self.step = 0
        processes.send(processes.with_environment(MARK, mark), signal.SIGKILL)

    def guarded(self, name: str, *command: str) -> Callable[[], int]:
        """How to start a command under a guard; its output goes to a log of its own, or to ours."""
        return lambda: self.spawn(log_of(name) if self.alone else None, [sys.executable, *command])

    def spawn(self, log: Path | None, command: list[str]) -> int:
        with processes.open_log(log) if log else contextlib.nullcontext() as output:
            process = subprocess.Popen(
                [sys.executable, "-S", "-m", "tenants.guard", str(GRACE), *command],
                cwd=places.PROJECT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=processes.bound_to_me(signal.SIGTERM),
            )
        return processes.released(process)

    def add(self, program: Program) -> None:
        self.programs.append(program)
        self.begin(program)

    def begin(self, program: Program) -> None:
        self.end_orphans()
        program.pid, program.started_at = program.start(), time.monotonic()

    def run(self, name: str, *command: str) -> None:
        """One step to its end; the programs are looked after meanwhile."""
        pid = self.step = self.guarded(name, *command)()
        while (code := self.look_after().get(pid)) is None:
            self.pause()
        self.step = 0
        if code:
            raise subprocess.CalledProcessError(code, command)

    def wait_until(self, done: Callable[[], bool], seconds: float) -> bool:
        end = time.monotonic() + seconds
        while not done():
            if time.monotonic() > end:
                return False
            self.look_after()
            self.pause(0.1)
        return True

    def pause(self, seconds: float = 1) -> None:
        self.signals.wait(seconds)
        if self.signals.stop_asked:
            raise StopAskedError

    def watch(self) -> None:
        """Keep everything running until somebody asks for the end."""
        with contextlib.suppress(StopAskedError):
            while True:
                self.look_after()
                self.pause()

    def look_after(self) -> dict[int, int]:
        """Notice what has ended, end what it left behind, start it again; the exit codes seen."""
        ended = processes.reap()
        for program in self.programs:
            if program.pid in ended:
                self.note_end(program, ended[program.pid])
        if ended:
            self.end_orphans()
        for program in self.programs:
            if not program.pid and time.monotonic() >= program.due_at:
                self.begin(program)
        return ended

    def note_end(self, program: Program, code: int) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(program.pid, signal.SIGKILL)
        program.has_ended()
        if program.name == "watchdog" and code == RESTART_CLUSTER:
            self.say("The queue stands still: the cluster is started anew")
            self.restart("cluster")
        else:
            self.say(f"{program.name} ended ({in_words(code)}) and is started again")

    def restart(self, name: str) -> None:
        """End a program with all of its processes; its end is then noticed, and it starts anew."""
        processes.send({program.pid for program in self.programs if program.name == name}, signal.SIGTERM)

    def end_orphans(self) -> None:
        """Kill what a program left behind: without its guard it is our own child now."""
        processes.send(processes.children(os.getpid()) - self.known(), signal.SIGKILL)

    def known(self) -> set[int]:
        return {self.step, *(program.pid for program in self.programs)}

    def stop(self) -> None:
        """End everything: first what uses the database, then the database."""
        last = [program for program in self.programs if program.stop_signal == signal.SIGINT]
        self.end([program for program in self.programs if program not in last], GRACE + 1, self.step)
        self.end(last, 3)
        while left := processes.children(os.getpid()):
            processes.send(left, signal.SIGKILL)
            time.sleep(0.02)
            processes.reap()

    def end(self, programs: list[Program], seconds: float, step: int = 0) -> None:
        left = {program.pid: program.stop_signal for program in programs if program.pid}
        if step:
            left[step] = signal.SIGTERM
        for pid, number in left.items():
            processes.send({pid}, number)
        end = time.monotonic() + seconds
        while left and time.monotonic() < end:
            self.signals.wait(0.1)
            for pid in processes.reap():
                left.pop(pid, None)
        for pid in left:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)


def add_queue(supervisor: Supervisor) -> None:
    """django-q2's cluster, and the watchdog, which ends with RESTART_CLUSTER when the queue stands still."""
    for name, command in (("cluster", "qcluster"), ("watchdog", "watchdog")):
        if command in get_commands():
            supervisor.add(Program(name, supervisor.guarded(name, "manage.py", command)))


def log_of(name: str) -> Path:
    return places.RUN / "log" / f"{name}.log"


def last_lines(name: str, count: int = 8) -> str:
    with contextlib.suppress(FileNotFoundError):
        return "\n".join(log_of(name).read_text(errors="replace").splitlines()[-count:])
    return ""


def in_words(code: int) -> str:
    if code < 0 or code > 128:
        return f"killed by signal {-code if code < 0 else code - 128}"
    return f"exit code {code}"
