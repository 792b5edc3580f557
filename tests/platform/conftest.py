import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tenants import embedded, places, processes
from tenants.embedded.server import Server

PARTS = [
    "config",
    "tenants",
    "employees",
    "feedback",
    "ideas",
    "insights",
    "templates",
    "bootstrap.py",
    "manage.py",
]


@pytest.fixture(scope="session")
def own_environment():
    """What a person at a terminal has: nothing of the test run's database."""
    dropped = ("DATABASE_URL", "PG", "PYTEST", "DJANGO", "COV", "MAKE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {"DEMO_SCALE": "0.02"}


@pytest.fixture
def open_folder():
    """A folder that every account can enter, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(prefix="heed-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def copy_project(own_environment, open_folder, tmp_path):
    """Copy the project into a folder, as somebody who has just fetched it; all that it made is removed."""
    copies = []

    def copy(folder):
        folder.mkdir(parents=True, exist_ok=True)
        for part in PARTS:
            source = places.PROJECT / part
            if source.is_dir():
                shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy(source, folder)
        copies.append(folder)
        return folder

    yield copy
    for folder in copies:
        subprocess.run(
            [sys.executable, "bootstrap.py", "clean"], cwd=folder, env=own_environment, check=True, timeout=60
        )


@pytest.fixture
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def run_in_background(own_environment):
    """Start a command that is killed after the test, whatever happened."""
    running = []

    def run(*command, **options):
        options = {"env": own_environment, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT} | options
        running.append(subprocess.Popen(command, text=True, start_new_session=True, **options))
        return running[-1]

    yield run
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


@pytest.fixture
def eventually():
    """Wait for something to become true."""

    def wait(question, seconds=10):
        started = time.monotonic()
        assert processes.wait_until(question, seconds), f"not within {seconds} s"
        return time.monotonic() - started

    return wait


@pytest.fixture
def make_server(open_folder):
    """Servers that are stopped and removed after the test."""
    made = []

    def make(home=None, durable=False):
        made.append(Server(home or open_folder / "server", durable=durable))
        return made[-1]

    yield make
    for server in made:
        server.stop()
        embedded.remove(server)


@pytest.fixture
def server(make_server):
    server = make_server()
    server.start()
    return server
