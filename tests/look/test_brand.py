"""Whatever colour an organisation chooses, its texts and lines can be read on every surface."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenants.brand import BLACK, LINE, TEXT, WHITE, brand_of, brand_version, surfaces
from tenants.brand.colour import contrast, from_hex, oklch, to_hex, to_oklch, worst

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
SPECIAL = ["#000000", "#ffffff", "#ffff00", "#0000ff", "#00ff00", "#ff0000", "#808080", "#f2b52c", "#0b5b66"]


def check(colour):
    brand = brand_of(colour)
    assert contrast(from_hex(brand.fill), WHITE if brand.on_fill == "#fff" else BLACK) >= TEXT
    for dark, shades in ((False, brand.light), (True, brand.dark)):
        on = surfaces(dark, from_hex(shades.tint))
        assert worst(from_hex(shades.text), on) >= TEXT
        assert worst(from_hex(shades.line), on) >= LINE
        ink = oklch(0.93, 0.007, 85) if dark else oklch(0.23, 0.013, 70)
        assert contrast(ink, from_hex(shades.tint)) >= 7


@settings(max_examples=150, deadline=None)
@given(COLOURS)
def test_contrast_holds_for_any_colour(colour):
    check(colour)


@pytest.mark.parametrize("colour", SPECIAL)
def test_contrast_holds_at_the_corners(colour):
    check(colour)


@given(COLOURS)
def test_the_way_to_oklch_and_back_keeps_a_colour(colour):
    assert to_hex(oklch(*to_oklch(from_hex(colour)))) == colour


def test_the_fill_is_the_exact_colour():
    assert brand_of("#0B5B66").fill == "#0b5b66"
    assert "--brand:#0b5b66;--on-brand:#fff;" in brand_of("#0b5b66").css


def test_another_colour_has_another_version():
    assert brand_version("#0b5b66") != brand_version("#0b5b67")


def test_the_stylesheet_is_kept_for_ever_under_its_version(client_of, acme):
    page = client_of(acme).get("/brand.css?v=1")
    assert page["Content-Type"].startswith("text/css")
    assert page.content.decode() == brand_of(acme.brand_color).css
    assert "immutable" in page["Cache-Control"]
    assert "no-cache" in client_of(acme).get("/brand.css")["Cache-Control"]


def test_an_organisation_without_a_logo_has_none_to_fetch(client_of, acme):
    assert client_of(acme).get("/logo").status_code == 404
