"""Languages that only tests have."""

import polib
import pytest
from django.utils import formats, translation


def forget_languages():
    """Django remembers which languages there are."""
    translation.trans_real._translations.clear()
    translation.trans_real.translation_catalog_exists.cache_clear()
    formats.reset_format_cache()


@pytest.fixture
def catalogue(tmp_path, settings):
    """Makes a catalogue of the tests only."""
    settings.LOCALE_PATHS = [tmp_path]

    def make(code, **entries):
        folder = tmp_path / code / "LC_MESSAGES"
        folder.mkdir(parents=True)
        words = polib.POFile()
        words.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Plural-Forms": "nplurals=1; plural=0;",
        }
        words.extend(polib.POEntry(msgid=said, msgstr=there) for said, there in entries.items())
        words.save_as_mofile(str(folder / "django.mo"))
        forget_languages()

    yield make
    forget_languages()


@pytest.fixture
def arabic(catalogue, settings):
    """A language of the tests only, to be read from right to left."""
    settings.LANGUAGES = [*settings.LANGUAGES, ("ar", "Arabic")]
    catalogue("ar", Accessibility="إمكانية الوصول")
