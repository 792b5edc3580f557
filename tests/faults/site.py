"""`python -m tests.faults.site HOME PORT`: PostgreSQL, web, queue and watchdog under the supervisor, as in
the demo but durable, and a program that makes time pass. Says `READY <database>` when it stands."""

import os
import signal
import sys
from pathlib import Path

import django

from tenants import demo, embedded
from tenants.supervisor import Program, Supervisor, add_queue


def say(text: str) -> None:
    print(text, flush=True)


def main(home: str, port: str) -> None:
    django.setup()
    server = embedded.Server(Path(home))
    supervisor = Supervisor("faults", environment=dict(os.environ), say=say, alone=False)
    try:
        supervisor.add(Program("postgres", server.spawn, stop_signal=signal.SIGINT))
        if not supervisor.wait_until(server.is_ready, 60):
            sys.exit(f"PostgreSQL did not start: {server.last_words()}")
        supervisor.environment["DATABASE_URL"] = server.url
        supervisor.run("migrate", "manage.py", "migrate", "--verbosity", "0")
        supervisor.run("world", "-m", "tests.faults.world", "make")
        web = [*demo.WEB, "--port", port, "config.wsgi:application"]
        supervisor.add(Program("web", supervisor.guarded("web", *web)))
        add_queue(supervisor)
        supervisor.add(Program("time", supervisor.guarded("time", "-m", "tests.faults.world", "hurry")))
        if not supervisor.wait_until(lambda: demo.answers(int(port)), 60):
            sys.exit("The web server did not answer.")
        say(f"READY {server.url}")
        supervisor.watch()
    finally:
        supervisor.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
