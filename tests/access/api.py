"""Who gets into what the API has beside the nouns of other files."""

from tests.access.kit import EVERYBODY, READ, Access

API: dict[str, Access] = {
    "schema": READ(EVERYBODY),
    "docs": READ(EVERYBODY),
}
