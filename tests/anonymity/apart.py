"""A durable PostgreSQL of its own, as it is deployed, with a copy of the tests' database: what it writes to
its log, its files and its WAL can be read, it can be backed up, and it can be killed."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection, connections

from tenants import embedded, places, processes
from tenants.embedded.server import DATABASE, OWNER, PORT, ROLE, Server

KEEP_ALL = {"wal_keep_size": "1GB", "autovacuum": "off", "fsync": "off"}
"""A killed process loses nothing that it wrote; only a machine that fails would need the last."""


@dataclass
class Apart:
    """The server, and its programs run by its own account."""

    server: Server

    def run(self, program: str, *arguments: object) -> str:
        surroundings = self.server.surroundings()
        surroundings["env"] |= {
            "PGHOST": str(self.server.sockets), "PGPORT": PORT, "PGPASSWORD": self.server.password,
        }  # fmt: skip
        command = [str(self.server.program(program)), *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, **surroundings)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def root(self) -> psycopg.Connection:
        """As the one who may see the pages of a table."""
        return self.server.connect(DATABASE, OWNER)

    def configure(self, **values: str) -> None:
        with contextlib.closing(self.root()) as root:
            for name, value in values.items():
                root.execute(f"ALTER SYSTEM SET {name} = '{value}'")
            root.execute("SELECT pg_reload_conf()")
        assert processes.wait_until(lambda: self._shows(values), 10)

    def _shows(self, values: dict[str, str]) -> bool:
        with contextlib.closing(self.root()) as root:
            return all(root.execute(f"SHOW {name}").fetchone()[0] == value for name, value in values.items())

    @contextlib.contextmanager
    def full(self, table: str) -> Iterator[None]:
        """There is no room on the disk for another page of this empty table."""
        with contextlib.closing(self.root()) as root:
            path = root.execute("SELECT pg_relation_filepath(%s::regclass)", [table]).fetchone()[0]
        place = self.server.data / path
        place.rename(place.with_suffix(".aside"))
        place.symlink_to("/dev/full")
        try:
            yield
        finally:
            place.with_suffix(".aside").rename(place)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Our own code works with this server."""
        before = dict(connection.settings_dict)
        place = {"HOST": str(self.server.sockets), "PORT": PORT, "NAME": DATABASE, "USER": ROLE}
        self._lead(place | {"PASSWORD": self.server.password})
        try:
            yield
        finally:
            self._lead(before)

    @staticmethod
    def _lead(place: dict[str, Any]) -> None:
        connections.close_all()
        connection.settings_dict.update(place)
        settings.DATABASES["default"].update(place)


@contextlib.contextmanager
def copied() -> Iterator[Apart]:
    """A server with a copy of the database that the connection leads to."""
    with embedded.temporary(durable=True) as server:
        made = Apart(server)
        here, dump = connection.settings_dict, server.home / "copied.dump"
        source = f"postgresql://{here['USER']}:{here['PASSWORD']}@:{here['PORT']}/{here['NAME']}"
        with contextlib.closing(made.root()) as root:
            root.execute("CREATE EXTENSION pageinspect")
        subprocess.run(
            [server.program("pg_dump"), "-Fc", "-Z0", "-f", dump, f"{source}?host={here['HOST']}"], check=True
        )
        made.run("pg_restore", "-1", "-U", ROLE, "-d", DATABASE, dump)
        made.configure(**KEEP_ALL)
        yield made


@contextlib.contextmanager
def backed_up(apart: Apart) -> Iterator[Path]:
    """The folder of a base backup that is taken now."""
    temp = next(folder for folder in places.temp_folders() if apart.server.account.can_use(folder))
    home = Path(tempfile.mkdtemp(prefix=f"heed-{os.getuid()}-backup-", dir=temp))
    home.chmod(0o755)
    apart.server.account.make_private(home / "data")
    try:
        where = "-D", home / "data", "-U", OWNER
        apart.run("pg_basebackup", *where, "--checkpoint=fast", "--wal-method=stream", "--no-sync")
        shutil.copy(apart.server.home / "password", home / "password")
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextlib.contextmanager
def restored(home: Path) -> Iterator[Apart]:
    """A second server, made of a base backup."""
    server = Server(home, durable=False)
    try:
        server.start()
        yield Apart(server)
    finally:
        server.stop()
        shutil.rmtree(server.sockets, ignore_errors=True)
