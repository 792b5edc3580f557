import signal
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ, Schedule
from django_tenants.utils import schema_context

from tenants import actions, queue
from tenants.supervisor import RESTART_CLUSTER
from tenants.watch import queue_health

seen = []


def note_schema(*args):
    seen.append((connection.schema_name, *args))


@pytest.fixture(autouse=True)
def nothing_seen():
    seen.clear()


NOTE = f"{__name__}.note_schema"


def run_queued() -> None:
    """As a worker does: in public, one row after the other."""
    with schema_context("public"):
        for row in OrmQ.objects.order_by("pk"):
            task = row.task
            assert task["func"] in ("tenants.queue.run", "tenants.queue.run_in")
            getattr(queue, task["func"].rsplit(".", 1)[1])(*task["args"])
            row.delete()


def test_a_task_runs_in_the_schema_that_queued_it(acme):
    queue.enqueue(NOTE, 7)
    run_queued()
    assert seen == [(acme.schema_name, 7)]


def test_what_is_rolled_back_was_never_queued(acme):
    with transaction.atomic():
        queue.enqueue(NOTE)
        transaction.set_rollback(True)
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize("text", ["My answer is no", "x" * 65, {"comment": "x"}, b"raw"])
def test_texts_are_refused(acme, text):
    with pytest.raises(TypeError, match="pass keys"):
        queue.enqueue(NOTE, text)


def test_a_tick_reaches_every_organisation_that_is_open(acme, bolt, heed):
    actions.suspend(bolt)
    queue.fan_out(NOTE)
    run_queued()
    assert {schema for (schema,) in seen} == {acme.schema_name, heed.schema_name}


def test_one_organisation_that_fails_does_not_stop_the_others(acme, bolt, monkeypatch):
    def fails(schema, task):
        if schema == acme.schema_name:
            raise RuntimeError
        seen.append(schema)

    monkeypatch.setattr(queue, "run", fails)
    queue.run_in(NOTE, acme.schema_name, bolt.schema_name)
    assert seen == [bolt.schema_name]


def test_a_task_of_an_organisation_that_was_closed_meanwhile_is_left_out(acme):
    queue.enqueue(NOTE)
    actions.suspend(acme)
    run_queued()
    assert not seen


def test_a_queue_that_is_behind_gets_no_more_ticks(acme):
    queue.enqueue(NOTE)
    OrmQ.objects.update(lock=timezone.now() - timedelta(minutes=6))
    queue.fan_out(NOTE)
    assert OrmQ.objects.count() == 1


def test_schedules_follow_the_settings(acme, settings):
    settings.SCHEDULES, settings.PLATFORM_SCHEDULES = {NOTE: 5}, {}
    queue.install_schedules()
    queue.install_schedules()
    assert [(row.name, row.minutes) for row in Schedule.objects.all()] == [(NOTE, 5)]


def age(**ago):
    OrmQ.objects.update(lock=timezone.now() - timedelta(**ago))


def test_a_queue_stands_still_when_a_row_waits_and_nobody_works(acme):
    assert not queue_health().stands_still
    queue.enqueue(NOTE)
    assert not queue_health().stands_still
    age(seconds=100)
    assert queue_health().stands_still


def test_a_long_task_is_no_standstill(acme):
    queue.enqueue(NOTE)
    age(seconds=100)
    queue.enqueue(NOTE)
    OrmQ.objects.filter(lock__gt=timezone.now() - timedelta(seconds=50)).update(
        lock=timezone.now() + timedelta(seconds=900)
    )
    assert not queue_health().stands_still


def test_what_stood_there_for_a_day_is_given_up(acme):
    queue.enqueue(NOTE)
    queue.forget_old()
    assert OrmQ.objects.count() == 1
    OrmQ.objects.update(payload="what nobody signed")
    queue.forget_old()
    assert not OrmQ.objects.exists()


@pytest.fixture
def own_signals():
    """What a command does about signals ends with the test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def test_the_watchdog_ends_when_the_queue_stands_still_but_lets_a_cluster_start_first(acme, own_signals):
    queue.enqueue(NOTE)
    age(seconds=100)
    began = time.monotonic()
    with pytest.raises(SystemExit) as ended:
        call_command("watchdog", settle=0.3)
    assert ended.value.code == RESTART_CLUSTER
    assert time.monotonic() - began >= 0.3
