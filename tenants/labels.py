"""Words that an organisation writes in several languages: {"en": "How was it?", "cy": "..."}."""

from collections.abc import Mapping


def in_language(labels: Mapping[str, str], language: str) -> str:
    """The label in a language, in its wider one (zh-hant for zh-tw stays zh), else in the first there is."""
    found = labels.get(language) or labels.get(language.split("-")[0])
    return found or next(iter(labels.values()), "")
