"""The facts of django-tenants, DRF and django-q2 that were measured to leak, each with its cure."""

import io

import pytest
from django.conf import settings
from django.core import signing as django_signing
from django.core.cache import cache
from django.test import RequestFactory
from django_tenants.utils import schema_context
from rest_framework.exceptions import ParseError

from employees.models import Employee
from tenants.here import absolute
from tenants.limits import allow, client_address
from tenants.rest import JSONParser
from tenants.signing import sign, unsign
from tenants.streaming import in_this_schema


def test_a_session_of_one_organisation_is_nothing_at_another(acme, bolt, make_employee, sign_in, client_of):
    person = make_employee()
    with schema_context(bolt.schema_name):
        Employee.objects.create(pk=person.pk, name="Twin", email=person.email)
    here, there = sign_in(person), client_of(bolt)
    there.cookies = here.cookies
    assert here.get("/preferences/").status_code == 200
    assert there.get("/preferences/").status_code == 302


def test_a_token_holds_for_one_purpose_of_one_organisation(acme, bolt):
    token = sign({"case": 1}, purpose="reply")
    assert unsign(token, purpose="reply") == {"case": 1}
    with pytest.raises(django_signing.BadSignature):
        unsign(token, purpose="rate")
    with schema_context(bolt.schema_name), pytest.raises(django_signing.BadSignature):
        unsign(token, purpose="reply")


def test_cached_values_do_not_meet(acme, bolt):
    cache.set("figure", 1)
    with schema_context(bolt.schema_name):
        assert cache.get("figure") is None


@pytest.mark.parametrize(("proxies", "address"), [(0, "10.0.0.9"), (1, "3.3.3.3"), (2, "2.2.2.2")])
def test_the_address_is_what_our_own_proxies_saw(settings, proxies, address):
    settings.NUM_PROXIES = proxies
    request = RequestFactory().get(
        "/", HTTP_X_FORWARDED_FOR="1.1.1.1, 2.2.2.2, 3.3.3.3", REMOTE_ADDR="10.0.0.9"
    )
    assert client_address(request) == address


def test_one_customer_has_one_address_in_ipv6():
    ask = RequestFactory().get
    one, other = (ask("/", REMOTE_ADDR=f"2001:db8::{n}") for n in (1, 2))
    assert client_address(one) == client_address(other)


def test_a_limit_counts_each_organisation_apart(acme, bolt):
    verdicts = [bool(allow("form 1.1.1.1", 2, 60)) for _ in range(3)]
    assert verdicts == [True, True, False]
    assert 0 < allow("form 1.1.1.1", 2, 60).retry_after <= 61
    with schema_context(bolt.schema_name):
        assert allow("form 1.1.1.1", 2, 60)


@pytest.mark.committing
def test_a_limit_waits_for_no_disk_and_begins_anew(acme, django_assert_num_queries):
    allow("short", 1, 1)
    with django_assert_num_queries(1):
        assert not allow("short", 1, 1)
    __import__("time").sleep(1.1)
    assert allow("short", 1, 1)


def test_a_stream_stays_where_it_was_begun(acme, bolt, make_employee):
    make_employee(name="Ann")
    stream = in_this_schema(person.name for person in Employee.objects.iterator())
    with schema_context(bolt.schema_name):
        make_employee(name="Bob")
        assert list(stream) == ["Ann"]


def test_json_without_end_is_a_bad_request():
    with pytest.raises(ParseError):
        JSONParser().parse(io.BytesIO(b"[" * 100_000), parser_context={})


def test_links_in_mails_lead_to_the_primary_domain(acme):
    assert absolute("/cases/1/") == "http://acme.localhost:8000/cases/1/"


def test_the_admin_stands_before_django_tenants():
    apps = settings.INSTALLED_APPS
    assert apps.index("tenants.admin_site.OrganisationAdminConfig") < apps.index("django_tenants")
