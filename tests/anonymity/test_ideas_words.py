"""What somebody hands in without a name, and the code that they get, stand in no table, file, log or crash
page until it is published, whatever fails and whatever is logged; then in its own place."""

import contextlib

import pytest
from django.db import connection

from ideas.actions import anonymous, releasing
from ideas.models import Idea, SealedEntry
from tests.anonymity import test_words
from tests.anonymity.idea_kit import CODE, HAND_IN, RECEIPT, facts, form_of, next_day
from tests.anonymity.test_words import (  # noqa: F401
    application_log,
    crash_page,
    divide,
    in_files,
    in_tables,
    log,
    own_words,
    reported,
    statement,
    tells,
)

UNDO = "ALTER TABLE ideas_idea DROP CONSTRAINT IF EXISTS short"


@pytest.fixture
def send(board, make_employee, make_touchpoint, sign_in):
    """Somebody hands in the words by the form; the page that answers."""
    client, touchpoint = sign_in(make_employee()), make_touchpoint()
    client.raise_request_exception = False

    def send(**said):
        asked = {"problem": test_words.WORDS, "ticket": form_of(client, board)} | said
        return client.post(HAND_IN, facts(touchpoint, **asked))

    return send


def test_until_it_is_published_it_stands_nowhere_and_then_in_its_place(
    apart, send, log, application_log, client_of, acme  # noqa: F811
):  # fmt: skip
    codes = [CODE.search(send().text)[0] for _ in range(5)]
    assert "INSERT INTO ideas_sealedentry" in log()
    assert not tells(log(), application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()
    client_of(acme).post(RECEIPT, {"code": codes[0]})
    assert next_day() == 5
    assert in_tables(apart) == {"ideas_idea"}
    assert not [code for code in codes for text in (log(), application_log.text) if code in text]


def test_the_authors_answer_stands_nowhere_until_it_is_published(
    apart, send, log, application_log, client_of, acme  # noqa: F811
):  # fmt: skip
    codes = [CODE.search(send(problem="They wait").text)[0] for _ in range(5)]
    next_day()
    client_of(acme).post(RECEIPT, {"code": codes[0], "text": test_words.WORDS})
    assert not tells(log(), application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()
    next_day()
    assert in_tables(apart) == {"ideas_comment"}


@pytest.mark.parametrize("said", [{"ticket": "x"}, {"title": ""}, {"judge_on": "yesterday"}])
def test_what_is_refused_stands_nowhere(apart, send, log, application_log, said):  # noqa: F811
    assert send(**said).status_code == 422
    assert not tells(log(), application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()


@pytest.mark.parametrize("trouble", ["full disk", "our own mistake"])
def test_in_trouble_it_stands_nowhere(
    trouble, apart, send, log, application_log, monkeypatch, reported  # noqa: F811
):  # fmt: skip
    connection.close()
    with contextlib.ExitStack() as stack:
        if trouble == "full disk":
            stack.enter_context(apart.full(f'"{connection.schema_name}".ideas_sealedentry'))
        else:
            monkeypatch.setattr(anonymous, "seal", lambda name, said, size: divide(name))
        page = send()
        connection.close()
    assert page.status_code == (503 if trouble == "full disk" else 500)
    assert reported() or trouble == "full disk"
    assert not tells(page.text, log(), *reported())
    assert not tells(application_log.text)
    assert in_tables(apart) == in_files(apart.server.data) == set()
    assert not SealedEntry.objects.exists()


def test_one_that_the_database_refuses_stays_sealed_and_is_told_to_nobody(
    apart, send, log, application_log  # noqa: F811
):  # fmt: skip
    for _ in range(5):
        send()
    statement("ALTER TABLE ideas_idea ADD CONSTRAINT short CHECK (problem < 'A')")
    assert next_day() == 0
    statement(UNDO)
    assert "violates check constraint" in log()
    assert "could not be published" in application_log.text
    assert in_tables(apart) == set()
    assert SealedEntry.objects.count() == 5
    assert next_day() == 5


def test_a_publishing_that_fails_tells_nobody_what_was_handed_in(
    apart, send, log, application_log, monkeypatch  # noqa: F811
):  # fmt: skip
    for _ in range(5):
        send()
    monkeypatch.setattr(releasing, "hand_in", lambda idea: divide("a"))
    with pytest.raises(ZeroDivisionError) as failed:
        next_day()
    connection.close()
    assert not tells(crash_page(failed.value))
    assert in_tables(apart) == set()
    assert (Idea.objects.count(), SealedEntry.objects.count()) == (0, 5)
