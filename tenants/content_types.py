from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection


class CachePerSchema(dict[str, Any]):
    """What ContentTypeManager remembers, apart for each schema: the same model has another key in each,
    and the manager is shared by threads that serve different organisations."""

    def __getitem__(self, using: str) -> Any:
        return super().__getitem__(_of_schema(using))

    def setdefault(self, using: str, default: Any = None) -> Any:
        return super().setdefault(_of_schema(using), default)


def _of_schema(using: str) -> str:
    return f"{connection.schema_name}:{using}"  # type: ignore[attr-defined]


def cache_per_schema() -> None:
    """Give every manager of ContentType such a memory; called once, when the apps are ready."""
    cache = CachePerSchema()
    for manager in (*ContentType._meta.managers, ContentType.objects):
        manager._cache = cache  # type: ignore[attr-defined]
