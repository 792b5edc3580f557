"""A real server and a real queue for browser tests, with nothing of Django's that would empty `public`
afterwards."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test.testcases import LiveServerThread
from django_q.models import OrmQ

from tenants import places, processes

GRACE = 4


@contextmanager
def serve() -> Iterator[int]:
    """Serve the site from a thread, on a free port."""
    thread = LiveServerThread("localhost", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    try:
        if thread.error:
            raise thread.error
        yield thread.port
    finally:
        thread.terminate()


@contextmanager
def run_cluster(**environment: str) -> Iterator[None]:
    """Run the queue's cluster in processes of its own, on the database of the tests."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tenants.guard", str(GRACE), sys.executable, "manage.py", "qcluster"],
        cwd=places.PROJECT, env=os.environ | {"DATABASE_URL": database_url()} | environment,
        start_new_session=True, preexec_fn=processes.bound_to_me(signal.SIGTERM),
    )  # fmt: skip
    try:
        yield
    finally:
        process.terminate()
        process.wait(GRACE + 5)


def database_url() -> str:
    """Where this process reads and writes, for another one to do the same."""
    facts = connection.settings_dict
    user, password = quote(facts["USER"], safe=""), quote(facts["PASSWORD"], safe="")
    host = quote(facts["HOST"], safe="")
    return f"postgres://{user}:{password}@:{facts['PORT']}/{facts['NAME']}?host={host}"


def is_quiet() -> bool:
    """Whether the queue has nothing left to do."""
    return not OrmQ.objects.exists()
