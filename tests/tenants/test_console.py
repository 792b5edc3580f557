from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from django_tenants.utils import schema_context, schema_exists

from tenants import actions, finding
from tenants.audit.models import Entry
from tenants.audit.verify import first_broken
from tenants.models import Organisation, Search
from tenants.outbox.send import send_waiting
from tests.conftest import OrganisationClient, standing_in


@pytest.fixture
def operator(heed, make_employee, sign_in):
    """The browser of somebody who runs the platform."""
    with standing_in(heed):
        client = sign_in(make_employee(name="Opal", is_operator=True))
    connection.set_tenant(heed)
    return client


def test_operators_create_an_organisation_with_its_first_admin(operator, settings):
    settings.INVITE_ADMIN = f"{__name__}.note_invited"
    facts = {"name": "Coil Energy", "slug": "coil", "language": "cy", "time_zone": "Europe/London"}
    page = operator.post("/console/new/", facts | {"admin_email": "ann@example.com"})
    made = Organisation.objects.get(slug="coil")
    assert page["Location"] == f"/console/{made.pk}/"
    assert invited == [(made.schema_name, "ann@example.com")]
    assert OrganisationClient(made).get("/brand.css").status_code == 200
    assert made.schema_name.startswith("o")
    assert "coil" not in made.schema_name


invited = []


def note_invited(email):
    invited.append((connection.schema_name, email))


REFUSED = [
    "admin",
    "Acme",
    "pg-catalog",
    "a",
    "a--b",
    "-a",
    "information-schema",
    "x" * 41,
    "bö",
    'a"b',
    "acme",
]


@pytest.mark.parametrize("slug", REFUSED)
def test_a_bad_reserved_or_taken_short_name_gets_an_error_at_its_field(operator, slug):
    facts = {"name": "C", "language": "en", "time_zone": "Europe/London", "admin_email": "a@b.org"}
    page = operator.post("/console/new/", facts | {"slug": slug})
    assert page.status_code == 422
    assert "slug" in page.context["form"].errors


@pytest.mark.parametrize(
    "domain", ["localhost", "acme.localhost", "10.0.0.1", "a_b.org", "https://x.org", "x"]
)
def test_a_bad_reserved_or_taken_domain_gets_an_error_at_its_field(operator, bolt, domain):
    page = operator.post(f"/console/{bolt.pk}/domains/", {"domain": domain})
    assert page.status_code == 422
    assert "domain" in page.context["forms"]["domain"].errors


def test_suspending_and_resuming(operator, bolt, client_of):
    operator.post(f"/console/{bolt.pk}/suspend/", {"reason": "unpaid"})
    assert client_of(bolt).get("/brand.css").status_code == 403
    with schema_context(bolt.schema_name):
        assert Entry.objects.get(action="organisation.suspended").actor_name == "Opal"
    operator.post(f"/console/{bolt.pk}/resume/")
    assert client_of(bolt).get("/brand.css").status_code == 200


def test_deleting_wants_the_typed_name_and_can_be_taken_back(operator, bolt):
    assert operator.post(f"/console/{bolt.pk}/delete/", {"typed_name": "Bolt"}).status_code == 422
    operator.post(f"/console/{bolt.pk}/delete/", {"typed_name": "Bolt Stores"})
    bolt.refresh_from_db()
    assert bolt.drop_after - bolt.deleted_at == timedelta(days=30)
    operator.post(f"/console/{bolt.pk}/restore/")
    bolt.refresh_from_db()
    assert bolt.state == "open"


def test_after_thirty_days_the_schema_is_gone(bolt):
    actions.delete(bolt, typed_name=bolt.name)
    assert actions.drop_due() == []
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert actions.drop_due() == ["Bolt Stores"]
    assert not schema_exists(bolt.schema_name)


def test_the_organisation_that_runs_the_platform_stays(heed):
    with pytest.raises(ValidationError):
        actions.delete(heed, typed_name=heed.name)


