"""One PostgreSQL cluster: made, started as our own direct child, stopped."""

import contextlib
import fcntl
import locale
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from tenants import places, processes
from tenants.embedded.account import Account, EmbeddedError
from tenants.embedded.binaries import binaries, major_version

OWNER, ROLE, DATABASE, PORT = "postgres", "heed", "heed", "5432"
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "port": PORT,
    "max_connections": "200",
    "max_locks_per_transaction": "512",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    # A page's counts last some 10 ms; helpers take as long to start, and stand in other readers' way.
    "max_parallel_workers_per_gather": "0",
    "log_error_verbosity": "terse",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass
class Server:
    """One cluster: its home holds the data, the password and the log."""

    home: Path
    durable: bool = True
    account: Account = field(default_factory=Account.fitting)
    lock: IO[str] | None = None
    pid: int = 0

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def password(self) -> str:
        return (self.home / "password").read_text()

    @property
    def sockets(self) -> Path:
        for temp in places.temp_folders():
            folder = places.socket_folder(temp, self.home)
            if places.fits(folder) and self.account.can_use(temp):
                return folder
        raise EmbeddedError(
            "There is no temporary folder with a short path in which PostgreSQL can put its socket."
        )

    @property
    def url(self) -> str:
        """What DATABASE_URL has to say."""
        return (
            f"postgresql://{ROLE}:{self.password}@:{PORT}/{DATABASE}?host={quote(str(self.sockets), safe='')}"
        )

    def answers(self) -> bool:
        """Running is decided by connecting: a pid file proves nothing."""
        with contextlib.suppress(psycopg.OperationalError, FileNotFoundError):
            self.connect(DATABASE, ROLE).close()
            return True
        return False

    def connect(self, database: str, user: str) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets),
            port=PORT,
            dbname=database,
            user=user,
            password=self.password,
            autocommit=True,
            connect_timeout=5,
        )

    def prepare(self) -> None:
        """Take the cluster for ourselves; make it if it is new, and clear what a killed run left."""
        self.home.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.take()
        self.account.make_private(self.sockets)
        if not self.data.exists():
            self.initialise()
        if (self.data / "PG_VERSION").read_text().strip() != major_version():
            raise EmbeddedError(f"The data in {self.home} are of another PostgreSQL version: run make clean.")
        self.clear_leftovers()

    def take(self) -> None:
        """The lock ends with us, however we end."""
        if self.lock:
            return
        self.lock = (self.home / "lock").open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self.lock = None
            raise EmbeddedError(
                f"The server in {self.home} is in use: stop the demo that runs there first."
            ) from None

    def initialise(self) -> None:
        """Make the cluster beside its place and move it there when whole."""
        unfinished = self.home / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        self.account.make_private(unfinished)
        password = secrets.token_urlsafe(24)
        places.write_private(self.home / "password", password)
        with tempfile.NamedTemporaryFile("w", dir=self.sockets) as handed_over:
            handed_over.write(password)
            handed_over.flush()
            os.chown(handed_over.name, self.account.uid, self.account.gid)
            self.run_initdb(unfinished, handed_over.name)
        unfinished.rename(self.data)

    def run_initdb(self, data: Path, password_file: str) -> None:
        done = subprocess.run(
            [str(self.program("initdb")), "-D", str(data), "--username", OWNER, f"--pwfile={password_file}"]
            + [
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
            ]
            + [f"--locale={plain_utf8()}", "--no-instructions"]
            + ([] if self.durable else ["--no-sync"]),
            capture_output=True,
            text=True,
            check=False,
            **self.surroundings(),
        )
        if done.returncode:
            raise EmbeddedError(f"PostgreSQL could not make its data folder: {reason(done.stderr)}")

    def clear_leftovers(self) -> None:
        """What a killed run left: its processes, for we hold the lock, then its lock files."""
        processes.end_those_in(self.data)
        for path in (self.data / "postmaster.pid", *self.sockets.glob(places.SOCKET_NAME + "*")):
            path.unlink(missing_ok=True)

    def spawn(self) -> int:
        """Start postgres itself, as our direct child that dies with us; the pid."""
        self.prepare()
        folder = str(self.sockets).replace('"', '""')
        settings = SETTINGS | {"unix_socket_directories": f'"{folder}"'} | ({} if self.durable else FORGETFUL)
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with processes.open_log(self.log) as log:
            process = subprocess.Popen(
                [self.program("postgres"), "-D", self.data, *options],
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=processes.bound_to_me(signal.SIGINT),
                **self.surroundings(),
            )
        self.pid = processes.released(process)
        return self.pid

    def start(self, seconds: float = 60) -> None:
        """Start and wait until it takes connections."""
        self.spawn()
        if not processes.wait_until(lambda: self.is_ready() or processes.has_ended(self.pid), seconds):
            raise EmbeddedError(f"PostgreSQL did not start: {self.last_words()}")
        if not self.is_ready():
            raise EmbeddedError(f"PostgreSQL ended at once: {self.last_words()}")

    def stop(self, seconds: float = 5) -> None:
        """A fast shutdown; what is left after that is killed."""
        for number in (signal.SIGINT, signal.SIGKILL):
            processes.send(processes.working_in(self.data) | {self.pid}, number)
            if processes.wait_until(lambda: processes.has_ended(self.pid), seconds):
                return

    def last_words(self) -> str:
        return reason(self.log.read_text(errors="replace")) if self.log.exists() else "no reason given"

    def surroundings(self) -> dict[str, Any]:
        """Nothing of the caller's environment: PG* and HOME would lead the server astray."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        return {"env": environment, "cwd": "/", "stdin": subprocess.DEVNULL, **self.account.as_options()}

    def program(self, name: str) -> Path:
        return binaries(self.account) / name

    def is_ready(self) -> bool:
        """Whether it takes connections; our role and database are made when they are missing."""
        try:
            with self.connect("postgres", OWNER) as connection:
                make_role_and_database(connection, self.password)
        except psycopg.OperationalError:
            return False
        return True


def make_role_and_database(connection: psycopg.Connection, password: str) -> None:
    role, database = sql.Identifier(ROLE), sql.Identifier(DATABASE)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
        connection.execute("SET scram_iterations = 1")  # they slow down guessing, and nobody guesses 24 bytes
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(role, password))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(database, role))


def plain_utf8() -> str:
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        return locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)


def reason(complaint: str) -> str:
    """The one line of a program's complaint that tells a person most."""
    if places.is_full(complaint):
        return "the disk is full."
    lines = [line for line in complaint.splitlines() if line.strip()]
    fatal = [line for line in lines if "FATAL" in line or "error:" in line]
    return (fatal or lines or ["no reason given"])[-1]
