"""What Django, django-tenants, DRF, django-q2 and PostgreSQL were measured to leak, each with its cure. Which
test holds which fact:

 2  the database's log holds no text        platform/test_log.py, test_away.py (the statement's parameters)
 3  the queue carries keys, never texts     test_queue.py: texts are refused
 4  a task runs where it was queued         test_queue.py; test_bones.py: no admin shows a table of public
 5  a session is of one organisation        here
 6  so is what is signed                    here (tokens), ../tenancy/test_links.py (every link, by HTTP)
 7  so is what is cached                    here
 8  a limit counts the real address         here: of a request, and of five that lie about it
 9  no table is read from public instead    test_away.py, test_hosts.py: 503
10  a stream stays where it was begun       here; ../tenancy/test_planted.py finds one that does not
11  JSON without an end is a bad request    here
13  links lead to the primary domain        here, test_away.py (an invented port)
14  a sheet runs no formula                 ../insights/test_dashboard.py; here (errors of an import)
15  the admin writes no style inline        here (the order of apps), ../records/test_rules.py (its pages)
"""

import csv
import io

import pytest
from django.conf import settings
from django.core import signing as django_signing
from django.core.cache import cache
from django.test import RequestFactory
from django_tenants.utils import schema_context
from rest_framework.exceptions import ParseError

from employees.models import Employee
from feedback.actions.public import new_token
from feedback.models import Import, ImportIssue
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


def test_whoever_makes_up_an_address_for_each_request_is_counted_as_one(
    acme, client_of, make_post, monkeypatch
):
    monkeypatch.setattr("feedback.views.public.PER_MINUTE", 3)
    post = make_post()
    sent = [
        client_of(acme).post(
            f"/f/{post.key}/",
            {"token": new_token(post), "q-nps": "9"},
            HTTP_X_FORWARDED_FOR=f"198.51.100.{number}",
        )
        for number in range(5)
    ]
    assert [page.status_code for page in sent] == [302, 302, 302, 429, 429]


def test_the_errors_of_an_import_run_no_formula(sign_in, make_champion, make_post):
    imported = Import.objects.create(name="x.csv", file="imports/x.csv", post=make_post())
    for text in (b"=1+1", b"+1", b"-1", b"@SUM(A1)"):
        ImportIssue.objects.create(imported=imported, kind="row", row=1, field="why", raw=text)
    page = sign_in(make_champion()).get(f"/imports/{imported.pk}/errors.csv")
    rows = list(csv.reader(io.StringIO(b"".join(page.streaming_content).decode("utf-8-sig"))))
    assert [row[3] for row in rows[1:]] == ["'=1+1", "'+1", "'-1", "'@SUM(A1)"]


def test_the_admin_stands_before_django_tenants():
    apps = settings.INSTALLED_APPS
    assert apps.index("tenants.admin_site.OrganisationAdminConfig") < apps.index("django_tenants")
