"""The frame of the benchmark: its lines, its choice of cases, its clients, its floor."""

import json
import os
import subprocess
import sys

import pytest

from bench import bare, load, registry, servers
from tenants import embedded, places

ANSWER = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"


def test_a_result_is_one_line_of_json():
    line = registry.Result("intake", value=500.04, unit="answers/s", floor=2000).line()
    assert json.loads(line) == {
        "case": "intake", "value": 500.0, "unit": "answers/s", "floor": 2000, "ratio": 0.25
    }  # fmt: skip


def test_cases_are_picked_by_name(monkeypatch):
    monkeypatch.setattr(registry, "CASES", {"one": list, "two": list})
    assert list(registry.chosen(["two"])) == ["two"]
    assert {"one", "two"} <= set(registry.chosen([]))


def test_an_unknown_case_is_told(monkeypatch):
    monkeypatch.setattr(registry, "CASES", {"one": list})
    with pytest.raises(SystemExit, match="There is no case three"):
        registry.chosen(["three"])


@pytest.mark.parametrize("answer", [ANSWER, CHUNKED])
def test_an_answer_is_whole_only_at_its_end(answer):
    assert [load.is_whole(answer[:length]) for length in (10, len(answer) - 1, len(answer))] == [
        False,
        False,
        True,
    ]


def test_a_refusal_is_no_success():
    outcome = load.Outcome(seconds=2, statuses={201: 10, 429: 90})
    assert outcome.rate == 5


def test_the_floor_stores_each_answer_it_accepts(monkeypatch):
    with embedded.temporary() as server:
        monkeypatch.setenv("DATABASE_URL", server.url)
        bare.prepare()
        with servers.granian("bench.bare:application") as port:
            request = load.form_post("/", "localhost", b"score=9&comment=It+went+well")
            outcome = load.fire(port, lambda number: request, clients=4, seconds=0.3)
        assert outcome.statuses == {201: bare.stored()}
    assert outcome.p95 > 0


def test_without_a_server_it_says_what_to_do():
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "bench"],
        cwd=places.PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == "There is no DATABASE_URL: run make bench, which brings a server along.\n"
