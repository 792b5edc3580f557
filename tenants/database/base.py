from django_tenants.postgresql_backend.base import DatabaseWrapper as TenantWrapper


class DatabaseWrapper(TenantWrapper):
    """django-tenants' connection; what we change stands here."""
