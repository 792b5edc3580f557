"""What the URL conf holds, by name."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver


def walk(resolver: URLResolver, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """The name of every route below, with its namespaces; `?` and the pattern for one without."""
    for part in resolver.url_patterns:
        if isinstance(part, URLPattern):
            yield ":".join((*spaces, part.name or f"?{part.pattern}"))
        else:
            yield from walk(part, (*spaces, part.namespace) if part.namespace else spaces)


def names(urlconf: str) -> set[str]:
    return set(walk(get_resolver(urlconf)))
