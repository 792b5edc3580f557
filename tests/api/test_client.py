"""A program that is made from the description, and nothing else, reads and writes."""

import importlib
import json
import subprocess
import sys
from datetime import UTC, datetime

import httpx
import pytest

from config.wsgi import application
from employees.actions.tokens import make_token
from feedback.models import Case, Response
from ideas.models.files import TYPES
from tests.api.asking import one_connection


@pytest.fixture
def made(sign_in, make_employee, tmp_path, monkeypatch):
    """The package that openapi-python-client makes; a warning of its is a failure.

    It knows no type of pictures and documents until it is told to take them as bytes."""
    described = tmp_path / "schema.json"
    described.write_text(json.dumps(sign_in(make_employee()).get("/api/schema/").json()))
    settings = tmp_path / "settings.json"
    as_bytes = dict.fromkeys(TYPES.values(), "application/octet-stream")
    settings.write_text(json.dumps({"post_hooks": [], "content_type_overrides": as_bytes}))
    command = [
        sys.executable, "-m", "openapi_python_client", "generate", "--path", described, "--meta", "none",
        "--output-path", tmp_path / "made_client", "--config", settings, "--fail-on-warning",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.syspath_prepend(tmp_path)
    return lambda name: importlib.import_module(f"made_client.{name}" if name else "made_client")


@pytest.fixture
def client(made, make_champion):
    _token, secret = make_token(owner=make_champion(), name="program", scopes=["write"])
    facts = {"base_url": "http://acme.localhost", "headers": {"Authorization": f"Bearer {secret}"}}
    inside = httpx.Client(transport=httpx.WSGITransport(app=application), **facts)
    with one_connection():
        yield (
            made("client")
            .AuthenticatedClient(base_url="http://acme.localhost", token=secret)
            .set_httpx_client(inside)
        )


def test_it_hands_in_a_response_reads_it_and_corrects_it(made, client, make_post):
    calls, models = made("api.responses"), made("models")
    sent = models.NewResponseRequest(
        post=make_post().pk, score=2, comment="Nobody came", received_at=datetime(2026, 3, 1, 9, tzinfo=UTC)
    )
    importlib.import_module("made_client.api.responses.responses_create")
    stored = calls.responses_create.sync(client=client, body=sent, idempotency_key="one")
    again = calls.responses_create.sync(client=client, body=sent, idempotency_key="one")
    assert (stored.segment, again.id) == ("detractor", stored.id)
    assert Response.objects.get().comment == "Nobody came"
    assert Case.objects.get().response_id == stored.id

    importlib.import_module("made_client.api.responses.responses_retrieve")
    importlib.import_module("made_client.api.responses.responses_partial_update")
    read = calls.responses_retrieve.sync_detailed(stored.id, client=client)
    assert (read.parsed.score, read.parsed.received_at) == (2, datetime(2026, 3, 1, 9, tzinfo=UTC))
    change = models.PatchedCustomerResponseRequest(score=3)
    changed = calls.responses_partial_update.sync(
        stored.id, client=client, body=change, if_match=read.headers["ETag"]
    )
    assert changed.score == 3
    late = calls.responses_partial_update.sync_detailed(
        stored.id, client=client, body=change, if_match=read.headers["ETag"]
    )
    assert (late.status_code, late.parsed.status) == (412, 412)


def test_it_reads_what_is_wrong_with_what_it_sent(made, client):
    importlib.import_module("made_client.api.responses.responses_create")
    sent = made("models").NewResponseRequest(post=0, score=2)
    refused = made("api.responses").responses_create.sync(client=client, body=sent)
    assert (refused.status, list(refused.errors)) == (400, ["post"])
    assert not Response.objects.exists()
