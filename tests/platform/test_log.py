"""Fact 2: what a customer said is never in the database's own log, whatever fails."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.db import Error
from django.db.utils import ConnectionHandler

SAID = "My name is Ann and nobody came"
TABLE = (
    "CREATE TABLE said (id int PRIMARY KEY, score int NOT NULL CHECK (score <= 10), comment text NOT NULL)"
)
WRONG = {
    "duplicate key value": [1, 9],
    "violates check constraint": [2, 11],
    "violates not-null constraint": [3, None],
    "out of range": [4, 10**12],
}


@pytest.fixture
def connect(server, django_db_blocker):
    """To the server by the project's own engine and settings; afterwards its log can be read."""

    def connect(**options):
        url = urlsplit(server.url)
        place = {"NAME": "heed", "USER": "heed", "PASSWORD": url.password, "PORT": str(url.port)}
        place |= {"HOST": parse_qs(url.query)["host"][0], "CONN_HEALTH_CHECKS": False}
        found = settings.DATABASES["default"] | place
        found["OPTIONS"] = found["OPTIONS"] | options
        made.append(ConnectionHandler({"default": found})["default"])
        return made[-1]

    made = []
    with django_db_blocker.unblock():
        yield connect
    for connection in made:
        connection.close()


def fail(connection, *, facts):
    """Say it once, and then so that it cannot be kept."""
    insert = "INSERT INTO said (id, score, comment) VALUES (%s, %s, %s)"
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        cursor.execute(insert, [1, 9, SAID])
        with pytest.raises(Error):
            cursor.execute(insert, [*facts, SAID])


@pytest.mark.parametrize("reason", WRONG)
def test_a_row_that_is_refused_leaves_the_reason_in_the_log_and_not_its_content(server, connect, reason):
    fail(connect(), facts=WRONG[reason])
    log = server.log.read_text()
    assert reason in log
    assert "Ann" not in log
    assert "DETAIL" not in log


def test_bound_by_the_client_it_would_stand_there(server, connect):
    """So this test can fail: the log is the one that is written, and the statement is in it."""
    fail(connect(server_side_binding=False), facts=WRONG["duplicate key value"])
    assert SAID in server.log.read_text()
