"""How words are found, in a tenth less of the work of a page with hundreds of them.

The words of all apps stand in as few catalogues as there are plural rules. Django means that, too
(`TranslationCatalog.update`), but compares a function with the code of a function: they are never alike, and
in English, which has an empty catalogue in each app, each word was looked for nine times, twice."""

from functools import lru_cache
from gettext import GNUTranslations
from typing import Any

from django.utils.translation import trans_real

HEADER = {""}
"""All that an empty catalogue has."""


def speak_quickly() -> None:
    """From now on, also where something was said already."""
    trans_real.TranslationCatalog.update = _update  # type: ignore[assignment,method-assign]
    trans_real.DjangoTranslation.gettext = _gettext  # type: ignore[method-assign]
    trans_real._translations.clear()  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]


def _update(catalogue: Any, more: GNUTranslations) -> None:
    """The words of an app are added, before those that are there already."""
    words, plural = more._catalog, more.plural  # type: ignore[attr-defined]
    if words.keys() <= HEADER:
        return
    if plural.__code__ == catalogue._plurals[0].__code__:
        catalogue._catalogs[0].update(words)
    else:
        catalogue._catalogs.insert(0, words.copy())
        catalogue._plurals.insert(0, plural)


@lru_cache(20_000)
def _gettext(translation: GNUTranslations, message: str) -> str:
    """What a catalogue says does not change once it is in use."""
    return GNUTranslations.gettext(translation, message)
