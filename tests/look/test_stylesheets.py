"""What keeps the look whole: one stylesheet, nothing inline, no class that it does not know."""

import re

import pytest
from django.template import engines

from tests.architecture.sources import ROOT
from tests.look.form_css import STATIC, cut

TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "mail" not in str(path))
PAGES = [path for path in TEMPLATES if "email" not in path.parts]
CSS = STATIC.joinpath("heed.css").read_text()
KNOWN = set(re.findall(r"\.([a-z][a-z0-9-]*)", re.sub(r"\d*\.\d+", "", CSS)))
OTHERS = {"i", "x", "tight", "heat", "todo", "helptext", "errorlist", "cancel-link"}
DYNAMIC = re.compile(r"{[{%].*?[}%]}")


def test_the_forms_stylesheet_is_the_cut_of_today():
    assert STATIC.joinpath("form.css").read_text() == cut(CSS), "run python -m tests.look.form_css"


def test_the_stylesheets_are_small():
    assert len(CSS.encode()) <= 20_000
    assert STATIC.joinpath("form.css").stat().st_size <= 8_000


def test_the_stylesheet_knows_no_left_and_right_and_fetches_nothing():
    assert not re.search(
        r"(?<![-\w])(?:left|right)\s*:|(?:margin|padding|border)-(?:left|right)|url\(|@import", CSS
    )


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_has_nothing_inline_and_no_class_of_its_own(path):
    text = path.read_text()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)", text)
    used = {
        name for value in re.findall(r'class="([^"]*)"', text) for name in DYNAMIC.sub(" ", value).split()
    }
    assert "admin" in path.parts or used <= KNOWN | OTHERS


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_a_template_can_be_read(path):
    engines["django"].get_template(str(path.relative_to(ROOT / "templates")))


def test_every_icon_that_is_asked_for_is_drawn():
    drawn = set(re.findall(r'symbol id="(\w+)"', STATIC.joinpath("icons.svg").read_text()))
    asked = {name for path in TEMPLATES for name in re.findall(r'{% icon "(\w+)"', path.read_text())}
    assert asked <= drawn
