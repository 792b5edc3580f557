"""A web server as it runs in production, for as long as a case measures it."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tenants import places, processes


@contextmanager
def granian(application: str, *, workers: int = 2, threads: int = 4) -> Iterator[int]:
    """Serve a WSGI application on a free port; every process of it ends with the block."""
    port = free_port()
    command = [
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        str(workers),
        "--blocking-threads",
        str(threads),
    ]
    guarded = [sys.executable, "-m", "tenants.guard", "4", sys.executable, "-m", *command, "--no-ws"]
    server = subprocess.Popen(
        [*guarded, "--host", "127.0.0.1", "--port", str(port), application],
        cwd=places.PROJECT,
        env=os.environ | {"SITE_PORT": str(port)},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=processes.bound_to_me(signal.SIGTERM),
    )
    try:
        if not processes.wait_until(lambda: answers(port), 30):
            raise RuntimeError(f"{application} did not answer.")
        yield port
    finally:
        server.terminate()
        server.wait(15)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < 500
    return False
