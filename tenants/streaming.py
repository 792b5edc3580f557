from collections.abc import Iterable, Iterator
from typing import TypeVar

from django_tenants.utils import schema_context

from tenants.here import current_schema

Chunk = TypeVar("Chunk", str, bytes)


def in_this_schema(chunks: Iterable[Chunk]) -> Iterator[Chunk]:
    """A stream for StreamingHttpResponse that stays in the organisation where it was begun.

    The server reads a stream after the view, when its thread may serve somebody else: each chunk is read
    inside the schema, and the schema is left before the chunk is handed on.
    """
    return _read(iter(chunks), current_schema())


def _read(chunks: Iterator[Chunk], schema: str) -> Iterator[Chunk]:
    while True:
        with schema_context(schema):
            try:
                chunk = next(chunks)
            except StopIteration:
                return
        yield chunk
