import pytest
from django.db import OperationalError, connection
from django.test import Client
from django_tenants.utils import schema_context

from tenants import actions, hosts
from tenants.hosts import Hosts
from tenants.models import HostVersion


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def asked():
    return []


@pytest.fixture
def memory(asked, clock, acme):
    """A worker's memory beside this process's own."""

    def load(host):
        asked.append(host)
        return hosts.load(host)

    return Hosts(load, clock)


def test_a_host_is_loaded_once(memory, asked, acme, django_assert_num_queries):
    memory.find("acme.localhost")
    with django_assert_num_queries(0):
        assert memory.find("acme.localhost") == acme
    assert asked == ["acme.localhost"]


def test_the_version_is_looked_at_once_a_second(memory, clock, django_assert_num_queries):
    memory.find("acme.localhost")
    for clock.now in (1.1, 2.2):
        memory.find("acme.localhost")
    clock.now = 3.3
    with django_assert_num_queries(1):
        memory.find("acme.localhost")


def test_a_suspension_is_seen_by_another_worker_within_two_seconds(memory, clock, acme):
    assert not memory.find("acme.localhost").suspended_at
    actions.suspend(acme)
    clock.now = 1.5
    assert memory.find("acme.localhost").suspended_at


def test_a_new_domain_is_found_and_a_removed_one_is_not(memory, clock, acme):
    added = actions.add_domain(acme, "Feedback.Example.org.")
    assert memory.find("feedback.example.org") == acme
    actions.remove_domain(added)
    clock.now = 2
    assert memory.find("feedback.example.org") is None


def test_an_unknown_host_is_404_and_not_remembered(client_of, acme):
    page = Client(HTTP_HOST="nobody.localhost").get("/")
    assert page.status_code == 404
    assert "nobody.localhost" not in hosts.HOSTS.known
    assert b"nobody" not in page.content


@pytest.mark.parametrize(
    "host", ["acme.localhost:1337", "ACME.localhost", "acme.localhost.", "www.acme.localhost"]
)
def test_the_same_host_in_other_spellings(host, acme):
    assert Client(HTTP_HOST=host).get("/brand.css").status_code == 200


def test_a_suspended_organisation_says_so_calmly(acme, client_of):
    actions.suspend(acme, reason="unpaid")
    page = client_of(acme).get("/brand.css")
    assert page.status_code == 403
    assert b"closed for now" in page.content
    assert b"unpaid" not in page.content
    answer = client_of(acme).get("/api/v1/")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    actions.resume(acme)
    assert client_of(acme).get("/brand.css").status_code == 200


def test_a_half_migrated_schema_answers_503_and_never_public_rows(acme, client_of):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'employees'")
    page = client_of(acme).get("/brand.css")
    assert page.status_code == 503
    assert page["Retry-After"]


def test_the_database_away_is_503_with_retry_after(acme, client_of, monkeypatch):
    def away(host):
        raise OperationalError("connection refused")

    monkeypatch.setattr(hosts, "find", away)
    page = client_of(acme, raise_request_exception=False).get("/api/v1/")
    assert page.status_code == 503
    assert page["Retry-After"]
    assert b"refused" not in page.content


def test_a_forged_cookie_on_the_bare_host_is_a_page_like_any_other(acme):
    bare = Client(HTTP_HOST="localhost")
    bare.cookies["session"] = "x" * 32
    assert bare.get("/accessibility/").status_code == 200


def test_a_change_counts_once_for_all(acme):
    with schema_context("public"):
        before = HostVersion.objects.get(pk=1).number
        acme.save()
        assert HostVersion.objects.get(pk=1).number == before + 1
