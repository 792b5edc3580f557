import pytest
from django.contrib import admin
from django.db import connection
from django_tenants.utils import schema_context

from employees.models import Employee


def test_each_organisation_has_people_of_its_own(acme, bolt, make_employee):
    make_employee(name="Ann")
    with schema_context(bolt.schema_name):
        assert not Employee.objects.exists()
        make_employee(name="Bob")
    assert [person.name for person in Employee.objects.all()] == ["Ann"]


def test_nothing_is_left_of_the_test_before(acme, bolt):
    assert connection.schema_name == acme.schema_name
    assert not Employee.objects.exists()
    with schema_context(bolt.schema_name):
        assert not Employee.objects.exists()


@pytest.mark.committing
@pytest.mark.parametrize("round", [1, 2])
def test_a_committing_test_is_emptied_after(round, make_employee):
    assert not Employee.objects.exists()
    make_employee()


def test_no_registered_admin_shows_a_table_of_public():
    shown = {model._meta.app_label for model in admin.site._registry}
    assert not shown & {"tenants", "django_q", "account", "auth", "mfa", "usersessions", "sessions"}
