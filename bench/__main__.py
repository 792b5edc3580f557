"""`python -m bench [CASES...]` prints one JSON object a line; what it is doing goes to the error output."""

import os
import sys

import django

from bench import databases
from bench.registry import chosen


def main(names: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not os.environ.get("DATABASE_URL"):
        sys.exit("There is no DATABASE_URL: run make bench, which brings a server along.")
    with databases.of_its_own():
        django.setup()
        cases = chosen(names)
        databases.migrate()
        for name, measure in cases.items():
            print(f"{name} ...", file=sys.stderr, flush=True)
            for result in measure():
                print(result.line(), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
