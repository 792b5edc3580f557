"""`python3 bootstrap.py [--dev] ARGUMENTS...` makes .venv if it is missing or stale, and becomes its Python.

Only the standard library, and a syntax that old Pythons can read: all of them must get to the sentence that
says what is wrong.
`bootstrap.py clean` removes all that was made.
"""

import os
import sys

if sys.version_info < (3, 11):
    sys.exit(
        "Heed needs Python 3.11 or later, and this is %d.%d (%s): install a newer one, "
        "or name it, as in make demo PYTHON=python3.12."
        % (sys.version_info[0], sys.version_info[1], sys.executable)
    )

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import shutil
import signal
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "made-from.json"
NEEDED = 700_000_000
PIP = [
    "--disable-pip-version-check",
    "--no-deps",  # the pins are whole; old pips else look for the newest of coverage[toml], which has no hash
    "--require-hashes",
    "--only-binary",
    ":all:",
    "--requirement",
]
CACHES = [
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    ".hypothesis",
    ".coverage",
    "static-root",
]


def main(arguments):
    os.chdir(ROOT)
    if arguments == ["clean"]:
        clean()
        return
    stay_with_make()
    level = "requirements-dev.txt" if arguments[0] == "--dev" else "requirements.txt"
    with only_one_at_a_time():
        make_environment(level)
    python = str(VENV / "bin" / "python")
    os.execv(python, [python, *(argument for argument in arguments if argument != "--dev")])


def stay_with_make():
    """End with make, also when make is killed with -9: the terminal's user would not know what still runs."""
    if "MAKELEVEL" in os.environ:
        from tenants import processes

        processes.die_with(os.getppid(), signal.SIGTERM)


@contextlib.contextmanager
def only_one_at_a_time():
    folder = os.open(ROOT, os.O_RDONLY)
    with contextlib.suppress(OSError):  # file systems that cannot lock
        fcntl.flock(folder, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(folder)


def make_environment(level):
    """A whole environment from the pins of this level; one that was broken off half-way is remade."""
    made, wanted = (
        stamp(),
        {"python": sys.version, "requirements.txt": digest("requirements.txt"), level: digest(level)},
    )
    if wanted.items() <= made.items():
        return
    check_the_machine()
    started = time.monotonic()
    say("Installing what Heed is made of, from pinned and checked wheels (once; a minute or two)")
    try:
        if made.get("python") != sys.version:
            new_environment()
        STAMP.unlink(missing_ok=True)
        install(level)
        STAMP.write_text(json.dumps(wanted))
    except OSError as error:
        sys.exit("The environment in .venv could not be made: %s." % error)
    say("Installed in %d s" % (time.monotonic() - started))


def stamp():
    try:
        made = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return made if (VENV / "bin" / "python").exists() else {}


def digest(name):
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def check_the_machine():
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            "This Python (%s) has no %s module: install it (on Debian and Ubuntu: apt install python3-venv)."
            % (sys.executable, missing[0])
        )
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED:
        sys.exit(
            "The disk is full: %s has %d MB left, and Heed needs %d MB."
            % (ROOT, free // 1_000_000, NEEDED // 1_000_000)
        )


def new_environment():
    shutil.rmtree(VENV, ignore_errors=True)
    run([sys.executable, "-m", "venv", str(VENV)], "The environment in .venv could not be made")


def install(level):
    run(
        [str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet", "--no-input", *PIP, level],
        "The packages could not be installed",
    )


def run(command, problem):
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode == 0:
        return
    from tenants import places

    if places.is_full(done.stdout):
        sys.exit("The disk is full: %s." % problem)
    sys.exit("%s\n%s: the last lines above say why." % (done.stdout[-2000:], problem))


def clean():
    """Remove all that was made, in the project and in the system; a running demo is never cut off."""
    from tenants import places, processes

    homes = [
        home for home in (ROOT / ".run" / "postgres", places.system_home() / "postgres") if home.is_dir()
    ]
    for lock in [ROOT / ".run" / "demo.lock", *(home / "lock" for home in homes)]:
        if is_in_use(lock):
            sys.exit("The demo is still running: stop it first (Ctrl-C in its terminal), then make clean.")
    for home in homes:
        processes.end_those_in(home / "data")
        for temp in places.temp_folders():
            shutil.rmtree(places.socket_folder(temp, home), ignore_errors=True)
    for path in [
        VENV,
        ROOT / ".run",
        places.system_home(),
        *(ROOT / name for name in CACHES),
        *ROOT.rglob("__pycache__"),
    ]:
        remove(path)
    with contextlib.suppress(OSError):
        places.SYSTEM_STATE.rmdir()  # when no other copy of the project has anything there


def is_in_use(lock_file):
    try:
        with lock_file.open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    return False


def remove(path):
    try:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.exists():
            path.unlink()
    except OSError as error:
        sys.exit("Not all could be removed: %s." % error)


def say(text):
    print(text, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
