"""The walk is proved by leaks that were put there for it."""

import pytest
from django.conf import settings
from django.test import override_settings
from django_tenants.utils import schema_context

from employees.models import Employee
from tests.access.kit import ADMIN, PUBLIC, READ
from tests.tenancy import planted
from tests.tenancy.walk import Visit, Walker, too_few_did_well


@pytest.mark.parametrize("route", planted.LEAKS)
def test_a_planted_leak_is_found(route, worlds, monkeypatch):
    monkeypatch.setattr(Employee, "has_perm", lambda self, perm, obj=None: True)
    monkeypatch.setattr(Employee, "has_module_perms", lambda self, label: True)
    planted.kept.clear()
    with override_settings(ROOT_URLCONF="tests.tenancy.planted"):
        visit = Walker(*worlds, ADMIN, "tests.tenancy.planted").visit(route, planted.LEAKS[route], "GET")
    assert visit.status == 200
    assert [text for text in visit.findings if "other organisation" in text]


def test_a_row_changed_elsewhere_is_found(worlds):
    here, there = worlds
    walker = Walker(here, there, ADMIN, settings.ROOT_URLCONF)
    before = walker._rows_changed_there()
    with schema_context(there.organisation.schema_name):
        Employee.objects.filter(pk=there.people[ADMIN].pk).update(name="Else")
    assert walker._rows_changed_there() == before + 1


def test_too_few_that_did_well_are_a_failure():
    routes = {"a": READ(PUBLIC), "b": READ(PUBLIC)}
    poor = [Visit("a", "GET", ADMIN, 422), Visit("b", "GET", ADMIN, 200)]
    assert "only 1 of 2" in too_few_did_well(poor, routes, ADMIN)
    assert not too_few_did_well([Visit(v.route, "GET", ADMIN, 200) for v in poor], routes, ADMIN)
