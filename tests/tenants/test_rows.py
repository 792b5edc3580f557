"""Rows that are written together by one statement."""

import pytest
from django.db import IntegrityError, OperationalError, connection
from django_tenants.utils import schema_context

from employees.models import Commitment
from feedback.models import Mark, Response
from tenants.database import prepared_cursor
from tenants.limits import Limit, TooManyError
from tenants.models import RateWindow
from tenants.outbox.models import Event
from tenants.rows import fresh_key_of_each, fresh_keys, write


def note(**facts):
    return Event(**{"name": "note.made", "payload": {"it's": '100 % "$1" ; --'}} | facts)


def test_they_are_read_back_as_they_were_written(acme):
    events = [note(), note(recipient="a@x.example", attempts=3), note(last_error="50 %s $2", attempts=0)]
    assert write(*events)
    kept = {event.pk: event for event in Event.objects.all()}
    for event in events:
        there = kept[event.pk].__dict__ | {"_state": None}
        assert there == event.__dict__ | {"_state": None}


def test_they_are_one_statement(acme, django_assert_num_queries):
    Event.objects.count()
    with django_assert_num_queries(1):
        write(note(), note(), within=Limit("notes", 5, 60))


@pytest.mark.committing
def test_all_or_none(acme):
    first = note()
    with pytest.raises(IntegrityError):
        write(first, note(pk=first.pk))
    assert not Event.objects.exists()


def test_what_is_known_writes_nothing_more(acme):
    first = note()
    assert write(first)
    assert not write(note(pk=first.pk), note(name="beside.it"), unless_known="(id)")
    assert list(Event.objects.values_list("name", flat=True)) == ["note.made"]


def test_a_limit_that_is_reached_writes_nothing(acme, bolt):
    limit = Limit("notes", 2, 60)
    write(note(), within=limit)
    write(note(), within=limit)
    with pytest.raises(TooManyError) as refused:
        write(note(), within=limit)
    assert (Event.objects.count(), 0 < refused.value.retry_after <= 61) == (2, True)
    assert RateWindow.objects.get(key=limit.counted_as).count == 3
    with schema_context(bolt.schema_name):
        assert write(note(), within=limit)


def test_a_statement_prepared_for_one_organisation_writes_to_the_one_that_asks(acme, bolt):
    for schema in [acme.schema_name, bolt.schema_name] * 8:
        with schema_context(schema):
            write(note())
            assert fresh_keys(Commitment, 1)
    assert Event.objects.count() == 8
    with schema_context(bolt.schema_name):
        assert Event.objects.count() == 8


@pytest.mark.committing
def test_a_new_connection_begins_with_a_prepared_statement(acme):
    connection.close()
    assert write(note())
    assert Event.objects.count() == 1


def test_only_what_asks_for_it_is_prepared(acme):
    write(note())
    for _ in range(10):
        Event.objects.filter(name="nothing").count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements")
        prepared = [statement for (statement,) in cursor.fetchall()]
    assert any(statement.startswith("WITH first AS (INSERT") for statement in prepared)
    assert not any("COUNT(*)" in statement for statement in prepared)


def test_keys_are_given_once(acme):
    commitment, mark = fresh_key_of_each(Commitment, Mark)
    keys = fresh_keys(Commitment, 3)
    assert keys == [commitment + 1, commitment + 2, commitment + 3]
    assert fresh_key_of_each(Mark) == (mark + 1,)


def test_a_mark_takes_its_key_from_the_database(make_response):
    response = make_response()
    assert Mark.objects.get().pk > 0
    assert Response.objects.get() == response


@pytest.mark.committing
def test_a_column_that_changed_its_type_costs_one_request_and_not_the_connections_life(acme):
    migration = connection.copy()

    def migrate(statement):
        with migration.cursor() as cursor:
            cursor.execute(statement)

    def ask():
        with prepared_cursor() as cursor:
            cursor.execute("SELECT size FROM public.shoe")

    migrate("CREATE TABLE public.shoe (size integer)")
    try:
        ask()
        migrate("ALTER TABLE public.shoe ALTER size TYPE bigint")
        with pytest.raises(OperationalError):
            ask()
        connection.health_check_done = False  # as Django does at the beginning of a request
        connection.close_if_unusable_or_obsolete()
        ask()
    finally:
        migrate("DROP TABLE public.shoe")
        migration.close()
