"""The organisations of the tests, and how they are emptied after a test that really committed."""

from django.db import connection
from django_tenants.utils import schema_context

from tenants.actions import create_organisation
from tenants.models import Organisation

SLUGS = {"acme": "Acme Health", "bolt": "Bolt Stores", "heed": "Heed"}
KEPT = {
    "django_migrations",
    "django_content_type",
    "tenants_organisation",
    "tenants_domain",
    "tenants_hostversion",
}


def make_organisations() -> None:
    """In the fresh database of a worker."""
    for slug, name in SLUGS.items():
        create_organisation(name=name, slug=slug, is_operator=slug == "heed")


def empty() -> None:
    """Empty every table of every schema; take away the organisations that the test made."""
    with schema_context("public"):
        for extra in Organisation.objects.exclude(slug__in=SLUGS):
            extra.delete(force_drop=True)
        plain = Organisation._meta.get_field("brand_color").get_default()
        Organisation.objects.update(
            suspended_at=None,
            suspended_reason="",
            deleted_at=None,
            drop_after=None,
            logo="",
            brand_color=plain,
        )
        schemas = ["public", *Organisation.objects.values_list("schema_name", flat=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables"
            " WHERE schemaname = ANY(%s) AND NOT tablename = ANY(%s)",
            [schemas, list(KEPT)],
        )
        tables = [table for (table,) in cursor.fetchall()]
        cursor.execute(" UNION ALL ".join(f"(SELECT '{table}' FROM {table} LIMIT 1)" for table in tables))
        if filled := [table for (table,) in cursor.fetchall()]:
            cursor.execute(f"TRUNCATE {', '.join(filled)} RESTART IDENTITY CASCADE")
