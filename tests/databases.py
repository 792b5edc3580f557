"""The database of a test worker: a copy of one that was migrated once.

Migrating four schemas takes 20 s, copying 0.3 s. The original is kept on the server, named by a hash of every
migration, and made again when one changes; the oldest are dropped."""

import hashlib
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from tests import committing
from tests.architecture.sources import ROOT

LOCK, PREFIX, KEPT = 4_733_002, "heed_original_", 6
HASHED = (ROOT / "tenants/actions.py", ROOT / "tests/committing.py", ROOT / "tenants/models.py")


def original_name() -> str:
    found = hashlib.sha256()
    for config in apps.get_app_configs():
        for path in (*sorted(Path(config.path).glob("migrations/*.py")), *HASHED):
            found.update(path.read_bytes())
    return PREFIX + found.hexdigest()[:12]


def make() -> str:
    """Make this worker's database; the name of the one that was configured."""
    configured, name = connection.settings_dict["NAME"], connection.creation._get_test_db_name()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        original = original_name()
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid", [f"{PREFIX}%"])
        there = [found for (found,) in cursor.fetchall()]
        if original not in there:
            _make_original(cursor, original)
            for old in there[: -KEPT + 1]:
                cursor.execute(f'DROP DATABASE IF EXISTS "{old}"')
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{original}"')
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    _use(name)
    return configured


def _make_original(cursor, original: str) -> None:
    building = f"{original}_building"
    cursor.execute(f'DROP DATABASE IF EXISTS "{building}" WITH (FORCE)')
    cursor.execute(f'CREATE DATABASE "{building}"')
    _use(building)
    call_command("migrate", verbosity=0)
    committing.make_organisations()
    connections.close_all()
    cursor.execute(f'ALTER DATABASE "{building}" RENAME TO "{original}"')


def drop(configured: str) -> None:
    name = connection.settings_dict["NAME"]
    _use(configured)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _use(name: str) -> None:
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name
