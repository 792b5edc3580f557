"""The demo: its programs, the order in which they start, and what the person at the terminal is told."""

import contextlib
import fcntl
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from itertools import groupby

from tenants import embedded, places
from tenants.supervisor import Program, StopAskedError, Supervisor, add_queue, last_lines, log_of

STEPS = 5
SMALLEST_DISK = 300_000_000
WEB = [
    "-m",
    "granian",
    "--interface",
    "wsgi",
    "--host",
    "127.0.0.1",
    "--workers",
    "2",
    "--blocking-threads",
    "4",
]
WEB += ["--no-ws", "--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "3"]


class DemoError(Exception):
    """Why there is no demo, in one sentence."""


class Demo:
    """One run of the demo, from the first step to the end of every process."""

    def __init__(self, *, port: int, say: Callable[[str, str], object]) -> None:
        self.port, self.write = port, say
        self.begun, self.steps = time.monotonic(), 0
        self.supervisor = Supervisor("demo", environment=self.environment(), say=self.say)

    def run(self) -> None:
        try:
            self.start_database()
            self.do("Tables", lambda: self.supervisor.run("migrate", "manage.py", "migrate"))
            self.do("Demo content", lambda: self.supervisor.run("content", "manage.py", "demo_content"))
            self.do("Web server", self.start_web)
            self.do("Queue and its watchdog", lambda: add_queue(self.supervisor))
            self.show_the_way()
            self.supervisor.watch()
        except StopAskedError:
            pass
        except subprocess.CalledProcessError as error:
            raise DemoError(explanation(error.cmd[1])) from None
        finally:
            self.say("\nEnding ...")
            self.supervisor.stop()
        self.say("All has ended; the data are kept for the next start.")

    def environment(self) -> dict[str, str]:
        return os.environ | {
            "SECRET_KEY": kept_secret("secret-key"),
            "SITE_PORT": str(self.port),
            "EMAIL_URL": os.environ.get("EMAIL_URL", "shown:"),
            "DEMO_STATE": str(places.DEMO_STATE),
            "PYTHONUNBUFFERED": "1",
        }

    def start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            self.do("PostgreSQL, the one that DATABASE_URL names", lambda: None)
            return
        server = embedded.of_this_project()

        def start() -> None:
            self.supervisor.add(Program("postgres", server.spawn, stop_signal=signal.SIGINT))
            if not self.supervisor.wait_until(server.is_ready, 60):
                raise DemoError(f"PostgreSQL did not start: {server.last_words()}")

        self.do("PostgreSQL", start)
        self.supervisor.environment["DATABASE_URL"] = server.url
        places.write_private(places.DATABASE_URL, server.url)

    def start_web(self) -> None:
        command = [*WEB, "--port", str(self.port), "config.wsgi:application"]
        self.supervisor.add(Program("web", self.supervisor.guarded("web", *command)))
        if not self.supervisor.wait_until(lambda: answers(self.port), 60):
            raise DemoError(explanation("web"))

    def do(self, name: str, act: Callable[[], object]) -> None:
        """A progress line for each step, with the time it took."""
        self.steps += 1
        self.write(f"[{self.steps}/{STEPS}] {name} ... ", "")
        started = time.monotonic()
        act()
        self.say(f"{time.monotonic() - started:.1f} s")

    def show_the_way(self) -> None:
        """The addresses and the sign-ins, at each start."""
        self.say(f"\nReady after {time.monotonic() - self.begun:.0f} s: http://localhost:{self.port}/")
        for (organisation, host), people in groupby(
            sign_ins(), key=lambda each: (each["organisation"], each["host"])
        ):
            self.say(f"\n  {organisation}: http://{host}:{self.port}/")
            for person in people:
                self.say(f"    {person['email']:<38} {person['password']:<18} {person['role']}")
        self.say(f"\nLogs are in {log_of('web').parent}. Ctrl-C ends everything; make clean forgets it.")

    def say(self, text: str) -> None:
        self.write(text, "\n")


def sign_ins() -> list[dict[str, str]]:
    """What demo_content wrote down: organisation, host, email, password, role; one organisation at a time."""
    with contextlib.suppress(FileNotFoundError):
        return json.loads(places.DEMO_STATE.read_text())["sign_ins"]
    return []


def kept_secret(name: str) -> str:
    """A random key of this copy, the same at each start, so that sessions last."""
    path = places.RUN / name
    if not path.exists():
        places.write_private(path, secrets.token_urlsafe(64))
    return path.read_text()


def explanation(name: str) -> str:
    last = last_lines(name)
    if places.is_full(last):
        return f"The disk is full: the step {name} could not be finished."
    return f"The step {name} failed; the end of {log_of(name)}:\n{last}"


def answers(port: int) -> bool:
    """Whether a page comes, whatever its status."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    return False


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """The lock of this copy's demo; it ends with its process, however that ends."""
    with (places.RUN / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DemoError("The demo of this folder is already running: stop it first.") from None
        yield


def check_the_machine(port: int) -> None:
    free = shutil.disk_usage(places.RUN).free
    if free < SMALLEST_DISK:
        raise DemoError(f"The disk is full: {places.RUN} has {free // 1_000_000} MB left.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise DemoError(
                f"Port {port} is not open to you: choose another, as in make demo PORT=8123."
            ) from None
        except OSError:
            raise DemoError(
                f"Port {port} is in use: end what uses it, or choose another, as in make demo PORT=8123."
            ) from None
