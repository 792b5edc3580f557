"""Catalogues that are merged say what they said apart."""

import pytest
from django.utils.translation import trans_real

from tenants.speaking import _update


def catalogue_of(language, update, monkeypatch):
    monkeypatch.setattr(trans_real.TranslationCatalog, "update", update)
    return trans_real.DjangoTranslation(language)


def djangos_update(catalogue, more):
    """As Django does it: each in front of the others."""
    catalogue._catalogs.insert(0, more._catalog.copy())
    catalogue._plurals.insert(0, more.plural)


@pytest.mark.parametrize("language", ["en", "de", "pl", "ar", "cy", "ja"])
def test_every_word_is_translated_as_before(language, monkeypatch):
    ours = catalogue_of(language, _update, monkeypatch)
    theirs = catalogue_of(language, djangos_update, monkeypatch)
    assert len(ours._catalog._catalogs) < len(theirs._catalog._catalogs)
    words = {key for key in theirs._catalog.keys() if isinstance(key, str) and key}  # noqa: SIM118
    several = {key[0] for key in theirs._catalog.keys() if isinstance(key, tuple)}  # noqa: SIM118
    assert len(words) > 100 or language == "en"
    assert {word: ours.gettext(word) for word in words} == {word: theirs.gettext(word) for word in words}
    for number in (0, 1, 2, 3, 5, 11, 21, 100):
        for word in several:
            assert ours.ngettext(word, "?", number) == theirs.ngettext(word, "?", number)


def test_english_has_one_catalogue():
    assert len(trans_real.translation("en")._catalog._catalogs) == 1


def test_a_word_that_was_said_is_said_again_without_looking():
    english, german = trans_real.translation("en"), trans_real.translation("de")
    assert [english.gettext("Yes"), german.gettext("Yes")] == ["Yes", "Ja"]
    looked = trans_real.DjangoTranslation.gettext.cache_info().misses
    assert [english.gettext("Yes"), german.gettext("Yes")] == ["Yes", "Ja"]
    assert trans_real.DjangoTranslation.gettext.cache_info().misses == looked
