"""Real processes under the real supervisor: a program with two workers that never end by themselves."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tenants import places, processes
from tenants.supervisor import RESTART_CLUSTER, Program, in_words

STUBBORN = """
import os, signal, sys, time
for _ in range(2):
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        break
while True:
    time.sleep(60)
"""
SUPERVISE = """
import os, sys
from pathlib import Path
from tenants import places
places.RUN = Path(sys.argv[1])
from tenants.supervisor import Program, Supervisor
alone = os.environ.get("SIDE_BY_SIDE") is None
supervisor = Supervisor("test", environment=dict(os.environ), say=print, alone=alone)
for name, script in zip(sys.argv[2::2], sys.argv[3::2]):
    supervisor.add(Program(name, supervisor.guarded(name, "-c", script)))
try:
    supervisor.watch()
finally:
    supervisor.stop()
"""


class Family:
    """The supervisor's processes, as the kernel sees them."""

    def __init__(self, supervisor, mark):
        self.supervisor, self.mark = supervisor, mark

    def all(self):
        return processes.with_environment("HEED_SUPERVISED", self.mark)

    def guard(self):
        return next(iter(processes.children(self.supervisor.pid)), 0)

    def main(self):
        return next(iter(processes.children(self.guard())), 0)

    def workers(self):
        return processes.children(self.main())

    def is_whole(self):
        return len(self.workers()) == 2 and len(self.all()) == 4


@pytest.fixture
def supervise(run_in_background, tmp_path, eventually):
    """Supervise the scripts given by name; whole when each process is there."""

    def start(environment=None, **scripts):
        arguments = [part for pair in scripts.items() for part in pair]
        command = [sys.executable, "-c", SUPERVISE, str(tmp_path), *arguments]
        options = {"env": environment} if environment else {}
        process = run_in_background(*command, cwd=places.PROJECT, **options)
        return Family(process, f"test {process.pid if environment else tmp_path}")

    return start


@pytest.fixture
def family(supervise, eventually):
    family = supervise(web=STUBBORN)
    eventually(family.is_whole)
    return family


@pytest.mark.parametrize("member", ["guard", "main"])
def test_a_killed_program_comes_back_without_doubled_workers(family, member, eventually):
    before = family.all()
    os.kill(getattr(family, member)(), signal.SIGKILL)
    eventually(lambda: family.is_whole() and not before & family.all())


def test_a_killed_supervisor_leaves_nothing(family, eventually):
    family.supervisor.kill()
    eventually(lambda: not family.all(), 10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_asked_to_end_it_ends_even_what_ignores_it(family, number, eventually):
    family.supervisor.send_signal(number)
    assert family.supervisor.wait(10) == 0
    assert not family.all()


def test_supervisor_and_guard_killed_together_are_cleared_away_by_the_next(family, supervise, eventually):
    lost = family.workers()
    for pid in (family.guard(), family.supervisor.pid):
        os.kill(pid, signal.SIGKILL)
    family.supervisor.wait()
    following = supervise(web=STUBBORN)
    eventually(lambda: following.is_whole() and not lost & following.all())


def test_several_that_are_not_alone_leave_each_other_in_peace(supervise, eventually, own_environment):
    first, second = (supervise(own_environment | {"SIDE_BY_SIDE": "1"}, cluster=STUBBORN) for _ in range(2))
    eventually(lambda: first.is_whole() and second.is_whole())


def test_the_watchdogs_exit_code_restarts_the_cluster(supervise, eventually, tmp_path):
    flag = tmp_path / "stuck"
    watchdog = (
        f"import os, sys, time\nwhile not os.path.exists({str(flag)!r}): time.sleep(0.05)\n"
        f"os.remove({str(flag)!r})\nsys.exit({RESTART_CLUSTER})"
    )
    family = supervise(cluster=STUBBORN, watchdog=watchdog)
    eventually(lambda: len(family.all()) == 6)
    before = family.all()
    flag.touch()
    eventually(lambda: len(family.all()) == 6 and not before & family.all())


def test_what_keeps_ending_is_started_ever_later():
    program, waits = Program("web", lambda: 0), []
    for _ in range(8):
        program.started_at = time.monotonic()
        program.has_ended()
        waits.append(program.due_at - time.monotonic())
    assert waits[0] < 0.3
    assert waits[0] < waits[2] < waits[4] <= waits[7] <= 10


def test_an_exit_is_told_in_words():
    assert [in_words(code) for code in (1, -9, 137)] == ["exit code 1", *["killed by signal 9"] * 2]


def test_the_end_of_one_is_noticed_though_another_begins_at_that_moment():
    """Python's own Popen would collect the first one as the second is made."""
    gone = processes.released(
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(0.2); raise SystemExit(3)"])
    )
    os.waitid(os.P_PID, gone, os.WEXITED | os.WNOWAIT)
    subprocess.run([sys.executable, "-c", ""], check=True)
    assert os.waitpid(gone, os.WNOHANG) == (gone, 3 << 8)
