"""`python -m tenants.embedded exec [--durable] -- COMMAND...`: run a command with DATABASE_URL set.

A server is made for the command when there is no DATABASE_URL, and removed with it.
"""

import argparse
import os
import signal
import subprocess
import sys

from tenants import embedded, processes


def main() -> int | str:
    parser = argparse.ArgumentParser(prog="python -m tenants.embedded")
    parser.add_argument("verb", choices=["exec"])
    parser.add_argument("--durable", action="store_true", help="keep every safeguard on, as in production")
    parser.add_argument("command", nargs="+")
    asked = parser.parse_args()
    if os.environ.get("DATABASE_URL"):
        os.execvp(asked.command[0], asked.command)  # noqa: S606
    try:
        with embedded.temporary(durable=asked.durable) as server:
            return run(asked.command, server)
    except embedded.EmbeddedError as error:
        return str(error)


def run(command: list[str], server: embedded.Server) -> int:
    """The command's exit code; Ctrl-C reaches it from the terminal, other requests to end are handed on."""
    processes.adopt_orphans()
    signals = processes.Signals()
    child = subprocess.Popen(
        command,
        env=os.environ | {"DATABASE_URL": server.url},
        preexec_fn=processes.bound_to_me(signal.SIGTERM),
    )
    while (code := processes.reap().get(child.pid)) is None:
        signals.wait(1)
        if signals.received & {signal.SIGTERM, signal.SIGHUP}:
            processes.send({child.pid}, signal.SIGTERM)
    processes.send(processes.children(os.getpid()) - {server.pid}, signal.SIGKILL)
    return code if code >= 0 else 128 - code


if __name__ == "__main__":
    sys.exit(main())
