"""The database is away or full, or a schema is behind: 503 with Retry-After, and well again by itself."""

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from psycopg import errors

from tenants import hosts
from tenants.models import Organisation


@pytest.fixture
def client(acme, client_of):
    """One that gets the page of an error, as a browser does."""
    browser = client_of(acme)
    browser.raise_request_exception = False
    return browser


@pytest.mark.parametrize("path", ["/f/any/", "/api/v1/posts/"])
@pytest.mark.parametrize("reason", [errors.AdminShutdown, errors.DiskFull, errors.CannotConnectNow])
def test_without_its_database_it_asks_to_come_back(client, monkeypatch, path, reason):
    def away(host):
        raise OperationalError from reason()

    with monkeypatch.context() as patched:
        patched.setattr(hosts, "find", away)
        answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert client.get(path).status_code in (401, 403, 404)


@pytest.mark.parametrize("reason", [errors.AdminShutdown, errors.DiskFull, errors.CannotConnectNow])
def test_psycopg_calls_each_of_them_operational(reason):
    assert issubclass(reason, errors.OperationalError)


def test_an_organisation_that_is_behind_is_not_served_from_public(acme, client):
    """A table missing in its schema would silently be read from `public`."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'feedback'")
    hosts.forget()
    answer = client.get("/f/any/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "10")


def test_no_table_stands_both_in_public_and_in_an_organisation(acme):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname IN ('public', %s)"
            " GROUP BY tablename HAVING count(*) > 1",
            [acme.schema_name],
        )
        assert cursor.fetchall() == [("django_migrations",)]


def test_a_text_never_stands_in_the_statement_that_the_log_prints(acme):
    """Bound on the server: PostgreSQL knows a parameter by its number."""
    assert settings.DATABASES["default"]["OPTIONS"]["server_side_binding"]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT query FROM pg_stat_activity WHERE pid = pg_backend_pid() AND %s <> ''", ["My name is Ann"]
        )
        ((statement,),) = cursor.fetchall()
    assert "Ann" not in statement
    assert "$1" in statement


def test_a_port_that_somebody_invents_gets_into_no_mail(acme, client_of):
    from tenants.here import absolute

    client_of(acme).get("/preferences/", HTTP_HOST="acme.localhost:1337")
    assert "1337" not in absolute("/cases/1/")
    assert Organisation.objects.filter(domains__domain="acme.localhost").exists()
