from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_tenants.utils import schema_context

from tenants.audit.models import Entry
from tenants.audit.verify import first_broken
from tenants.models import Organisation


class Command(BaseCommand):
    help = "Check that nobody changed the audit trail: of one organisation, or of all."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("slug", nargs="?", help="The organisation's short name; all without it.")

    def handle(self, *args: Any, slug: str | None, **options: Any) -> None:
        found = Organisation.objects.customers()
        results = [self.check_one(each) for each in (found.filter(slug=slug) if slug else found)]
        if not results:
            raise CommandError("There is no such organisation.")
        if not all(results):
            raise CommandError("The trail was changed.")

    def check_one(self, organisation: Organisation) -> bool:
        with schema_context(organisation.schema_name):
            broken, number = first_broken(), Entry.objects.count()
        verdict = f"broken at line {broken.pk} ({broken.at:%Y-%m-%d %H:%M})" if broken else "whole"
        self.stdout.write(f"{organisation.slug}: {number} lines, {verdict}")
        return broken is None
