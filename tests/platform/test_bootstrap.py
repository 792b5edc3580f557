"""The way from a bare machine to an environment, and each sentence when it is barred."""

import ast
import fcntl
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import bootstrap
from tenants import places

SOURCE = places.PROJECT / "bootstrap.py"


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """bootstrap.py in a folder of its own, where making and installing is only noted."""
    done = []

    def new_environment():
        done.append("made")
        (tmp_path / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
        (tmp_path / ".venv" / "bin" / "python").touch()

    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text("pins\n")
    changes = {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "STAMP": tmp_path / ".venv" / "made-from.json"}
    changes |= {"new_environment": new_environment, "install": done.append}
    for name, value in changes.items():
        monkeypatch.setattr(bootstrap, name, value)
    return SimpleNamespace(folder=tmp_path, done=done, make=bootstrap.make_environment)


def test_it_installs_once(machine):
    for _ in range(2):
        machine.make("requirements.txt")
    assert machine.done == ["made", "requirements.txt"]


def test_tests_add_to_the_environment_and_the_demo_finds_all_there(machine):
    for level in ("requirements.txt", "requirements-dev.txt", "requirements.txt"):
        machine.make(level)
    assert machine.done == ["made", "requirements.txt", "requirements-dev.txt"]


def test_changed_pins_are_installed(machine):
    machine.make("requirements.txt")
    (machine.folder / "requirements.txt").write_text("other pins\n")
    machine.make("requirements.txt")
    assert machine.done == ["made", "requirements.txt", "requirements.txt"]


def test_an_environment_that_was_broken_off_is_made_again(machine, monkeypatch):
    def stop(level):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(bootstrap, "install", stop)
        with pytest.raises(KeyboardInterrupt):
            machine.make("requirements.txt")
    machine.make("requirements.txt")
    assert machine.done == ["made", "made", "requirements.txt"]


@pytest.mark.parametrize("module", ["venv", "ensurepip"])
def test_a_missing_venv_module_gets_one_sentence(machine, monkeypatch, module):
    monkeypatch.setattr(bootstrap.importlib.util, "find_spec", lambda name: None if name == module else name)
    with pytest.raises(SystemExit, match=f"has no {module} module: install it"):
        machine.make("requirements.txt")


def test_a_full_disk_gets_one_sentence(machine, monkeypatch):
    monkeypatch.setattr(bootstrap.shutil, "disk_usage", lambda path: SimpleNamespace(free=9_000_000))
    with pytest.raises(SystemExit, match=r"The disk is full: .* has 9 MB left"):
        machine.make("requirements.txt")


def test_a_disk_that_fills_up_meanwhile_gets_one_sentence():
    with pytest.raises(SystemExit, match=r"^The disk is full: it failed\.$"):
        bootstrap.run(["sh", "-c", "echo No space left on device; exit 1"], "it failed")


def test_an_old_python_gets_one_sentence():
    script = f"import sys; sys.version_info = (3, 9, 2); exec(open({str(SOURCE)!r}).read())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert re.fullmatch(r"Heed needs Python 3.11 or later, and this is 3.9 .*\n", done.stderr)


def test_an_old_python_can_read_it():
    """Nothing in it is newer than Python 3.4: no f-strings, annotations, walrus or match."""
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    nodes = list(ast.walk(ast.parse(SOURCE.read_text())))
    assert not [node for node in nodes if isinstance(node, newer)]
    assert not [node for node in nodes if isinstance(node, ast.arg) and node.annotation]


def test_clean_leaves_a_running_demo_alone(machine):
    (machine.folder / ".run").mkdir()
    with (machine.folder / ".run" / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(SystemExit, match="still running"):
            bootstrap.clean()


def test_clean_removes_all_that_was_made(machine, monkeypatch):
    monkeypatch.setattr(places, "system_home", lambda: machine.folder / "state")
    machine.make("requirements.txt")
    for made in (".run/log", "state/postgres/data", "app/__pycache__", ".mypy_cache"):
        (machine.folder / made).mkdir(parents=True)
    bootstrap.clean()
    left = sorted(path.name for path in machine.folder.iterdir())
    assert left == ["app", "requirements-dev.txt", "requirements.txt"]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_each_pin_has_its_hash_and_no_host_is_named(name):
    text = (places.PROJECT / name).read_text()
    pins = re.findall(r"^[\w.-]+(?:\[[^]]*\])?==(?:.*\\\n)+ +--hash=", text, flags=re.MULTILINE)
    assert len(pins) == len(re.findall(r"^\S+==", text, flags=re.MULTILINE)) > 40
    assert "://" not in text


def test_what_runs_is_pinned_alike_for_the_demo_and_the_tests():
    runtime, dev = (set(re.findall(r"^\S+==\S+", Path(places.PROJECT, name).read_text(), re.MULTILINE))
                    for name in ("requirements.txt", "requirements-dev.txt"))  # fmt: skip
    assert runtime <= dev
