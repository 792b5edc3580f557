"""Relations, like imports, go down the floors; import-linter cannot see a lazy "app.Model" key."""

import tomllib

import pytest
from django.apps import apps
from django.db.models import Field

from tests.architecture.sources import ROOT

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = list(reversed(next(c["layers"] for c in CONTRACTS if "floors" in c["name"])))
RELATIONS = [
    field
    for model in apps.get_models(include_auto_created=True)
    if model.__module__.split(".")[0] in FLOORS
    for field in (*model._meta.fields, *model._meta.many_to_many)
    if field.is_relation
]


def floor_of(model: type) -> int:
    """0 for tenants and for other people's apps."""
    app = model.__module__.split(".")[0]
    return FLOORS.index(app) if app in FLOORS else 0


@pytest.mark.parametrize("field", RELATIONS, ids=str)
def test_relations_only_go_down_the_floors(field: Field):
    here, there = floor_of(field.model), floor_of(field.related_model)
    assert there <= here
    if there < here:
        assert field.remote_field.hidden, 'a reference across floors has related_name="+"'


def test_there_are_no_generic_foreign_keys():
    assert not [
        field for model in apps.get_models() if model.__module__.split(".")[0] in FLOORS
        for field in model._meta.private_fields if hasattr(field, "ct_field")
    ]  # fmt: skip


def test_no_key_leads_from_an_organisations_table_into_public():
    from django.conf import settings

    shared = {apps.get_app_config(name.split(".")[-1]).label for name in settings.SHARED_APPS}
    leading = [
        f for f in RELATIONS
        if f.model._meta.app_label not in shared and f.related_model._meta.app_label in shared
    ]  # fmt: skip
    assert not leading


def test_no_app_has_tables_both_in_public_and_in_the_organisations():
    from django.conf import settings

    assert not set(settings.SHARED_APPS) & set(settings.TENANT_APPS)