def test_the_console_stands_on_operators_hosts_only(acme, make_employee, sign_in):
    assert sign_in(make_employee(is_operator=True)).get("/console/").status_code == 404


def by_console(operator, bolt, zone):
    return operator.post(f"/console/{bolt.pk}/time-zone/", {"time_zone": zone}).status_code


def by_api(operator, bolt, zone):
    path, facts = f"/api/v1/organisations/{bolt.pk}/time-zone/", {"time_zone": zone}
    return operator.post(path, facts, "application/json").status_code


def by_command(operator, bolt, zone):
    try:
        call_command("organisation", "time_zone", "bolt", zone)
    except CommandError:
        return 422
    return 302


@pytest.mark.parametrize("way", [by_console, by_api, by_command])
def test_another_time_zone_queues_what_counts_its_days_anew(operator, bolt, way):
    for _n in range(2):
        assert way(operator, bolt, "Asia/Tokyo") < 400
    bolt.refresh_from_db()
    assert bolt.time_zone == "Asia/Tokyo"
    assert [row.task["args"] for row in OrmQ.objects.all()] == [
        (bolt.schema_name, "feedback.tasks.figures.move_days")
    ]
    with schema_context(bolt.schema_name):
        assert Entry.objects.filter(action="organisation.time_zone").count() == 1


@pytest.mark.parametrize("way", [by_console, by_api, by_command])
def test_a_zone_that_nobody_knows_changes_nothing(operator, bolt, way):
    assert way(operator, bolt, "Mars/Olympus") >= 400
    bolt.refresh_from_db()
    assert bolt.time_zone == "Europe/London"
    assert not OrmQ.objects.exists()


def test_the_same_by_api(operator, bolt):
    closed = operator.post(f"/api/v1/organisations/{bolt.pk}/suspend/", {"reason": "x"}, "application/json")
    assert (closed.status_code, closed.json()["state"]) == (200, "suspended")
    bad = operator.post(f"/api/v1/organisations/{bolt.pk}/remove/", {"typed_name": "x"}, "application/json")
    assert (bad.status_code, bad["Content-Type"]) == (400, "application/problem+json")
    assert "typed_name" in bad.json()["errors"]
    assert operator.get("/api/v1/organisations/?colour=red").status_code == 400


def test_the_bare_host_leads_by_name_but_never_by_address(acme, bolt, make_employee, client):
    make_employee(email="ann@example.com")
    found = client.post("/find/name/", {"name": "acme health"}, HTTP_HOST="localhost")
    assert found["Location"] == "http://acme.localhost:8000"
    pages = {client.post("/find/mail/", {"email": who}, HTTP_HOST="localhost").content.count(b"acme")
             for who in ("ann@example.com", "nobody@example.com")}  # fmt: skip
    assert pages == {0}
    for search in Search.objects.all():
        finding.answer(search.pk)
    connection.set_tenant(acme)
    send_waiting()
    assert [message.to for message in mail.outbox] == [["ann@example.com"]]
    assert "http://acme.localhost:8000/" in mail.outbox[0].body


def test_the_bare_host_is_limited(acme, client):
    statuses = [
        client.post("/find/name/", {"name": "x"}, HTTP_HOST="localhost").status_code for _ in range(11)
    ]
    assert statuses == [422] * 10 + [429]


def test_a_changed_line_of_the_trail_is_found(acme):
    for number in range(3):
        actions._recorded(acme, "organisation.tried", after={"number": number})
    assert first_broken() is None
    second = Entry.objects.order_by("id")[1]
    Entry.objects.filter(pk=second.pk).update(after={"number": 9})
    assert first_broken() == second


def test_a_line_taken_away_is_found(acme):
    for number in range(3):
        actions._recorded(acme, "organisation.tried", after={"number": number})
    Entry.objects.order_by("id")[1].delete()
    assert first_broken() is not None
