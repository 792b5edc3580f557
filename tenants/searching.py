import re

from django.contrib.postgres.search import SearchQuery

WORDS = 8


def words_of(asked: str) -> SearchQuery | None:
    """All words, the last one as far as it is typed; none where nothing can be looked for."""
    words = re.findall(r"\w+", asked.lower())[:WORDS]
    if not words:
        return None
    return SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), config="simple", search_type="raw")
