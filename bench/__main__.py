"""`python -m bench [CASES...]` prints one JSON object a line; what it is doing goes to the error output. Each
case has a process and a database of its own: none tidies up after another while it is measured."""

import os
import subprocess
import sys

import django

from bench import databases
from bench.registry import chosen


def main(names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not os.environ.get("DATABASE_URL"):
        sys.exit("There is no DATABASE_URL: run make bench, which brings a server along.")
    if len(names) == 1:
        run(names)
        return
    django.setup()
    for name in chosen(names):
        if failed := subprocess.run([sys.executable, "-m", "bench", name], check=False).returncode:
            sys.exit(failed)


def run(names: list[str]) -> None:
    with databases.of_its_own():
        django.setup()
        ((name, measure),) = chosen(names).items()
        print(f"{name} ...", file=sys.stderr, flush=True)
        databases.migrate()
        for result in measure():
            print(result.line(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
