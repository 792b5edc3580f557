"""The admin's lists and pages stay as quick with many rows as with few."""

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from employees.models import Policy
from feedback.actions import replies
from feedback.models import Case, Customer
from tests.records.rows import MAKERS, person

FEW, MANY = 3, 30
SHOWN = [model for model in admin.site._registry if model is not Policy]  # of which there is one row


@pytest.fixture
def reader(make_champion, sign_in):
    """Who sees everything there is in the admin."""
    return sign_in(make_champion(is_admin=True))


def asked(client, path):
    """How many questions the database is asked by a page that is shown again, and the page. Whether a domain
    has changed is asked once a second, whatever is shown."""
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        page = client.get(path)
    assert page.status_code == 200, path
    return len([query for query in queries if "tenants_hostversion" not in query["sql"]]), page


def test_every_model_that_is_shown_is_counted():
    assert set(SHOWN) == set(MAKERS)


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.model_name)
def test_a_list_asks_as_often_for_thirty_rows_as_for_three(model, reader):
    base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    rows = [MAKERS[model]() for _row in range(FEW)]
    pages = [reverse(f"{base}_changelist"), reverse(f"{base}_change", args=[rows[0].pk])]
    few = [asked(reader, path)[0] for path in pages]
    for _row in range(MANY - FEW):
        MAKERS[model]()
    many = [asked(reader, path) for path in pages]
    assert [number for number, _page in many] == few
    assert len(many[0][1].context["cl"].result_list) >= MANY


def test_a_cases_thread_is_read_at_once(reader):
    case = MAKERS[Case]()
    path = reverse("admin:feedback_case_change", args=[case.pk])
    replies.add_note(case, by=person(), body="One")
    few, _page = asked(reader, path)
    for _row in range(9):
        replies.add_note(case, by=person(), body="More")
    assert asked(reader, path)[0] == few


def test_no_list_counts_further_than_is_paged(reader, monkeypatch):
    monkeypatch.setattr("tenants.admin.MOST", 2)
    for _row in range(4):
        MAKERS[Customer]()
    page = reader.get("/admin/feedback/customer/")
    assert page.context["cl"].result_count == 2
    assert page.context["cl"].full_result_count is None
