"""`python -m tests [ARGUMENTS OF PYTEST]`: all that must hold, what fails fastest first."""

import subprocess
import sys
import time

PYTHON = sys.executable
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = {
    "lint": [PYTHON, "-m", "ruff", "check", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "."],
    "import contracts": [PYTHON, "-c", LINT_IMPORTS],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "types": [PYTHON, "-m", "mypy", "."],
}


def check(name: str, command: list[str]) -> bool:
    """One line when it holds; what it said when it does not."""
    started = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    print(
        f"{name}: {'fine' if done.returncode == 0 else 'NOT FINE'} ({time.monotonic() - started:.1f} s)",
        flush=True,
    )
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main(arguments: list[str]) -> int:
    """Lint and the like first; the tests run in any case, so that one run shows all that is wrong."""
    fine = [check(name, command) for name, command in CHECKS.items()]
    tests = subprocess.run([PYTHON, "-m", "pytest", "-n", "auto", *arguments], check=False).returncode
    return tests or int(not all(fine))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
