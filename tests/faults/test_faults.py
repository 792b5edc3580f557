"""Answers come in while a web worker, PostgreSQL and the whole cluster are killed with -9 at random moments:
nothing that was acknowledged is lost, nothing is stored or told twice, and it all mends itself.

Small by itself; `FAULTS=full make test ARGS="tests/faults -s"` posts 2,000 answers by 16 clients from 200
addresses and kills each of the three five times. `FAULTS_SEED=7` repeats a choice of moments.
"""

import contextlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import psycopg
import pytest

from tenants import embedded, places, processes
from tests.faults.counting import LATER, UNSENT, UNTOLD, Books
from tests.faults.customers import Customers
from tests.faults.killing import Victims
from tests.receiving import Receiver, free_port, receive

pytestmark = pytest.mark.slow
FULL = os.environ.get("FAULTS") == "full"
ANSWERS, CLIENTS, KILLS = (2000, 16, 5) if FULL else (300, 8, 1)
SEED = int(os.environ.get("FAULTS_SEED", str(time.time_ns() % 10_000)))


class Site(NamedTuple):
    port: int
    books: Books
    victims: Victims
    mails: Receiver
    log: Path


@pytest.fixture(scope="module")
def mails():
    with receive() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def site(mails):
    """The whole of it, under its supervisor, on a durable PostgreSQL of its own."""
    home = Path(tempfile.mkdtemp(prefix=f"heed-{os.getuid()}-faults-"))
    home.chmod(0o755)
    server, port, log = embedded.Server(home / "postgres"), free_port(), home / "site.log"
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": "", "NUM_PROXIES": "1",
        "SITE_PORT": str(port), "EMAIL_URL": mails.url, "PYTHONUNBUFFERED": "1",
    }  # fmt: skip
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.site", str(server.home), str(port)],
            cwd=places.PROJECT, env=environment, stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    try:
        ready = lambda: "READY " in log.read_text() or process.poll() is not None  # noqa: E731
        assert processes.wait_until(ready, 180, 0.2), log.read_text()[-3000:]
        assert process.poll() is None, log.read_text()[-3000:]
        yield Site(port, Books(server.url), Victims(process.pid, server.data), mails, log)
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(20)
        process.kill()
        embedded.remove(server)
        shutil.rmtree(home, ignore_errors=True)


def broken(log: str) -> str:
    """What the site's log says of the answers with 500: those with 503 say that the database was away."""
    answers = log.split("Internal Server Error: ")[1:]
    causes = (re.findall(r"^[\w.]+(?:Error|Exception)\b", each, re.MULTILINE)[-1:] for each in answers)
    away = "OperationalError", "InterfaceError"
    return "\n".join(
        each[-6000:]
        for each, cause in zip(answers, causes, strict=True)
        if not cause or not cause[0].endswith(away)
    )


def kill_at_random(site: Site, customers: Customers) -> list[str]:
    """Each of the three so many times, spread over the answers; what was killed, in order."""
    chosen = random.Random(SEED)
    whom = ["web worker", "PostgreSQL", "cluster"] * KILLS
    chosen.shuffle(whom)
    moments = sorted(chosen.sample(range(ANSWERS // 20, ANSWERS * 9 // 10), len(whom)))
    done = []
    for moment, what in zip(moments, whom, strict=True):
        processes.wait_until(lambda m=moment: len(customers.acknowledged) >= m or customers.are_done(), 600)
        if processes.wait_until(lambda w=what: site.victims.kill(w), 60):
            done.append(what)
    return done


def settled(site: Site) -> bool:
    """Every promise was told of to the top of the ladder and every mail is sent. When nothing has gone out
    for a while, the time passes for which a killed sender holds what it claimed."""
    with contextlib.suppress(psycopg.OperationalError):
        if time.monotonic() - site.mails.last > 10:
            site.books.ask(LATER)
            site.mails.last = time.monotonic()
        return not site.books.number(UNTOLD) and not site.books.number(UNSENT)
    return False


def show(facts: dict[str, object]) -> None:
    print("\n" + "\n".join(f"{name:<45} {value}" for name, value in facts.items()), flush=True)


def test_nothing_is_lost_or_doubled_whatever_is_killed(site):
    key = site.books.ask("SELECT key FROM feedback_listeningpost")[0][0]
    customers, began = Customers(site.port, key, ANSWERS, CLIENTS), time.monotonic()
    customers.start()
    killed = kill_at_random(site, customers)
    assert processes.wait_until(customers.are_done, 600, 0.2)
    took = time.monotonic() - began
    assert processes.wait_until(lambda: settled(site), 300, 1), site.log.read_text()[-3000:]
    facts = site.books.of_answers(customers.acknowledged) | site.books.of_mails(site.mails.ids)
    again = sum(times - 1 for times in site.mails.ids.values())
    run = {
        "seed": SEED, "killed with -9": dict(Counter(killed)), "acknowledged": len(customers.acknowledged),
        "seconds": round(took), "statuses": dict(customers.seen), "mails": len(site.mails.ids),
        "mails sent again with the same id": again, "errors but 503, 429": len(customers.wrong),
    }  # fmt: skip
    show(run | facts)
    assert len(customers.acknowledged) == ANSWERS
    assert Counter(killed) == dict.fromkeys(["web worker", "PostgreSQL", "cluster"], KILLS)
    if customers.wrong:
        print(broken(site.log.read_text()))
    assert not customers.wrong, customers.wrong[:3]
    assert not any(facts.values()), facts


def test_a_cluster_that_hangs_is_started_anew(site):
    """All of it stands still, as when an idle worker dies with the pipe in its hands; the rows grow old."""
    assert processes.wait_until(site.victims.cluster, 30)
    hung = site.victims.cluster()
    processes.send(hung, signal.SIGSTOP)

    def is_replaced() -> bool:
        site.books.ask("UPDATE public.django_q_ormq SET lock = now() - interval '100 seconds'")
        now = site.victims.cluster()
        return bool(now) and not now & hung

    assert processes.wait_until(is_replaced, 40, 0.5), site.log.read_text()[-2000:]
    assert "The queue stands still" in site.log.read_text()
