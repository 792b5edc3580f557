"""The real files of the importer's tests: they stay beside the project."""

from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
NHS = DATA / "nhs_fft_comments_themes_en.csv"
STAR_WARS = DATA / "surveymonkey_export_starwars_en.csv"
BCA = DATA / "app_reviews_bca_mobile_id.csv"
needs_data = pytest.mark.skipif(not NHS.exists(), reason="needs ../shared/data, which is not here")
