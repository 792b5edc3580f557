import sys
import time
from typing import Any

from django.db.backends.utils import CursorWrapper
from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantWrapper
from psycopg import OperationalError, RawCursor
from psycopg.errors import FeatureNotSupported

HEALTHY_FOR = 1.0


class PreparedCursor(RawCursor[Any]):
    """Statements with $1, $2 ..., which PostgreSQL reads and plans once a connection.

    OperationalError, and a new connection with the next request, where a migration has changed the type of a
    column meanwhile: PostgreSQL would refuse the statement for as long as the connection lives."""

    def execute(self, query: Any, params: Any = None, **_options: Any) -> "PreparedCursor":
        try:
            return super().execute(query, params, prepare=True)
        except FeatureNotSupported as changed:
            self.connection.close()
            raise OperationalError(*changed.args) from changed

    def close(self) -> None:
        """It serves its connection again: how each type of value is sent is looked up once."""


class Operations(TenantWrapper.ops_class):
    """The same, where queries are logged: what was prepared is logged as it was prepared."""

    def last_executed_query(self, cursor: Any, sql: Any, params: Any) -> Any:
        return sql if isinstance(cursor, PreparedCursor) else super().last_executed_query(cursor, sql, params)


class DatabaseWrapper(TenantWrapper):
    """django-tenants' connection, which sets search_path only when it is not right already.

    What PostgreSQL was told last is remembered for the connection; a rollback, a rollback to a savepoint and
    a new connection forget it, as PostgreSQL does. The cache of content types is kept a schema each
    (tenants/content_types.py), so it need not be emptied here. A connection that was well a second ago is not
    asked again: that would be one round trip more for each request.
    """

    ops_class = Operations
    well_at = float("-inf")
    health_check_done: bool
    prepared: PreparedCursor | None = None
    path_leads_to: tuple[str, bool] | None = None

    def get_connection_params(self) -> dict[str, Any]:
        """Nothing is prepared unless it is asked for: a general plan is a bad one for wide and narrow filters
        alike, and a column that changes its type would spoil it."""
        return super().get_connection_params() | {"prepare_threshold": sys.maxsize}

    def prepared_cursor(self) -> CursorWrapper:
        """Reached by `tenants.database.prepared_cursor`. There is one a connection: what a statement found is
        to be fetched before the next one is asked."""
        self.close_if_health_check_failed()
        self.ensure_connection()
        self._handle_search_path()
        if self.prepared is None or self.prepared.connection is not self.connection:
            self.prepared = PreparedCursor(self.connection)
        return self._prepare_cursor(self.prepared)

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        self.tenant = tenant
        self.schema_name = tenant.schema_name
        self.include_public_schema = include_public
        self.set_settings_schema(self.schema_name)

    def connect(self) -> None:
        self.search_path_set_schemas = None
        super().connect()
        self.well_at = time.monotonic()

    def close_if_health_check_failed(self) -> None:
        """At the beginning of a request only: in its midst a question would begin a transaction."""
        if self.health_check_done:
            return
        if time.monotonic() - self.well_at < HEALTHY_FOR:
            self.health_check_done = True
            return
        super().close_if_health_check_failed()
        self.well_at = time.monotonic()

    def _handle_search_path(self, cursor: Any = None) -> None:
        wanted = (self.schema_name, self.include_public_schema)
        if self.search_path_set_schemas and self.path_leads_to == wanted:
            return
        self.search_path_set_schemas = None
        with self.wrap_database_errors:  # django-tenants asks the driver past them
            super()._handle_search_path(cursor)
        self.path_leads_to = wanted
