import time
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, ProgrammingError

from tenants import migrating
from tenants.models import Organisation
from tenants.queue import install_schedules


class Command(migrate.Command):
    help = "Bring the public schema and then the schema of every organisation up to date."

    def add_arguments(self, parser: Any) -> None:
        super().add_arguments(parser)
        parser.add_argument("--schema", help="Only this schema.")
        parser.add_argument("--processes", type=int, default=1, help="Migrate so many schemas at once.")

    def handle(self, *args: Any, schema: str | None, processes: int, **options: Any) -> None:
        """Public first; then those that are behind, or all of them where a migration is named."""
        with migrating.alone():
            if schema:
                return self.migrate(schema, options)
            self.migrate("public", options)
            schemas = list(Organisation.objects.customers().values_list("schema_name", flat=True))
            todo = schemas if options["app_label"] else migrating.behind(schemas)
            install_schedules()
            if failed := self.migrate_all(todo, processes, options):
                raise CommandError(f"{len(failed)} not migrated: {', '.join(failed)}. Run it again to go on.")
        return None

    def migrate_all(self, schemas: list[str], processes: int, options: dict[str, Any]) -> list[str]:
        """The schemas that failed: one that does must not keep the others from being served."""
        if processes > 1:
            return migrating.in_processes(schemas, processes, _plain(options))
        return [schema for schema in schemas if not self.attempt(schema, options)]

    def attempt(self, schema: str, options: dict[str, Any]) -> bool:
        try:
            self.migrate(schema, options)
        except (OperationalError, ProgrammingError) as error:
            self.stderr.write(f"{schema}: {error}")
            return False
        return True

    def migrate(self, schema: str, options: dict[str, Any]) -> None:
        began = time.monotonic()
        migrating.migrate_schema(schema, **_plain(options))
        if options["verbosity"] > 0:
            self.stdout.write(f"{schema}: up to date ({time.monotonic() - began:.1f} s)")


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """The options for one schema: quieter by one, and none that are not Django's own."""
    kept = {
        key: options[key] for key in ("app_label", "migration_name", "fake", "fake_initial", "run_syncdb")
    }
    return kept | {"verbosity": max(options["verbosity"] - 1, 0)}
