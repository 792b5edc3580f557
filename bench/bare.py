"""The floor of the intake cases: the least that stores an answer durably, granian and psycopg alone."""

import os
import threading
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

import psycopg

from tenants.keys import uuid7

COLUMNS = "id uuid PRIMARY KEY, score smallint, comment text, received_at timestamptz"
TABLE = f"CREATE TABLE IF NOT EXISTS bare_answer ({COLUMNS})"
STORE = "INSERT INTO bare_answer VALUES (%s, %s, %s, now())"
here = threading.local()


def prepare() -> None:
    """The table; called once, before the server starts."""
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        connection.execute(TABLE)


def stored() -> int:
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
        return connection.execute("SELECT count(*) FROM bare_answer").fetchone()[0]


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    if environ["REQUEST_METHOD"] == "POST":
        form = parse_qs(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        connection().execute(STORE, [uuid7(), int(form[b"score"][0]), form[b"comment"][0].decode()])
    start_response("201 Created", [("Content-Length", "0")])
    return [b""]


def connection() -> psycopg.Connection:
    """One a thread, kept."""
    if not hasattr(here, "connection"):
        here.connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    return here.connection
