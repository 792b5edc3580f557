"""Migrations since the first release go back and forth over what is stored."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from feedback.models import Case, Response

OURS = ["audit", "outbox", "employees", "feedback"]


def migrate_to(*targets):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor


def newest(*apps):
    executor = MigrationExecutor(connection)
    return [node for app in apps for node in executor.loader.graph.leaf_nodes(app)]


@pytest.mark.slow
def test_what_is_stored_survives_the_way_back_and_forth(make_response, make_employee):
    poor = make_response(score=2, comment="Nobody came")
    make_response(score=9)
    before = list(Response.objects.order_by("pk").values())
    migrate_to(*((app, "0001_initial") for app in OURS))
    migrate_to(*newest(*OURS))
    assert list(Response.objects.order_by("pk").values()) == before
    assert Case.objects.get().response == poor


def test_each_migration_can_be_taken_back(acme):
    graph = MigrationExecutor(connection).loader
    for key in graph.disk_migrations:
        if key[0] in (*OURS, "ideas"):
            assert all(operation.reversible for operation in graph.disk_migrations[key].operations), key
