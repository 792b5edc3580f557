"""Two web processes on a socket, and people who vote there all at once: what was not acknowledged, as the
process was killed, is sent again with the same key."""

import http.client
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tenants import demo, places, processes
from tests.faults.killing import command
from tests.live import GRACE, database_url
from tests.receiving import free_port

PATIENCE = 60


class Web:
    """As it is deployed: two workers, and a new one for each that dies."""

    def __init__(self, port: int, process: subprocess.Popen) -> None:
        self.port, self.process = port, process

    def workers(self) -> set[int]:
        """Those that answer; the one that starts them is no worker."""
        family = processes.descendants(self.process.pid)
        web = {pid for pid in family if "granian" in command(pid) and "tenants.guard" not in command(pid)}
        return {pid for pid, parent in processes.parents() if pid in web and parent in web}

    def kill_one(self) -> None:
        processes.send({min(self.workers())}, signal.SIGKILL)

    def stands(self) -> bool:
        return len(self.workers()) == 2 and demo.answers(self.port)


@contextmanager
def serve() -> Iterator[Web]:
    """On the database of the tests."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tenants.guard", str(GRACE), sys.executable, *demo.WEB, "--port", str(port),
         "config.wsgi:application"],
        cwd=places.PROJECT, env=os.environ | {"DATABASE_URL": database_url(), "SITE_PORT": str(port)},
        start_new_session=True, preexec_fn=processes.bound_to_me(signal.SIGTERM),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    web = Web(port, process)
    try:
        assert processes.wait_until(web.stands, 60, 0.2)
        yield web
    finally:
        process.terminate()
        process.wait(GRACE + 5)


@dataclass
class Crowd:
    """Who presses what, and what they were told."""

    port: int
    secrets: dict[int, str]
    answers: list[tuple[int, int, int]] = field(default_factory=list)
    seen: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def press(self, ideas: list[int], order: random.Random) -> list[threading.Thread]:
        """Each person wants each of these, all at once; one that is named again, they want again."""
        wishes = [(person, idea) for person in self.secrets for idea in ideas]
        order.shuffle(wishes)
        start = threading.Barrier(len(wishes))
        threads = [threading.Thread(target=self._vote, args=[start, *wish], daemon=True) for wish in wishes]
        for thread in threads:
            thread.start()
        return threads

    def _vote(self, start: threading.Barrier, person: int, idea: int) -> None:
        start.wait(PATIENCE)
        path = f"/api/v1/ideas/{idea}/vote/"
        self.answers.append((person, idea, self.until_answered(self.secrets[person], path, {})))

    def until_answered(self, secret: str, path: str, said: dict[str, object]) -> int:
        """Ask again, with the same key, until it is granted or refused."""
        key, end = f"{random.getrandbits(64):x}", time.monotonic() + PATIENCE
        while time.monotonic() < end:
            status, body = self._ask(secret, path, said, key)
            self.seen[status] += 1
            if status in (200, 409):
                return status
            if status:
                self.wrong.append(f"{path} {status} {body[-300:]}")
            time.sleep(random.uniform(0.05, 0.2))
        raise AssertionError(f"{path} was not answered within {PATIENCE} s")

    def _ask(self, secret: str, path: str, said: dict[str, object], key: str) -> tuple[int, str]:
        """Status 0 where the connection broke."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"Host": "acme.localhost", "Authorization": f"Bearer {secret}", "Idempotency-Key": key,
                   "Content-Type": "application/json"}  # fmt: skip
        try:
            connection.request("POST", path, json.dumps(said), headers)
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    @property
    def acknowledged(self) -> set[tuple[int, int]]:
        """Whose vote for which idea was granted."""
        return {(person, idea) for person, idea, status in self.answers.copy() if status == 200}
