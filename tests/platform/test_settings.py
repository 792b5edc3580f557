"""The settings of production: complete they are clean, and anything missing or wrong stops the start."""

import re
import shlex
import subprocess
import sys

import pytest
from django.core.management import get_commands, load_command_class

from tenants import places

COMPLETE = {
    "HEED_ENV": "production",
    "SECRET_KEY": "kT5vQ2xWn8RbY4mZc7LdH3pJs9FgA6uE1oXiBqNwVtMyKrCe",
    "DATABASE_URL": "postgres://heed:secret@db.example:5432/heed",
    "SITE_DOMAIN": "heed.example",
    "EMAIL_URL": "smtp://heed:secret@mail.example:587?tls",
    "MAIL_FROM": "Heed <heed@heed.example>",
    "MEDIA_ROOT": "/srv/heed/media",
    "PULSE_KEY_DIR": "/srv/heed/pulse-keys",
    "NUM_PROXIES": "1",
}
COMPLETE["SECRET_KEY"] += "f0D2"
ASK = "from config import settings as s; print({!s})"


@pytest.fixture
def start(own_environment):
    """Run Python with these settings; what it said and its exit code. None takes a value away."""

    def run(*arguments, **changed):
        given = {name: value for name, value in (COMPLETE | changed).items() if value is not None}
        kept = {name: value for name, value in own_environment.items() if name not in COMPLETE}
        done = subprocess.run(
            [sys.executable, *arguments], cwd=places.PROJECT, env=kept | given,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        return (done.stdout + done.stderr).strip(), done.returncode

    return run


def test_a_complete_production_is_clean(start):
    said, code = start("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert code == 0, said
    assert "no issues (0 silenced)" in said


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        *[({name: None}, name) for name in COMPLETE if name not in ("HEED_ENV", "NUM_PROXIES")],
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "x" * 60}, "SECRET_KEY"),
        ({"DATABASE_URL": "mysql://heed@db/heed"}, "DATABASE_URL"),
        ({"EMAIL_URL": "console:"}, "EMAIL_URL"),
        ({"EMAIL_URL": "shown:"}, "EMAIL_URL"),
        ({"EMAIL_URL": "pigeon://mail.example"}, "EMAIL_URL"),
        ({"SITE_DOMAIN": "https://heed.example"}, "SITE_DOMAIN"),
        ({"SITE_DOMAIN": "heed.example:8000"}, "SITE_DOMAIN"),
        ({"NUM_PROXIES": "one"}, "NUM_PROXIES"),
        ({"NUM_PROXIES": "-1"}, "NUM_PROXIES"),
        ({"QUEUE_WORKERS": "0"}, "QUEUE_WORKERS"),
        ({"HTTPS": "0"}, "HTTPS"),
        ({"HEED_ENV": "prod"}, "HEED_ENV"),
    ],
    ids=str,
)
def test_what_is_missing_or_wrong_stops_the_start_with_one_sentence(start, changed, words):
    said, code = start("manage.py", "check", **changed)
    assert code == 1
    assert words in said
    assert len(said.splitlines()) == 1
    assert said.endswith(".")


def test_cookies_and_transport_are_safe_by_themselves(start):
    facts = "s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS"
    said, _code = start("-c", ASK.format(facts))
    assert said == "__Host-session __Host-csrf True 31536000"
    assert "SESSION_COOKIE_DOMAIN" not in (places.PROJECT / "config/settings.py").read_text()
    assert "CSRF_TRUSTED_ORIGINS" not in (places.PROJECT / "config/settings.py").read_text()


def test_answers_stay_out_of_the_database_log(start):
    """Bound on the server, a text is no part of the statement that an error prints."""
    said, _code = start("-c", ASK.format("s.DATABASES['default']['OPTIONS']"))
    assert "'server_side_binding': True" in said


def commands_in_the_guide():
    """Every `manage.py ...` of docs/deploy.md."""
    text = (places.PROJECT / "docs/deploy.md").read_text()
    return sorted(set(re.findall(r"manage\.py ([a-z]+[^`\n]*)", text)))


@pytest.mark.parametrize("line", commands_in_the_guide())
def test_each_command_of_the_guide_exists_with_its_options(line):
    name, *arguments = shlex.split(line.split(" (")[0])
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    parser.parse_args([word for word in arguments if word.strip(",.")])


def test_each_value_of_the_guide_is_read_and_each_that_is_needed_stands_there():
    guide = set(re.findall(r"^\| `([A-Z_]+)` \|", (places.PROJECT / "docs/deploy.md").read_text(), re.M))
    read = set(re.findall(r'env\("([A-Z_]+)"', (places.PROJECT / "config/settings.py").read_text()))
    assert guide <= read
    assert set(COMPLETE) <= guide
