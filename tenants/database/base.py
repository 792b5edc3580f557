from typing import Any

from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantWrapper


class DatabaseWrapper(TenantWrapper):
    """django-tenants' connection, which sets search_path only when it is not right already.

    What PostgreSQL was told last is remembered for the connection; a rollback, a rollback to a savepoint and
    a new connection forget it, as PostgreSQL does. The cache of content types is kept a schema each
    (tenants/content_types.py), so it need not be emptied here.
    """

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        self.tenant = tenant
        self.schema_name = tenant.schema_name
        self.include_public_schema = include_public
        self.set_settings_schema(self.schema_name)

    def connect(self) -> None:
        self.search_path_set_schemas = None
        super().connect()

    def _handle_search_path(self, cursor: Any = None) -> None:
        if self.search_path_set_schemas != self._get_cursor_search_paths():
            self.search_path_set_schemas = None
            super()._handle_search_path(cursor)
