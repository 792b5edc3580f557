"""The whole demo as a person runs it: its processes, its pages, its end."""

import fcntl
import http.client
import os
import re
import signal
import socket
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql

from tenants import processes

pytestmark = pytest.mark.slow


class Demo:
    """A running demo, seen from outside."""

    def __init__(self, process, folder, port):
        self.process, self.folder, self.port = process, folder, port
        self.said = ""

    def read_until(self, words):
        while words not in self.said:
            line = self.process.stdout.readline()
            assert line, f"it ended without {words!r}:\n{self.said}"
            self.said += line

    def page(self, host):
        """The status of its first page; 503 while nobody listens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", "/", headers={"Host": f"{host}:{self.port}"})
            return connection.getresponse().status
        except OSError:
            return 503

    def everything(self):
        """All of its processes, also those that left its group."""
        return processes.with_environment("HEED_SUPERVISED", f"demo {self.folder / '.run'}") | {
            pid for pid in processes.descendants(self.process.pid) if not is_zombie(pid)
        }

    def workers(self, words):
        """Processes of the web or of the cluster, their guard apart."""
        return {pid for pid in self.everything() if words in command(pid) and "guard" not in command(pid)}

    def main(self, words):
        """The one whose parent is a guard."""
        return next(pid for pid in self.workers(words) if "guard" in command(parent(pid)))


def command(pid):
    try:
        return open(f"/proc/{pid}/cmdline").read().replace("\0", " ")
    except OSError:
        return ""


def parent(pid):
    return dict(processes.parents()).get(pid, 0)


def is_zombie(pid):
    return not command(pid)


@pytest.fixture
def start_demo(run_in_background, own_environment, free_port):
    def start(folder, *through):
        runner = through or (sys.executable, "manage.py")
        process = run_in_background(*runner, "demo", "--port", str(free_port), cwd=folder)
        demo = Demo(process, folder, free_port)
        demo.read_until("Ctrl-C ends everything")
        return demo

    return start


@pytest.fixture
def awkward_folder(open_folder):
    """132 characters, with spaces."""
    folder = open_folder / "a folder with spaces"
    return folder / ("x" * (131 - len(str(folder))))


def test_whatever_is_killed_comes_back_and_ctrl_c_ends_all(
    copy_project, start_demo, awkward_folder, eventually
):
    demo = start_demo(copy_project(awkward_folder))
    assert len(str(demo.folder)) == 132
    counts = {words: len(demo.workers(words)) for words in ("granian", "qcluster")}
    for words in counts:
        before = demo.workers(words)
        os.kill(demo.main(words), signal.SIGKILL)
        eventually(
            lambda b=before, w=words: not b & demo.everything() and len(demo.workers(w)) == counts[w], 20
        )
    os.kill(next(iter(demo.workers("bin/postgres -D"))), signal.SIGKILL)
    eventually(lambda: demo.page("tidewell.localhost") < 500, 20)
    everything = demo.everything()
    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(10) == 0
    assert not everything & demo.everything()


KINDS = {
    "languages": ("SELECT count(DISTINCT language) FROM ideas_idea", 6),
    "ideas": ("SELECT count(*) FROM ideas_idea", 300),
    "statuses": ("SELECT count(DISTINCT status) FROM ideas_idea", 6),
    "challenges": ("SELECT count(*) FROM ideas_challenge", 2),
    "decisions": ("SELECT count(*) FROM ideas_decision", 2),
    "verdicts": ("SELECT count(*) FROM ideas_outcomecheck WHERE judged_at IS NOT NULL", 3),
    "patents": ("SELECT count(*) FROM ideas_patent", 1),
}
"""What the first organisation shows of ideas, and how many at least."""


FIRST = "SELECT schema_name FROM tenants_organisation WHERE slug = 'tidewell'"


def shown(folder):
    with psycopg.connect((folder / ".run" / "database-url").read_text()) as database:
        (schema,) = database.execute(FIRST).fetchone()
        database.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
        return {kind: database.execute(asked).fetchone()[0] for kind, (asked, _least) in KINDS.items()}


def test_after_a_killed_supervisor_nothing_runs_and_the_next_start_is_quick(
    copy_project, start_demo, tmp_path, eventually
):
    """Under pytest's own folder, which is closed to others: as root, the case of root's home."""
    demo = start_demo(copy_project(tmp_path / "project"))
    too_few = {kind: n for kind, n in shown(demo.folder).items() if n < KINDS[kind][1]}
    assert not too_few
    passwords = re.findall(r"@\S+ +(\S+)", demo.said)
    everything = demo.everything()
    demo.process.kill()
    demo.process.wait()
    eventually(lambda: not everything & {pid for pid, _ in processes.parents()}, 10)
    again = start_demo(demo.folder)
    assert re.findall(r"@\S+ +(\S+)", again.said) == passwords
    assert int(re.search(r"Ready after (\d+) s", again.said)[1]) <= 20  # other tests run meanwhile
    again.process.terminate()
    assert again.process.wait(10) == 0


def sentence(folder, environment, *arguments):
    done = subprocess.run(
        [sys.executable, "manage.py", "demo", *arguments],
        cwd=folder, env=environment, check=False, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode
    return (done.stdout + done.stderr).strip()


def test_a_port_in_use_gets_one_sentence(copy_project, open_folder, own_environment):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = sentence(copy_project(open_folder / "p"), own_environment, "--port", str(port))
    assert said == f"Port {port} is in use: end what uses it, or choose another, as in make demo PORT=8123."


def test_a_demo_that_runs_already_is_named(copy_project, open_folder, own_environment):
    folder = copy_project(open_folder / "p")
    (folder / ".run").mkdir()
    with (folder / ".run" / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        said = sentence(folder, own_environment, "--port", "1")
    assert said == "The demo of this folder is already running: stop it first."
