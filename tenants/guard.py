"""`python -m tenants.guard GRACE COMMAND...` runs one command and never lets its processes outlive it, or us.

The workers of granian and of django-q2 live on when their main process is killed. The guard stands between
them and the supervisor: it adopts what they leave behind, and ends all of it when the command or the
supervisor is gone.
"""

import os
import signal
import subprocess
import sys
import time

from tenants import processes


def run(grace: float, command: list[str]) -> int:
    """The command's exit code, once none of its processes is left."""
    supervisor = os.getppid()
    processes.adopt_orphans()
    signals = processes.Signals()
    main = subprocess.Popen(command, preexec_fn=processes.bound_to_me(signal.SIGKILL))
    code = None
    while code is None and not signals.stop_asked and os.getppid() == supervisor:
        signals.wait(1)
        code = processes.reap().get(main.pid)
    if code is None:
        code = ask_to_end(main.pid, grace, signals)
    end_the_rest()
    return code


def ask_to_end(pid: int, grace: float, signals: processes.Signals) -> int:
    processes.send({pid}, signal.SIGTERM)
    end = time.monotonic() + grace
    while (left := end - time.monotonic()) > 0:
        signals.wait(min(left, 0.2))
        ended = processes.reap()
        if pid in ended:
            return ended[pid]
    return -signal.SIGKILL


def end_the_rest() -> None:
    """Kill whatever is left until nothing is: what we adopted may have had children of its own."""
    while left := processes.descendants(os.getpid()):
        processes.send(left, signal.SIGKILL)
        time.sleep(0.02)
        processes.reap()


if __name__ == "__main__":
    code = run(float(sys.argv[1]), sys.argv[2:])
    sys.exit(code if code >= 0 else 128 - code)
