"""The connection's memory of search_path follows PostgreSQL's own."""

from contextlib import closing
from threading import Thread

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction
from django_tenants.utils import schema_context

from employees.models import Employee
from tenants.database import base


def path_in_postgresql() -> str:
    """Asked on the bare connection, past everything of ours."""
    with connection.connection.cursor() as cursor:
        return cursor.execute("SHOW search_path").fetchone()[0].split(",")[0].strip('" ')


class StopError(Exception):
    pass


def look_and_stop(organisation):
    with transaction.atomic():
        connection.set_tenant(organisation)
        Employee.objects.count()
        raise StopError


def test_it_is_set_only_when_it_is_not_right(acme, django_assert_num_queries):
    Employee.objects.count()
    with django_assert_num_queries(2):
        Employee.objects.count()
        connection.set_tenant(acme)
        Employee.objects.count()


def test_another_schema_is_set_and_the_first_one_again(acme, bolt):
    with schema_context(bolt.schema_name):
        Employee.objects.count()
        assert path_in_postgresql() == bolt.schema_name
    Employee.objects.count()
    assert path_in_postgresql() == acme.schema_name


@pytest.mark.committing
def test_after_a_rollback(acme, bolt):
    connection.set_tenant(bolt)
    Employee.objects.count()
    with pytest.raises(StopError):
        look_and_stop(acme)
    Employee.objects.count()
    assert path_in_postgresql() == acme.schema_name


def test_after_a_rollback_to_a_savepoint(acme, bolt):
    with schema_context(bolt.schema_name):
        Employee.objects.count()
        with pytest.raises(StopError):
            look_and_stop(acme)
        Employee.objects.count()
        assert path_in_postgresql() == acme.schema_name


@pytest.mark.committing
def test_after_the_connection_was_lost(acme):
    Employee.objects.count()
    connection.close()
    Employee.objects.count()
    assert path_in_postgresql() == acme.schema_name


@pytest.fixture
def nothing_remembered():
    """What other tests asked before is forgotten, and what this one moved."""
    ContentType.objects.clear_cache()
    yield
    ContentType.objects.clear_cache()


@pytest.mark.committing
def test_a_content_type_of_one_organisation_is_not_remembered_for_another(acme, bolt, nothing_remembered):
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{bolt.schema_name}".django_content_type SET id = id + 5000'
            " WHERE app_label = 'employees' AND model = 'team'"
        )
    here = ContentType.objects.get_by_natural_key("employees", "team").pk
    with schema_context(bolt.schema_name):
        assert ContentType.objects.get_by_natural_key("employees", "team").pk != here
    assert ContentType.objects.get_by_natural_key("employees", "team").pk == here


@pytest.mark.committing
def test_a_thread_begins_in_public(acme):
    seen = []

    def ask():
        seen.append(connection.schema_name)
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert seen == ["public"]


@pytest.mark.committing
def test_a_request_that_takes_long_is_not_asked_for_its_health_in_its_midst(make_employee, monkeypatch):
    make_employee(name="Ann")
    monkeypatch.setitem(connection.settings_dict, "CONN_HEALTH_CHECKS", True)
    connection.close()
    connection.connect()
    connection.close_if_unusable_or_obsolete()
    with transaction.atomic():
        Employee.objects.update(name="Bob")
        monkeypatch.setattr(base.time, "monotonic", lambda: connection.well_at + 60)
    assert Employee.objects.get().name == "Bob"


@pytest.mark.committing
def test_a_connection_that_ends_before_it_is_set_is_noticed_as_every_other(acme, bolt):
    Employee.objects.count()
    there = connection.connection.info.backend_pid
    with closing(connection.copy()) as another, another.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [there])
    connection.set_tenant(bolt)
    with pytest.raises(OperationalError):
        Employee.objects.count()
    assert connection.errors_occurred
    connection.close()
    assert Employee.objects.count() == 0
