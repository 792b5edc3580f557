"""Who gets to the champion's desk: the champion, and the term's sponsor, who of the examples is the admin."""

from tests.access.kit import ADMIN, CHAMPION, READ, Access

READERS = {CHAMPION, ADMIN}

DESK: dict[str, Access] = {
    "insights:desk": READ(READERS),
    "insights:relay": READ(READERS),
    "insights:relay_file": READ(READERS, at=lambda w: {"kind": "csv"}),
    "insights:kept": READ(READERS),
    "insights:kept_file": READ(READERS, at=lambda w: {"kind": "xlsx"}),
    "insights:quarter": READ(READERS),
    "api:desk": READ(READERS),
    "api:quarter": READ(READERS),
    "api:kept": READ(READERS),
    "api:relay": READ(READERS),
    "insights:uncited": READ(READERS),
    "api:uncited-posts": READ(READERS),
}
